"""Every field that people and agents fill in, with what would like to be markup: it is only ever text."""

import base64

import pytest
from pages.agents import AgentsPage
from pages.frame import Frame
from pages.jobs import JobsPage
from pages.markup import MARKUP, WORD, expect_nothing_ran, expect_text_only
from pages.settings import SettingsPage
from playwright.sync_api import expect
from studio import Studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """A server whose team and administrator have such names."""
    made = Studio(tmp_path_factory.mktemp("studio"), team=MARKUP, person=MARKUP).open()
    yield made
    made.close()


@pytest.fixture
def window(studio, browse):
    return browse(studio).sign_in()


def test_of_teams_and_persons(studio, window):
    """On the card of the reader, in the list, in the questions about a person, and in the message on a new one."""
    frame = Frame(window.page, studio.address).open("/settings/team")
    frame.open_user_card()
    expect(window.page.locator("header .user-card").get_by_text(MARKUP).first).to_be_visible()
    expect(window.page.get_by_role("main").get_by_text(f"Everybody here sees all of {MARKUP}")).to_be_visible()
    settings = SettingsPage(window.page, studio.address).open("/settings/team")
    settings.ask("Add a person", name=MARKUP, email="max@example.org", first_password="a long first password").answer("Add")
    expect(settings.flash).to_be_visible()
    expect_nothing_ran(window.page, "a new person")
    max_ = next(one for one in studio.api.items("/api/users") if one["email"] == "max@example.org")
    assert max_["name"] == MARKUP
    for question in ("change", "remove"):
        expect_text_only(window, f"/settings/team?person={max_['guid']}&dialog={question}", MARKUP)
    for path in ("/", "/collections", "/jobs", "/settings/about", "/nowhere"):
        window.expect_refusal(404, "/nowhere")
        expect_text_only(window, path)


def test_of_connectors(studio, window):
    """Name and fields, in lists and questions, on a collection and an agent; and what an agent says of its credentials."""
    name_alone = "\"'><img>&amp;"
    connector = studio.api.post("/api/connectors", {"name": MARKUP, "type": "S3", "configuration": {
        "bucket": "archive", "region": name_alone}})["guid"]
    agent = studio.scripted_agent("holder")
    agent.heartbeat()
    assert agent.report(connector, message=MARKUP).status == 200
    expect_text_only(window, f"/connectors/{connector}", MARKUP)
    assert agent.report(connector, works=False, message=f"Refused: {MARKUP}").code == "test_failed"
    expect_text_only(window, f"/connectors/{connector}", f"Refused: {MARKUP}")
    collection = studio.api.post("/api/collections", {
        "name": MARKUP, "type": "S3", "location": WORD.strip("/"), "connector_guid": connector})["guid"]
    one = f"/connectors/{connector}"
    for path in ("/connectors", one, one + "?dialog=edit", one + "?dialog=delete", f"/collections/{collection}",
                 f"/collections/{collection}?dialog=edit", f"/collections/{collection}?dialog=delete",
                 f"/collections/new?connector={connector}", f"/agents/{agent.guid}", "/collections", "/"):
        expect_text_only(window, path, MARKUP)
    expect_text_only(window, one, name_alone)


def test_of_cameras_and_methods(studio, window):
    """Names, serial numbers and meanings; typed, shown, and asked about."""
    settings = SettingsPage(window.page, studio.address).open("/settings/cameras")
    settings.ask("Add a camera", id="XX00", name=MARKUP, serial_number=MARKUP).answer("Add")
    expect(settings.row("XX00").get_by_text(MARKUP)).to_have_count(2)
    expect_nothing_ran(window.page, "cameras")
    settings.ask("Edit XX00")
    expect(settings.dialog.get_by_label("Serial number")).to_have_value(MARKUP)
    settings.open("/settings/methods").ask("Add a method", method="XSS", meaning=MARKUP).answer("Add")
    expect(settings.row("XSS")).to_contain_text(MARKUP)
    for path in ("/settings/cameras?dialog=edit&entry=XX00", "/settings/cameras?dialog=delete&entry=XX00",
                 "/settings/methods?dialog=edit&entry=XSS", "/settings/methods?dialog=delete&entry=XSS"):
        expect_text_only(window, path)
    for part in ("cameras", "methods"):
        expect_text_only(window, f"/settings/{part}?dialog=delete&entry=%3Cimg%20src%3Dx%20onerror%3Dhacked%3D1%3E")


def test_of_tokens(studio, window):
    """API tokens and registration tokens: made, listed, asked about, withdrawn."""
    settings = SettingsPage(window.page, studio.address).open("/settings/tokens")
    settings.ask("Create a token", name=MARKUP).answer("Create token")
    expect_nothing_ran(window.page, "a new API token")
    expect_text_only(window, "/settings/tokens", MARKUP)
    guid = next(one["guid"] for one in studio.api.items("/api/tokens") if one["name"] == MARKUP)
    expect_text_only(window, f"/settings/tokens?token={guid}&dialog=delete", MARKUP)
    agents = AgentsPage(window.page, studio.address).open("/agents")
    agents.create_token(MARKUP)
    expect_nothing_ran(window.page, "a new registration token")
    agents.close_dialog()
    expect(agents.token(MARKUP)).to_be_visible()
    expect_text_only(window, "/agents", MARKUP)
    agents.withdraw(MARKUP)
    expect(agents.token(MARKUP)).to_have_count(0)


def test_of_what_an_agent_says_of_itself(studio, window):
    """Machine, system, folders, capabilities and its trouble, live and after a reload; and why it was revoked."""
    agents = AgentsPage(window.page, studio.address).open("/agents")
    agent = studio.scripted_agent("braggart", hostname=MARKUP, os_info=MARKUP, roots=["/" + MARKUP],
                                  capabilities=["local_filesystem", WORD, f"tool:{WORD}:{WORD}", f"source:{WORD}"])
    agent.heartbeat()
    expect(agents.row("braggart")).to_contain_text(MARKUP)
    expect(agents.row("braggart").get_by_role("list", name="Capabilities")).to_contain_text(WORD)
    expect_nothing_ran(window.page, "a new agent")
    own, about = f"/agents/{agent.guid}", f"/agents?agent={agent.guid}&dialog="
    for path in ("/agents", own, about + "delete", "/collections/new"):
        expect_text_only(window, path, MARKUP)
    collection = studio.collection("/photos", agent.guid, "Braggarts")["guid"]
    for path in (f"/collections/{collection}", f"/collections/{collection}?dialog=edit"):
        expect_text_only(window, path)
    assert agent.heartbeat(status="error", error_message=MARKUP).status == 200
    for path in ("/agents", own, "/"):
        expect_text_only(window, path, MARKUP)
    agents.open("/agents").revoke("braggart", f"Sold: {MARKUP}")
    expect(agents.row("braggart")).to_contain_text(f"Revoked: Sold: {MARKUP}")
    expect_text_only(window, own, f"Revoked: Sold: {MARKUP}")


def test_of_what_an_agent_says_of_a_job(studio, window, tmp_path):
    """Warnings with their files while it runs, and the error with its details, live and after a reload."""
    agent = studio.scripted_agent("worker")
    agent.heartbeat()
    job = studio.run(studio.collection(tmp_path, agent.guid, "Harbour"))
    assignment = agent.claim()
    agent.progress(assignment, 10, message=MARKUP, current_file=MARKUP)
    page = JobsPage(window.page, studio.address).open_live(job["guid"])
    page.mark()
    with agent.on_socket(assignment) as warn:
        warn(f"Odd: {MARKUP}", MARKUP)
        expect(page.warnings.get_by_text(f"Odd: {MARKUP}", exact=True)).to_be_visible(timeout=10_000)
    expect(page.warnings.get_by_text(MARKUP, exact=True)).to_be_visible()
    agent.fail(assignment, "permission_denied", f"Broken: {MARKUP}", error_detail=MARKUP)
    expect(page.error).to_contain_text(f"Broken: {MARKUP}")
    assert page.error.locator("pre").text_content() == MARKUP
    assert page.is_still_the_same_page
    expect_nothing_ran(window.page, "a failed job")
    expect_text_only(window, f"/jobs/{job['guid']}", f"Odd: {MARKUP}", f"Broken: {MARKUP}")
    for path in ("/jobs?view=done", "/notifications", "/"):
        expect_text_only(window, path, MARKUP)


def test_of_messages(studio, window):
    """What the last action did, with the name of the thing; and a message that somebody put into the browser by hand."""
    studio.scripted_agent("plain")
    agents = AgentsPage(window.page, studio.address).open("/agents")
    agents.rename("plain", MARKUP)
    expect(agents.flash).to_have_text(f"The agent is called {MARKUP} now.")
    expect_nothing_ran(window.page, "a message")
    for kind in (1, 2):
        value = base64.urlsafe_b64encode(bytes([kind]) + f"Forged {kind}: {MARKUP}".encode()).decode().rstrip("=")
        window.context.add_cookies([{"name": "safelight_flash", "value": value, "url": studio.address}])
        agents.open("/jobs")
        expect(agents.flash).to_have_text(f"Forged {kind}: {MARKUP}")
        expect_nothing_ran(window.page, "a forged message")
        expect(agents.open("/jobs").flash).to_have_count(0)
