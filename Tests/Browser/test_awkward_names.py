"""Names that would like to be markup: whoever chose them, they are only ever text."""

import pytest
from pages.agents import AgentsPage
from pages.collections import CollectionPage, NewCollectionPage
from pages.frame import Frame
from pages.jobs import JobsPage
from pages.markup import MARKUP, RIGHT_TO_LEFT, expect_nothing_ran, expect_text_only
from pages.result import ResultPage
from playwright.sync_api import expect
from scripted_agent import RESULTS, report_of


@pytest.fixture
def window(studio, browse):
    return browse(studio).sign_in()


@pytest.mark.parametrize("name", [MARKUP, RIGHT_TO_LEFT], ids=["markup", "right-to-left"])
def test_names_are_text(studio, window, tmp_path, name):
    """Of agents, collections, folders, files, and in an agent's own errors, live and after a reload."""
    agent = studio.scripted_agent(name)
    agent.heartbeat()
    collection = studio.collection(f"{tmp_path}/{name}", agent.guid, name)
    running = studio.run(collection)
    assignment = agent.claim()
    jobs = JobsPage(window.page, studio.address).open()
    agent.progress(assignment, 40, current_file=name)
    expect(window.page.locator("[data-file]")).to_have_text(name)
    agent.fail(assignment, "permission_denied", f"{name} may not be read")
    expect(jobs.status("Failed")).to_be_visible()
    studio.run(collection)
    assignment = agent.claim()
    report = report_of(2000)
    upload = agent.complete(assignment, {**RESULTS, "file_counts": {".dng": 3}}, report=report).json
    agent.send_chunk(upload, report, 0)
    result = agent.finalize(upload).json["result_guid"]
    pipeline = studio.api.post("/api/pipelines", {"name": name, "nodes": [
        {"id": name, "name": name, "type": "capture", "output": ["end"]},
        {"id": "end", "type": "termination", "termination_type": name}]})["guid"]
    about = f"?agent={agent.guid}&dialog="
    folder = f"/collections/{collection['guid']}"
    paths = ["/collections", "/collections/new", folder, folder + "?dialog=edit", folder + "?dialog=delete",
             "/collections?q=%3Ci%3E%22", "/jobs", "/jobs?view=done", f"/jobs/{running['guid']}", "/results",
             f"/results/{result}", "/agents", "/agents" + about + "rename", "/agents" + about + "revoke",
             "/agents" + about + "delete", "/notifications", "/pipelines", f"/pipelines/{pipeline}",
             f"/pipelines/{pipeline}/edit"]
    for path in paths:
        expect_text_only(window, path)
    expect(ResultPage(window.page, studio.address).open(f"/results/{result}").heading).to_contain_text(name)


def test_typed_names_are_text(studio, window, tmp_path):
    """What a person types comes back as it was typed: in a heading, in messages, beside a fault, and in a command line."""
    studio.scripted_agent("studio-nas").heartbeat()
    form = NewCollectionPage(window.page, studio.address).open()
    form.create(MARKUP, "studio-nas", "not/from/the/root")
    field = window.page.get_by_label("Folder", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("not/from/the/root")
    expect(window.page.get_by_label("Name", exact=True)).to_have_value(MARKUP)
    field.fill(str(tmp_path))
    window.page.get_by_role("button", name="Create collection").click()
    expect(CollectionPage(window.page, studio.address).heading).to_have_text(MARKUP)
    agents = AgentsPage(window.page, studio.address).open("/agents")
    agents.create_token("it's <b>mine</b>")
    expect(agents.dialog.get_by_text("--name 'it'\\''s <b>mine</b>'").first).to_be_visible()
    agents.dialog.get_by_text("Windows (PowerShell)").click()
    expect(agents.dialog.get_by_text("--name 'it''s <b>mine</b>'")).to_be_visible()
    agents.close_dialog()
    expect(window.page.get_by_text("it's <b>mine</b>", exact=True)).to_be_visible()
    expect_nothing_ran(window.page, "agents")
    window.expect_refusal(400, "/collections")


def test_an_address_cannot_lead_elsewhere(studio, browse):
    """The page to go to after sign-in is one of ours, whatever the link said."""
    for target in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"):
        window = browse(studio)
        window.page.goto(f"{studio.address}/sign-in?next={target}")
        window.page.get_by_label("Email").fill("ada@example.org")
        window.page.get_by_label("Password").fill("a long enough password")
        window.page.get_by_role("button", name="Sign in").click()
        expect(Frame(window.page, studio.address).heading).to_have_text("Collections")
        assert window.page.url.startswith(studio.address + "/collections")
