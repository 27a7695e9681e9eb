"""Ways through the pages: filters, keys, the drawer of narrow screens, sign-out and back."""

import pytest
from pages.frame import Frame
from pages.jobs import JobsPage
from pages.sign_in import SignInPage
from playwright.sync_api import expect
from studio import EMAIL, PASSWORD


@pytest.fixture
def jobs_of_two(studio):
    """A waiting and a running job of two collections and agents, as (waiting, running)."""
    idle, busy = studio.scripted_agent("macbook-field"), studio.scripted_agent("studio-nas")
    waiting = studio.run(studio.collection("/field", idle.guid, "From the field"))
    running = studio.run(studio.collection("/archive", busy.guid, "Archive"))
    busy.progress(busy.claim(), 5)
    return waiting, running


def test_jobs_are_filtered(studio, browse, jobs_of_two):
    """By status, collection and agent; the address says it, and a reload keeps it.

    proves: US-8
    """
    window = browse(studio).sign_in()
    jobs = JobsPage(window.page, studio.address).open()
    expect(jobs.rows).to_have_count(2)
    expect(jobs.rows.filter(has_text="Archive")).to_contain_text("studio-nas")
    for label, option, wanted, other in [("Status", "Running", "Archive", "From the field"),
                                         ("Collection", "From the field", "From the field", "Archive"),
                                         ("Agent", "studio-nas", "Archive", "From the field")]:
        jobs.open()
        window.page.get_by_label(label, exact=True).select_option(label=option)
        expect(jobs.rows).to_have_count(1)
        expect(jobs.rows).to_contain_text(wanted)
        window.page.reload()
        expect(jobs.rows).to_contain_text(wanted)
        expect(jobs.rows.filter(has_text=other)).to_have_count(0)


def test_collections_are_found(studio, browse, jobs_of_two):
    """By words of name and folder, and by agent."""
    window = browse(studio).sign_in()
    collections = Frame(window.page, studio.address).open("/collections")
    rows = window.page.locator("tbody tr")
    expect(rows).to_have_count(2)
    window.page.get_by_label("Agent", exact=True).select_option(label="studio-nas")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Archive")
    collections.open("/collections")
    window.page.wait_for_load_state("networkidle")
    window.page.keyboard.press("/")
    window.page.keyboard.type("FIELD")
    window.page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("From the field")
    window.page.get_by_role("link", name="Clear").click()
    expect(rows).to_have_count(2)


def test_a_collection_is_edited(studio, browse, jobs_of_two):
    """Name, folder and agent in one dialog; what is refused stands beside its field.

    proves: FR-400.10
    """
    window = browse(studio).sign_in()
    heir = studio.scripted_agent("second-nas")
    heir.heartbeat()
    waiting, _ = jobs_of_two
    page = Frame(window.page, studio.address).open(f"/collections/{waiting['collection_guid']}")
    window.page.get_by_role("button", name="Edit", exact=True).click()
    dialog = window.page.get_by_role("dialog", name="Edit collection")
    expect(dialog.get_by_label("Name")).to_have_value("From the field")
    dialog.get_by_label("Name").fill("Ashore")
    dialog.get_by_label("Folder").fill("no/full/path")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Folder")).to_be_focused()
    expect(dialog.get_by_label("Name")).to_have_value("Ashore")
    dialog.get_by_label("Folder").fill("/ashore")
    dialog.get_by_label("Agent").select_option(value=heir.guid)
    dialog.get_by_role("button", name="Save").click()
    expect(page.heading).to_have_text("Ashore")
    assert heir.claim()["guid"] == waiting["guid"]
    window.expect_refusal(400, "/collections/*/change")


def test_a_waiting_job_says_why(studio, browse, jobs_of_two):
    """Each agent with its reason."""
    window = browse(studio).sign_in()
    JobsPage(window.page, studio.address).open_job(jobs_of_two[0]["guid"])
    section = window.page.get_by_role("region", name="Why is it not running?")
    expect(section).to_contain_text("macbook-field")
    expect(section).to_contain_text("offline")
    expect(section).to_contain_text("bound to another agent")


def test_keys_lead_through_the_pages(studio, browse):
    """Two letters jump; the first stop of Tab skips to the content."""
    window = browse(studio).sign_in()
    page = Frame(window.page, studio.address).open("/collections")
    for keys, heading in [("gj", "Jobs"), ("gr", "Results"), ("gc", "Collections")]:
        # A page's modules are fetched after it has been shown.
        window.page.wait_for_load_state("networkidle")
        for key in keys:
            window.page.keyboard.press(key)
        expect(page.heading).to_have_text(heading)
    window.page.wait_for_load_state("networkidle")
    window.page.keyboard.press("?")
    keys = window.page.get_by_role("dialog", name="Keyboard")
    expect(keys).to_contain_text("To the search or the filters")
    window.page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    expect(page.heading).to_have_text("Collections")
    window.page.reload()
    window.page.keyboard.press("Tab")
    expect(window.page.get_by_role("link", name="Skip to content")).to_be_focused()


def test_the_drawer_of_narrow_screens(studio, browse):
    """The column folds away; bell and badge stay.

    proves: FR-600.1
    """
    window = browse(studio, viewport={"width": 390, "height": 844}).sign_in()
    page = Frame(window.page, studio.address).open("/jobs")
    expect(page.sidebar).to_be_hidden()
    expect(page.badge).to_be_in_viewport()
    expect(page.bell).to_be_in_viewport()
    page.open_drawer()
    page.sidebar.get_by_role("link", name="Results").click()
    expect(page.heading).to_have_text("Results")


def test_sign_out_and_back(studio, browse):
    """Signed out, no page opens; signed in again, the one that was asked for does."""
    window = browse(studio).sign_in()
    page = Frame(window.page, studio.address).open("/jobs?view=done")
    page.sign_out()
    page.open("/jobs?view=done")
    sign_in = SignInPage(window.page, studio.address)
    sign_in.sign_in(EMAIL, "not my password")
    expect(window.page.get_by_role("alert")).to_be_visible()
    expect(window.page.get_by_label("Email")).to_have_value(EMAIL)
    sign_in.sign_in(EMAIL, PASSWORD)
    window.page.wait_for_url("**/jobs?view=done")
    window.expect_refusal(401, "/sign-in")
