"""The main path by plain links and forms, with JavaScript switched off."""

import pytest
from installation import Agent
from pages.agents import AgentsPage
from pages.collections import CollectionPage, NewCollectionPage
from pages.jobs import JobsPage
from pages.result import ResultPage
from playwright.sync_api import expect


@pytest.fixture
def window(studio, browse):
    return browse(studio, java_script_enabled=False).sign_in()


def test_from_a_token_to_the_report(studio, window, archive, expected, tmp_path):
    """Token, collection, run, result and report."""
    agents = AgentsPage(window.page, studio.address).open_by_badge()
    token = agents.create_token("studio-nas")
    agents.close_dialog()
    agent = Agent(tmp_path / "agent", "studio-nas").register(studio.address, token, archive)
    studio.agents.append(agent)
    agent.start()
    studio.wait_until_online()
    NewCollectionPage(window.page, studio.address).open().create("By hand", "studio-nas", archive)
    collection = CollectionPage(window.page, studio.address)
    expect(collection.heading).to_have_text("By hand")
    collection.run()
    job = studio.api.items("/api/jobs")[0]
    assert studio.wait_until_ended(job["guid"])["status"] == "completed"
    JobsPage(window.page, studio.address).open_done().result_link.click()
    result = ResultPage(window.page, studio.address)
    expect(result.figure("Files")).to_have_text(f"{expected['total_files']:,}")
    expect(result.report.locator("body")).to_contain_text("PhotoStats")
    agent.stop()


def test_agents_are_managed(studio, window, tmp_path):
    """Renamed, refused to be deleted while bound, revoked."""
    bound = studio.scripted_agent("old-name")
    studio.collection(tmp_path, bound.guid, "Harbour at night")
    agents = AgentsPage(window.page, studio.address).open("/agents")
    agents.rename("old-name", "new-name")
    expect(agents.row("new-name")).to_be_visible()
    agents.choose("new-name", "Delete")
    expect(agents.dialog).to_contain_text("Harbour at night")
    expect(agents.dialog).to_contain_text("No other agent is online")
    agents.open("/agents").revoke("new-name", "The machine was sold")
    expect(agents.row("new-name")).to_contain_text("The machine was sold")


def test_jobs_are_cancelled_and_run_again(studio, window, tmp_path):
    agent = studio.scripted_agent()
    job = studio.run(studio.collection(tmp_path, agent.guid))
    jobs = JobsPage(window.page, studio.address).open()
    jobs.cancel()
    assert studio.job(job["guid"])["status"] == "cancelled"
    jobs.open_done().retry()
    again = studio.api.items("/api/jobs", status="pending")
    assert [one["parent_job_guid"] for one in again] == [job["guid"]]
