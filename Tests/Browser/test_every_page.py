"""What holds on every page: accessible in both themes, well-formed, and of use without scripts."""

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from pages.collections import CollectionPage, NewCollectionPage
from pages.sign_in import SetupPage
from playwright.sync_api import expect
from studio import Studio

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
         "resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def paths(shared_studio, archive):
    """Every page, with something on it."""
    studio = shared_studio
    agent = studio.agent(archive).start()
    studio.wait_until_online()
    collection = studio.collection(archive, agent.guid)
    job = studio.wait_until_ended(studio.run(collection)["guid"])
    waiting = studio.run(studio.collection("/elsewhere", studio.scripted_agent("away").guid, "Elsewhere"))
    folder, one = f"/collections/{collection['guid']}", f"?agent={agent.guid}&dialog="
    return [
        "/collections", "/collections/new", folder, folder + "?dialog=rename", folder + "?dialog=move",
        folder + "?dialog=delete", "/jobs", "/jobs?view=done", f"/jobs/{job['guid']}", f"/jobs/{waiting['guid']}",
        "/results", f"/results/{job['result_guid']}", "/agents", "/agents?dialog=add", "/agents" + one + "rename",
        "/agents" + one + "revoke", "/agents" + one + "delete", "/notifications", "/nowhere-at-all",
    ]


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(shared_studio, browse, paths, theme):
    """axe finds nothing that breaks WCAG 2.2 AA."""
    window = browse(shared_studio, color_scheme=theme).sign_in()
    faults = {}
    for path in paths:
        window.page.goto(shared_studio.address + path)
        if found := violations(window.page):
            faults[path] = found
    window.faults[:] = [fault for fault in window.faults if "404" not in fault]
    assert not faults, faults


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sign_in_is_accessible(shared_studio, browse, theme):
    window = browse(shared_studio, color_scheme=theme)
    window.page.goto(shared_studio.address + "/sign-in")
    assert violations(window.page) == []


def test_well_formed(shared_studio, browse, paths):
    """A strict parser of HTML has nothing to complain about."""
    window = browse(shared_studio).sign_in()
    faults = {}
    for path in [*paths, "/sign-in"]:
        answer = window.context.request.get(shared_studio.address + path)
        try:
            html5lib.HTMLParser(strict=True).parse(answer.text())
        except html5lib.html5parser.ParseError as error:
            faults[path] = str(error)
    assert not faults, faults


def test_nothing_runs_in_a_page_that_is_not_ours(shared_studio, browse, paths):
    """The policy forbids scripts and styles inline; pages and reports are small, and nothing is sniffed."""
    window = browse(shared_studio).sign_in()
    for path in paths:
        headers = window.context.request.get(shared_studio.address + path).headers
        policy = headers["content-security-policy"]
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy, path
        assert headers["x-content-type-options"] == "nosniff", path


def test_narrow_screens_do_not_scroll_sideways(shared_studio, browse, paths):
    window = browse(shared_studio, viewport={"width": 360, "height": 740}).sign_in()
    wide = {}
    for path in paths:
        window.page.goto(shared_studio.address + path)
        excess = window.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if excess > 0:
            wide[path] = excess
    window.faults[:] = [fault for fault in window.faults if "404" not in fault]
    assert not wide, wide


def test_without_scripts(studio, browse, archive):
    """Signs in, creates a collection and starts a run by plain forms."""
    agent = studio.agent(archive).start()
    studio.wait_until_online()
    window = browse(studio, java_script_enabled=False).sign_in()
    NewCollectionPage(window.page, studio.address).open().create("By hand", "studio-nas", archive)
    collection = CollectionPage(window.page, studio.address)
    expect(collection.heading).to_have_text("By hand")
    collection.run()
    job = studio.api.items("/api/jobs")[0]
    assert studio.wait_until_ended(job["guid"])["status"] == "completed"
    window.page.goto(f"{studio.address}/jobs?view=done")
    expect(window.page.get_by_role("link", name="Result", exact=True)).to_be_visible()
    agent.stop()


def test_set_up_by_the_printed_code(tmp_path, browse):
    """The first start, once and never again."""
    studio = Studio(tmp_path)
    studio.server.start()
    try:
        window = browse(studio)
        setup = SetupPage(window.page, studio.address).open()
        assert violations(window.page) == []
        html5lib.HTMLParser(strict=True).parse(window.context.request.get(studio.address + "/setup").text())
        assert studio.server.setup_code, studio.server.program.lines
        setup.create(studio.server.setup_code, "Studio", "Ada", "ada@example.org", "a long enough password")
        window.page.wait_for_url("**/collections*")
        window.page.goto(studio.address + "/setup")
        expect(window.page.get_by_label("Set-up code")).to_have_count(0)
        window.faults[:] = [fault for fault in window.faults if "40" not in fault]
    finally:
        studio.server.stop()
