"""Pages that nobody touches follow what happens to agents and jobs."""

from pages.frame import Frame
from playwright.sync_api import expect

SOON = 15_000


def test_pages_follow_the_agents(studio, browse, tmp_path):
    """An agent goes and comes back: the dashboard, the list of collections and a collection say so, each in place."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    collection = studio.collection(tmp_path, agent.guid, "Weddings")
    window = browse(studio).sign_in()
    dashboard = Frame(window.page, studio.address).open("/")
    folder = Frame(window.context.new_page(), studio.address).open(f"/collections/{collection['guid']}")
    folders = Frame(window.context.new_page(), studio.address).open("/collections")
    pages = (dashboard, folder, folders)
    for page in pages:
        page.expect_badge("1 idle", "idle")
        page.mark()
    expect(dashboard.page.locator("#attention")).to_contain_text("Nothing.")
    obstacle = folder.page.locator("#tool-photostats-obstacle")
    expect(obstacle).to_be_empty()
    assert agent.disconnect().status in (200, 204)
    expect(dashboard.page.locator("#attention")).to_contain_text("studio-nas", timeout=SOON)
    expect(obstacle).to_contain_text("cannot run it now", timeout=SOON)
    expect(folder.page.locator("#facts .dot-offline")).to_have_count(1, timeout=SOON)
    expect(folders.page.locator("#collection-list .dot-offline")).to_have_count(1, timeout=SOON)
    agent.heartbeat()
    expect(dashboard.page.locator("#attention")).to_contain_text("Nothing.", timeout=SOON)
    expect(obstacle).to_be_empty(timeout=SOON)
    for page in pages:
        assert page.is_still_the_same_page


def test_what_is_typed_stays_while_a_page_follows(studio, browse, tmp_path):
    """The choice of a tool and its options are not taken away when the page's warnings change."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    collection = studio.collection(tmp_path, agent.guid, "Weddings")
    window = browse(studio).sign_in()
    page = Frame(window.page, studio.address).open(f"/collections/{collection['guid']}").page
    page.get_by_label("Pair across folders").check()
    assert agent.disconnect().status in (200, 204)
    expect(page.locator("#tool-photostats-obstacle")).to_contain_text("cannot run it now", timeout=SOON)
    expect(page.get_by_label("Pair across folders")).to_be_checked()


def test_ended_jobs_leave_the_running_ones(studio, browse, tmp_path):
    """A job's end is seen in the list of running ones, and is gone from it when nobody points at it any more."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    collection = studio.collection(tmp_path, agent.guid, "Weddings")
    window = browse(studio).sign_in()
    window.page.clock.install()
    page = Frame(window.page, studio.address).open("/").page
    studio.run(collection)
    claim = agent.claim()
    agent.progress(claim, 10)
    window.page.clock.run_for(1000)
    row = page.locator(".job")
    expect(row.locator("progress")).to_have_count(1)
    agent.fail(claim, "permission_denied", "The folder may not be read.")
    window.page.clock.run_for(1000)
    expect(row).to_contain_text("Failed")
    window.page.clock.run_for(31_000)
    expect(row).to_have_count(0)
    expect(page.get_by_text("Nothing runs now.")).to_be_visible()
