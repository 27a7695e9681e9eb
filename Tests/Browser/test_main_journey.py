"""The whole journey in a real browser, with the built server and agent."""

import re

from installation import Agent
from pages.agents import AgentsPage
from pages.collections import CollectionPage, NewCollectionPage
from pages.jobs import JobsPage
from pages.result import ResultPage
from playwright.sync_api import expect
from scripted_agent import report_of


def test_from_a_token_to_the_report(studio, browse, archive, expected, tmp_path):
    """Signs in, makes a token, sees the agent come online, creates a collection, runs it, opens the report.

    proves: FR-100.1, FR-100.6, FR-400.1, FR-400.2, FR-400.3, FR-400.7, FR-600.4, FR-600.5, FR-600.7, FR-600.10, US-1, US-2
    """
    window = browse(studio).sign_in()
    agents = AgentsPage(window.page, studio.address).open_by_badge()
    agents.expect_badge("Offline", "offline")
    token = agents.create_token("studio-nas")
    agents.close_dialog()
    agents.mark()
    agent = Agent(tmp_path / "agent", "studio-nas").register(studio.address, token, archive)
    studio.agents.append(agent)
    agent.start()
    agents.expect_badge("1", "idle", timeout=30_000)
    row = agents.row("studio-nas")
    expect(row).to_contain_text("Online")
    expect(row).to_contain_text("PhotoStats")
    expect(row).to_contain_text("Last sign of life")
    assert agents.is_still_the_same_page

    NewCollectionPage(window.page, studio.address).open().create("Weddings", "studio-nas", archive)
    collection = CollectionPage(window.page, studio.address)
    expect(collection.heading).to_have_text("Weddings")
    expect(window.page.get_by_text("studio-nas").first).to_be_visible()
    collection.run()
    jobs = JobsPage(window.page, studio.address)
    expect(jobs.result_link.first).to_be_visible(timeout=60_000)
    jobs.result_link.first.click()

    result = ResultPage(window.page, studio.address)
    expect(result.figure("Files")).to_have_text(f"{expected['total_files']:,}")
    expect(result.report_element).to_have_attribute("sandbox", "")
    expect(result.report.locator("body")).to_contain_text("PhotoStats")
    expect(result.report.locator("script")).to_have_count(0)
    agent.stop()
    result.expect_badge("Offline", "offline")


def test_the_bar_moves(studio, browse, tmp_path):
    """Progress comes to both pages that show the job as the agent reports it; it ends there without a reload.

    proves: FR-100.6, FR-500.3, FR-500.4, FR-510.4, FR-600.6, FR-600.11
    """
    agent = studio.scripted_agent("slow-and-steady")
    agent.heartbeat()
    job = studio.run(studio.collection(tmp_path, agent.guid))
    window = browse(studio).sign_in()
    jobs = JobsPage(window.page, studio.address).open()
    jobs.mark()
    single = JobsPage(browse(studio).sign_in().page, studio.address).open_job(job["guid"])
    assignment = agent.claim()
    assert assignment["guid"] == job["guid"]
    for percentage, file in [(12, "first.dng"), (57, "<b>second</b>.dng"), (96, "third.dng")]:
        answer = agent.progress(assignment, percentage, files_scanned=percentage, total_files=100, current_file=file)
        assert answer.status == 200, answer.json
        for page in (jobs, single):
            expect(page.bar).to_have_attribute("value", re.compile(rf"^{percentage}(\.0)?$"), timeout=10_000)
            expect(page.page.get_by_text(file, exact=True)).to_be_visible()
        jobs.expect_badge("1", "running", timeout=2_000)
    red, green, blue = jobs.badge_colour()
    assert green > red and green > blue
    row = AgentsPage(single.page, studio.address).open("/agents").row("slow-and-steady")
    expect(row).to_contain_text("PhotoStats on Weddings")
    report = report_of(2000)
    upload = agent.complete(assignment, report=report).json
    assert agent.send_chunk(upload, report, 0).status == 200
    assert agent.finalize(upload).status == 200
    expect(jobs.bar).to_have_count(0, timeout=10_000)
    agent.heartbeat()
    jobs.expect_badge("1", "idle")
    assert jobs.is_still_the_same_page


def test_cancel_and_retry(studio, browse, tmp_path):
    """A waiting job is cancelled, and run again as a new one."""
    agent = studio.scripted_agent()
    agent.heartbeat()
    job = studio.run(studio.collection(tmp_path, agent.guid))
    window = browse(studio).sign_in()
    jobs = JobsPage(window.page, studio.address).open()
    jobs.cancel()
    jobs.open_done()
    expect(jobs.status("Cancelled")).to_be_visible()
    assert studio.job(job["guid"])["status"] == "cancelled"
    jobs.retry()
    expect(jobs.open().status("Pending")).to_be_visible()
    again = studio.api.items("/api/jobs", status="pending")
    assert [one["parent_job_guid"] for one in again] == [job["guid"]]
