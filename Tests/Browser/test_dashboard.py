"""The first page: right at once, live after that."""

import re

from pages.dashboard import DashboardPage
from playwright.sync_api import expect

SOON = 5_000


def test_the_dashboard_follows_what_happens(studio, browse, tmp_path):
    """Sign-in leads there; a job runs, ends and gives its figures; a failure and an agent that is away are named."""
    agent, other = studio.scripted_agent("studio-nas"), studio.scripted_agent("field-mac")
    for one in (agent, other):
        one.heartbeat()
    studio.collection(tmp_path / "elsewhere", other.guid, "From the field")
    (tmp_path / "photos").mkdir()
    collection = studio.collection(tmp_path / "photos", agent.guid, "Weddings")
    window = browse(studio).sign_in()
    page = DashboardPage(window.page, studio.address)
    expect(page.heading).to_have_text("Dashboard")
    expect(page.part("Running now")).to_contain_text("Nothing runs now.")
    expect(page.part("Needs attention")).to_contain_text("Nothing.")
    page.mark()
    studio.run(collection)
    assignment = agent.claim()
    agent.progress(assignment, 40, files_scanned=40, total_files=100)
    expect(page.part("Running now")).to_contain_text("PhotoStats on Weddings", timeout=SOON)
    figures = {"total_files": 100, "total_size": 5000, "orphaned_images_count": 7, "orphaned_xmp_count": 2}
    assert agent.complete(assignment, results=figures).status == 200
    expect(page.part("Last results")).to_contain_text("PhotoStats of Weddings", timeout=SOON)
    expect(page.figure("Orphans")).to_have_text("9", timeout=SOON)
    studio.run(collection)
    agent.fail(agent.claim(), "permission_denied", "The folder <b>/photos</b> may not be read.")
    attention = page.part("Needs attention")
    expect(attention).to_contain_text("The folder <b>/photos</b> may not be read.", timeout=SOON)
    assert page.is_still_the_same_page
    assert other.disconnect().status in (200, 204)
    page.open()
    expect(attention).to_contain_text(re.compile("field-mac Offline.*1 collection can only be run there", re.S))
    attention.get_by_role("link", name="PhotoStats on Weddings").click()
    window.page.wait_for_url("**/jobs/*")
