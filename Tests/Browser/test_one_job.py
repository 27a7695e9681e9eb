"""The page of one job: run again from there, why it failed with the details, its warnings, and the same in two tabs."""

import re

import pytest
from pages.jobs import JobsPage
from playwright.sync_api import expect

TRACE = "open(/photos): EACCES\n  in list(), line 42\n\t<b>no markup</b>"


@pytest.fixture
def agent(shared_studio, request):
    made = shared_studio.scripted_agent(f"agent of {request.node.name}")
    made.heartbeat()
    yield made
    made.disconnect()


@pytest.fixture
def collection(shared_studio, agent, request, tmp_path):
    return shared_studio.collection(tmp_path, agent.guid, f"Photos of {request.node.name}")


@pytest.fixture
def window(shared_studio, browse):
    return browse(shared_studio).sign_in()


@pytest.fixture
def page(shared_studio, window):
    return JobsPage(window.page, shared_studio.address)


def test_a_failed_job_says_why_with_its_details(shared_studio, page, agent, collection):
    """The sentence and its kind at once, the agent's own details when they are opened, to the last blank."""
    job = shared_studio.run(collection)
    page.open_job(job["guid"])
    expect(page.error).to_have_count(0)
    page.mark()
    agent.fail(agent.claim(), "permission_denied", "The folder may not be read.", error_detail=TRACE)
    expect(page.error).to_contain_text("The folder may not be read.")
    expect(page.error).to_contain_text("The agent may not read this place.")
    details = page.error.locator("pre")
    expect(details).to_be_hidden()
    page.error.get_by_text("Details", exact=True).click()
    expect(details).to_be_visible()
    assert details.text_content() == TRACE
    assert page.is_still_the_same_page


def test_a_job_is_run_again_from_its_page(shared_studio, page, agent, collection):
    """The new one says what it follows; the old one stays as it ended."""
    job = shared_studio.run(collection)
    agent.fail(agent.claim(), "permission_denied", "The folder may not be read.")
    page.open_job(job["guid"]).retry()
    expect(page.flash).to_have_text("This is a new job that does the same again.")
    expect(page.page).not_to_have_url(re.compile(job["guid"]))
    expect(page.status("Pending")).to_be_visible()
    page.page.get_by_role("link", name="an earlier job").click()
    expect(page.page).to_have_url(re.compile(f"/jobs/{job['guid']}$"))
    expect(page.status("Failed")).to_be_visible()
    again = agent.claim()
    assert shared_studio.job(again["guid"])["parent_job_guid"] == job["guid"]
    assert agent.complete(again).status == 200


def test_warnings_come_while_it_runs(shared_studio, page, agent, collection):
    """Each with its file, without a reload; they are still there when the job has ended."""
    job = shared_studio.run(collection)
    assignment = agent.claim()
    agent.progress(assignment, 10)
    page.open_live(job["guid"])
    expect(page.warnings).to_have_count(0)
    page.mark()
    with agent.on_socket(assignment) as warn:
        warn("The name is not Unicode.", "2026/b\u00e4d.dng")
        expect(page.warnings.get_by_role("listitem")).to_have_count(1, timeout=10_000)
    expect(page.warnings).to_contain_text("The name is not Unicode.")
    expect(page.warnings.get_by_text("2026/b\u00e4d.dng", exact=True)).to_be_visible()
    agent.deliver(assignment)
    expect(page.status("Completed")).to_be_visible()
    expect(page.warnings.get_by_role("listitem")).to_have_count(1)
    assert page.is_still_the_same_page


def test_the_same_job_in_two_tabs(shared_studio, window, page, agent, collection):
    """Both follow it from the queue to its result; a cancellation in one shows in the other."""
    job = shared_studio.run(collection)
    tabs = [page.open_live(job["guid"]), JobsPage(window.open_tab(), shared_studio.address).open_live(job["guid"])]
    for tab in tabs:
        expect(tab.status("Pending")).to_be_visible()
        tab.mark()
    assignment = agent.claim()
    for percentage in (10, 60):
        agent.progress(assignment, percentage)
        for tab in tabs:
            tab.expect_progress(percentage)
    result = agent.deliver(assignment)
    for tab in tabs:
        expect(tab.result_link).to_have_attribute("href", f"/results/{result}")
        assert tab.is_still_the_same_page


def test_a_job_cancelled_in_one_tab_ends_in_the_other(shared_studio, window, page, agent, collection):
    """The second tab still offers to cancel until it hears of it; then it offers to run the job again."""
    job = shared_studio.run(collection)
    other = JobsPage(window.open_tab(), shared_studio.address).open_live(job["guid"])
    expect(other.status("Pending")).to_be_visible()
    other.mark()
    page.open_job(job["guid"]).cancel()
    expect(other.status("Cancelled")).to_be_visible()
    expect(other.page.get_by_role("button", name="Retry")).to_be_visible()
    assert other.is_still_the_same_page


def test_what_has_ended_meanwhile_is_not_cancelled(shared_studio, browse, page, agent, collection):
    """Somebody without live updates asks to cancel a job that is over: it is shown as it is, with the reason."""
    job = shared_studio.run(collection)
    late = JobsPage(browse(shared_studio, java_script_enabled=False).sign_in().page, shared_studio.address)
    late.open(f"/jobs/{job['guid']}?dialog=cancel")
    result = agent.deliver(agent.claim())
    with late.posting():
        late.dialog.get_by_role("button", name="Cancel job").click()
    expect(late.flash).to_contain_text("has ended already")
    expect(late.result_link).to_have_attribute("href", f"/results/{result}")
    assert shared_studio.job(job["guid"])["status"] == "completed"
