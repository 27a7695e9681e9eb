"""States that no address leads to, held against WCAG 2.2 AA: what is open, what a message says, what is not there yet."""

import pytest
from pages.accessibility import violations
from pages.agents import AgentsPage
from pages.every_page import Address, settings
from pages.frame import Frame
from pages.jobs import JobsPage
from pages.pipelines import PipelinePage
from pages.settings import FileTypesPage, SettingsPage
from playwright.sync_api import expect

MEMBER, PASSWORD = "member@example.org", "a long first password"
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def seeded(shared_studio, tmp_path_factory):
    """A team with one thing of each kind, and a member; (the studio, the addresses of the things)."""
    studio = shared_studio
    studio.member(MEMBER, PASSWORD)
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    collection = studio.collection(tmp_path_factory.mktemp("photos"), agent.guid)
    done = studio.run(collection)["guid"]
    result = agent.deliver(agent.claim())
    failed = studio.run(collection)["guid"]
    agent.fail(agent.claim(), "permission_denied", "The folder may not be read.", error_detail="EACCES")
    waiting = studio.run(collection)["guid"]
    pipeline = studio.api.post("/api/pipelines", {"template": "raw-dng"})["guid"]
    connector = studio.api.post("/api/connectors", {
        "name": "Archive", "type": "S3", "configuration": {"bucket": "archive"}})["guid"]
    studio.api.put("/api/config/camera-mappings", {"AB3D": {"name": "Canon EOS R5", "serial_number": None}})
    return studio, {"agent": agent.guid, "collection": collection["guid"], "done": done, "failed": failed,
                    "waiting": waiting, "result": result, "pipeline": pipeline, "connector": connector}


@THEMES
def test_an_open_menu(seeded, browse, theme):
    """The actions of an agent, and the card of the reader."""
    studio, _ = seeded
    page = AgentsPage(browse(studio, color_scheme=theme).sign_in().page, studio.address).open("/agents")
    expect(page.open_menu("studio-nas").get_by_role("button", name="Pause")).to_be_visible()
    assert violations(page.page) == []
    page.page.keyboard.press("Escape")
    expect(page.page.locator("details.menu[open]")).to_have_count(0)
    page.open_user_card()
    expect(page.page.get_by_role("button", name="Sign out")).to_be_visible()
    assert violations(page.page) == []


@THEMES
def test_the_open_drawer_of_a_phone(seeded, browse, theme):
    studio, _ = seeded
    window = browse(studio, color_scheme=theme, viewport=PHONE, has_touch=True, is_mobile=True).sign_in()
    page = Frame(window.page, studio.address).open("/jobs")
    expect(page.sidebar).to_be_hidden()
    page.open_drawer()
    expect(page.sidebar).to_be_visible()
    assert violations(page.page) == []


@THEMES
def test_messages(seeded, browse, theme):
    """Good news of the last action, and bad."""
    studio, guids = seeded
    window = browse(studio, color_scheme=theme).sign_in()
    types = FileTypesPage(window.page, studio.address).open()
    types.go_back_to_the_defaults()
    expect(types.flash).to_be_visible()
    assert violations(window.page) == []
    jobs = JobsPage(window.page, studio.address).open_job(guids["done"])
    send = """path => { const form = document.getElementById('job-actions'); form.action = path; form.submit(); }"""
    with jobs.posting():
        jobs.page.evaluate(send, f"/jobs/{guids['done']}/cancel")
    expect(jobs.flash).to_contain_text("has ended already")
    assert violations(window.page) == []


@THEMES
def test_a_page_whose_server_is_gone(studio, browse, theme):
    """The word that live updates are away, and the badge that says so too."""
    window = browse(studio, color_scheme=theme).sign_in()
    page = Frame(window.page, studio.address).open("/jobs")
    page.expect_badge("Offline", "offline")
    window.tolerate_lost_connection()
    studio.kill_server()
    expect(page.live_state).to_be_visible()
    page.expect_badge("unknown", "unknown")
    assert violations(window.page) == []


EMPTY = [
    Address("/collections", "Collections"), Address("/collections/new", "New collection"), Address("/jobs", "Jobs"),
    Address("/jobs?view=done", "Jobs"), Address("/results", "Results"), Address("/pipelines", "Pipelines"),
    Address("/connectors", "Connectors"), Address("/agents", "Agents"), Address("/notifications", "Notifications"),
    Address("/settings/tokens", "API tokens"), Address("/settings/cameras", "Cameras"),
    Address("/settings/methods", "Processing methods"),
]


def test_an_empty_installation(studio, browse):
    """The first day: each list says what to do next, in both themes; the start leads to the collections."""
    for name in ("camera-mappings", "processing-methods"):
        studio.api.put(f"/api/config/{name}", {})
    for token in studio.api.items("/api/tokens"):
        # The last one is the one that this is done with.
        studio.api.call("DELETE", f"/api/tokens/{token['guid']}")
    for theme in ("light", "dark"):
        window = browse(studio, color_scheme=theme).sign_in()
        expect(window.page).to_have_url(f"{studio.address}/collections")
        faults = {}
        for one in EMPTY:
            one.visit(window.frame())
            expect(window.page.locator(".empty:visible").get_by_role("heading"), one.path).to_have_count(1)
            if found := violations(window.page):
                faults[one.path] = found
        assert not faults, (theme, faults)


def for_members(guids):
    """All that a member may open, and some that they may not."""
    return [
        Address("/", "Dashboard"), Address("/collections", "Collections"), Address("/collections/new", "New collection"),
        Address(f"/collections/{guids['collection']}", "Weddings"), Address("/jobs", "Jobs"),
        Address(f"/jobs/{guids['failed']}", "PhotoStats on Weddings"),
        Address(f"/jobs/{guids['waiting']}?dialog=cancel", "PhotoStats on Weddings"),
        Address("/results", "Results"), Address(f"/results/{guids['result']}", "PhotoStats of Weddings"),
        Address("/pipelines", "Pipelines"), Address(f"/pipelines/{guids['pipeline']}", "Raw + DNG"),
        Address("/connectors", "Connectors"), Address(f"/connectors/{guids['connector']}", "Archive"),
        Address("/agents", "Agents"), Address(f"/agents/{guids['agent']}", "studio-nas"),
        Address("/notifications", "Notifications"), *(one for one in settings() if "dialog=" not in one.path),
        Address("/agents?dialog=add", "Not allowed", 403), Address("/pipelines/new", "Not allowed", 403),
    ]


def test_pages_of_a_member(seeded, browse):
    """Who is no administrator sees the same pages with fewer buttons."""
    studio, guids = seeded
    window = browse(studio).sign_in(MEMBER, PASSWORD)
    window.expect_refusal(403, "/agents")
    window.expect_refusal(403, "/pipelines/new")
    faults = {}
    for one in for_members(guids):
        one.visit(window.frame())
        if found := violations(window.page):
            faults[one.path] = found
    assert not faults, faults
    Frame(window.page, studio.address).open("/agents")
    expect(window.page.get_by_label("Actions for studio-nas")).to_have_count(0)


def questions(window, studio, guids):
    """Each dialog as its button opens it over the page, named."""
    page, address = window.page, studio.address

    def by_button(path, button):
        Frame(page, address).open(path)
        page.get_by_role("button", name=button, exact=True).first.click()

    agents = AgentsPage(page, address)
    for action in ("Rename", "Revoke", "Delete"):
        agents.open("/agents").choose("studio-nas", action)
        yield f"{action} agent"
    agents.open("/agents").create_token("attic")
    yield "token"
    for path, button in [
        ("/agents", "Add an agent"), (f"/collections/{guids['collection']}", "Edit"),
        (f"/collections/{guids['collection']}", "Delete"), (f"/jobs/{guids['waiting']}", "Cancel job"),
        (f"/connectors/{guids['connector']}", "Edit"), (f"/connectors/{guids['connector']}", "Delete"),
        ("/settings/cameras", "Add a camera"), ("/settings/cameras", "Edit AB3D"), ("/settings/cameras", "Delete AB3D"),
        ("/settings/team", "Add a person"), ("/settings/team", "Change Max"), ("/settings/team", "Remove Max"),
        ("/settings/tokens", "Create a token"),
    ]:
        by_button(path, button)
        yield f"{button} on {path}"
    PipelinePage(page, address).open(guids["pipeline"]).page.get_by_role("button", name="Delete").click()
    yield "delete pipeline"
    Frame(page, address).open("/jobs").page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    yield "keys"
    SettingsPage(page, address).open("/settings/tokens").ask("Create a token", name="Script").answer("Create token")
    yield "API token"


@THEMES
def test_open_dialogs(seeded, browse, theme):
    """Opened by their buttons, in front of a page that is out of reach meanwhile; the focus is inside."""
    studio, guids = seeded
    window = browse(studio, color_scheme=theme).sign_in()
    faults = {}
    for name in questions(window, studio, guids):
        dialog = window.page.locator("dialog:modal")
        expect(dialog).to_be_visible()
        assert dialog.evaluate("element => element.contains(document.activeElement)"), name
        if found := violations(window.page):
            faults[name] = found
    assert not faults, faults
