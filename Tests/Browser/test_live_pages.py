"""What is live stays true: the badge within two seconds, the bell, and pages that outlive their server."""

import re

import pytest
from pages.frame import Frame
from pages.jobs import JobsPage
from playwright.sync_api import expect

SOON = 2_000
RECONNECTED = 20_000


def test_the_badge_follows_within_two_seconds(studio, browse, tmp_path):
    """Each change of the pool shows on a page that nobody touches.

    proves: FR-600.4, FR-600.5, FR-600.6, FR-600.7, FR-600.11
    """
    window = browse(studio).sign_in()
    page = Frame(window.page, studio.address).open("/results")
    page.expect_badge("Offline", "offline")
    page.mark()
    first, second = studio.scripted_agent("first"), studio.scripted_agent("second")
    first.heartbeat()
    page.expect_badge("1", "idle", SOON)
    second.heartbeat()
    page.expect_badge("2", "idle", SOON)
    studio.run(studio.collection(tmp_path, first.guid))
    assignment = first.claim()
    first.progress(assignment, 10)
    page.expect_badge("1", "running", SOON)
    expect(page.badge).to_have_accessible_name("Agents: 1 job running")
    first.deliver(assignment)
    page.expect_badge("2", "idle", SOON)
    for agent in (first, second):
        assert agent.disconnect().status in (200, 204)
    page.expect_badge("Offline", "offline", SOON)
    assert page.is_still_the_same_page


def test_the_bell_rings(studio, browse, tmp_path):
    """A job that failed for good is counted at the bell without a reload, and is read on its page."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    window = browse(studio).sign_in()
    page = Frame(window.page, studio.address).open("/collections")
    expect(page.bell).to_have_accessible_name("Notifications")
    page.mark()
    job = studio.run(studio.collection(tmp_path, agent.guid))
    agent.fail(agent.claim(), "permission_denied", "The folder <b>/photos</b> may not be read.")
    expect(page.bell).to_have_accessible_name("Notifications, 1 unread", timeout=SOON)
    assert page.is_still_the_same_page
    page.bell.click()
    expect(window.page.get_by_text("The folder <b>/photos</b> may not be read.")).to_be_visible()
    window.page.get_by_role("button", name="Mark all as read").click()
    expect(page.bell).to_have_accessible_name("Notifications")
    window.page.get_by_role("link", name="See the job").click()
    expect(JobsPage(window.page, studio.address).status("Failed")).to_be_visible()
    assert window.page.url.endswith(job["guid"])


def test_pages_outlive_their_server(studio, browse, tmp_path):
    """The server is killed under open pages: they say so, and go on by themselves when it is back.

    proves: NFR-200.1
    """
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    studio.run(studio.collection(tmp_path, agent.guid))
    assignment = agent.claim()
    agent.progress(assignment, 20)
    window = browse(studio).sign_in()
    jobs = JobsPage(window.page, studio.address).open()
    expect(jobs.bar).to_have_attribute("value", re.compile(r"^20(\.0)?$"))
    jobs.mark()
    studio.kill_server()
    jobs.expect_badge("unknown", "unknown")
    expect(jobs.live_state).to_be_visible()
    studio.restart_server()
    assert agent.progress(assignment, 70).status == 200
    jobs.expect_badge("1", "running", RECONNECTED)
    expect(jobs.bar).to_have_attribute("value", re.compile(r"^70(\.0)?$"), timeout=RECONNECTED)
    expect(jobs.live_state).to_be_hidden()
    agent.deliver(assignment)
    expect(jobs.bar).to_have_count(0)
    expect(jobs.status("Completed")).to_be_visible()
    assert jobs.is_still_the_same_page
    window.tolerate_lost_connection()


def test_a_running_job_is_cancelled(studio, browse, tmp_path):
    """The agent is told with its next sign of life; the page shows the end by itself."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    job = studio.run(studio.collection(tmp_path, agent.guid))
    assignment = agent.claim()
    agent.progress(assignment, 30)
    window = browse(studio).sign_in()
    page = JobsPage(window.page, studio.address).open_job(job["guid"])
    page.cancel()
    expect(window.page.get_by_text("The agent is told to stop.")).to_be_visible()
    page.mark()
    assert agent.heartbeat(current_job_guid=job["guid"]).json["cancel_job_guids"] == [job["guid"]]
    assert agent.cancelled(assignment).status == 200
    expect(page.status("Cancelled")).to_be_visible()
    expect(page.bar).to_have_count(0)
    assert page.is_still_the_same_page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_kept(studio, browse, theme):
    """The switch wins over the system, and is there again after the next sign-in."""
    other = "dark" if theme == "light" else "light"
    window = browse(studio, color_scheme=other).sign_in()
    page = Frame(window.page, studio.address).open("/agents")
    before = page.background()
    page.choose_theme(theme.capitalize())
    assert page.background() != before
    again = browse(studio, color_scheme=other).sign_in()
    assert Frame(again.page, studio.address).open("/agents").background() != before
