"""What happened while nobody looked: counted at the bell, read one by one or all at once."""

from pages.jobs import JobsPage
from pages.notifications import NotificationsPage
from playwright.sync_api import expect


def fail_a_job(studio, agent, name, tmp_path):
    studio.run(studio.collection(tmp_path / name, agent.guid, name))
    job = agent.claim()
    agent.progress(job, 1)
    assert agent.fail(job, "permission_denied", "The folder may not be read.").status == 200


def test_notifications_are_read_one_by_one(studio, browse, tmp_path):
    """Three failures: one is read by itself, the others together; the bell counts them."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    page = NotificationsPage(browse(studio).sign_in().page, studio.address).open()
    expect(page.page.get_by_text("Nothing to report")).to_be_visible()
    for name in ("Harbour", "<b>Hills</b>", "Heath"):
        fail_a_job(studio, agent, name, tmp_path)
    expect(page.unread_count).to_have_text("3")
    page.open_by_bell()
    expect(page.items).to_have_count(3)
    hills = page.items.filter(has_text="<b>Hills</b>")
    page.read(hills)
    expect(hills.get_by_role("button")).to_have_count(0)
    expect(page.unread_count).to_have_text("2")
    page.see_job(hills)
    expect(JobsPage(page.page, studio.address).error).to_contain_text("The folder may not be read.")
    page.open_by_bell().read_all()
    expect(page.read_buttons).to_have_count(0)
    expect(page.unread_count).to_be_hidden()
