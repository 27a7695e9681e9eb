"""What holds on every page: accessible in both themes, well-formed, and of use without scripts."""

import re

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from pages.collections import NewCollectionPage
from pages.pipeline_editor import PipelineEditor
from pages.sign_in import SetupPage, SignInPage
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
    away, busy = studio.scripted_agent("away"), studio.scripted_agent("busy")
    waiting = studio.run(studio.collection("/elsewhere", away.guid, "Elsewhere"))
    running = studio.run(studio.collection("/in/the/middle", busy.guid, "In the middle"))
    busy.heartbeat()
    busy.progress(busy.claim(), 42, files_scanned=42_000, total_files=100_000, current_file="2019/DSC_0042.dng")
    failed = studio.wait_until_ended(studio.run(studio.collection("/forbidden", agent.guid, "Forbidden"))["guid"])
    pipeline = studio.api.post("/api/pipelines", {"template": "raw-dng"})["guid"]
    studio.api.put("/api/config/camera-mappings", {"AB3D": {"name": "Canon EOS R5", "serial_number": None}})
    connector = studio.api.post("/api/connectors", {
        "name": "Studio share", "type": "SMB", "configuration": {"server": "nas.local", "share": "photos"}})["guid"]
    remote = studio.api.post("/api/collections", {
        "name": "In the share", "type": "SMB", "location": "2026", "connector_guid": connector})["guid"]
    folder, one = f"/collections/{collection['guid']}", f"?agent={agent.guid}&dialog="
    return [
        "/", "/collections", "/collections/new", folder, folder + "?dialog=edit", "/collections?q=nowhere",
        folder + "?dialog=delete", "/jobs", "/jobs?view=done", f"/jobs/{job['guid']}", f"/jobs/{waiting['guid']}",
        f"/jobs/{waiting['guid']}?dialog=cancel", "/keys",
        f"/jobs/{running['guid']}", f"/jobs/{failed['guid']}", "/jobs?status=running", "/jobs?cursor=nonsense",
        "/pipelines", "/pipelines/new", "/pipelines/new?template=raw-only", f"/pipelines/{pipeline}", f"/pipelines/{pipeline}?dialog=delete",
        f"/pipelines/{pipeline}/edit",
        "/connectors", "/connectors/new", "/connectors/new?type=GCS", f"/connectors/{connector}",
        f"/connectors/{connector}?dialog=edit", f"/connectors/{connector}?dialog=delete", f"/collections/{remote}",
        f"/collections/{remote}?dialog=edit", f"/collections/new?connector={connector}",
        "/results", "/results?tool=photo_pairing", f"/results/{job['result_guid']}", "/agents", "/agents?dialog=add",
        "/agents" + one + "rename", f"/agents/{agent.guid}", "/agents" + one + "revoke", "/agents" + one + "delete", "/notifications", "/nowhere-at-all",
        "/settings/files", "/settings/cameras", "/settings/cameras?dialog=edit&entry=AB3D", "/settings/methods",
        "/settings/methods?dialog=add", "/settings/team", "/settings/team?dialog=add", "/settings/tokens",
        "/settings/tokens?dialog=add", "/settings/password", "/settings/about",
    ]


def forms(studio):
    """Pages that only a form leads to: what it shows when something in it is wrong."""
    def collection(page):
        NewCollectionPage(page, studio.address).open().create("Weddings", "studio-nas", "not/from/the/root")
        page.locator("[aria-invalid]").wait_for()

    def token(page):
        page.goto(studio.address + "/agents?dialog=add")
        page.get_by_label("Name").fill("studio-mac")
        page.get_by_role("button", name="Create token").click()
        page.get_by_text("Copy it now").wait_for()

    def sign_in(page):
        page.context.clear_cookies()
        SignInPage(page, studio.address).open().sign_in("ada@example.org", "not my password")
        page.get_by_role("alert").wait_for()

    def nodes(page):
        editor = PipelineEditor(page, studio.address).open_new()
        for kind in ("capture", "file", "process", "branching", "pairing", "termination"):
            editor.add(kind)
        editor.press("Save pipeline")
        page.locator(".stage [aria-invalid]").first.wait_for()

    def yaml(page):
        editor = PipelineEditor(page, studio.address).open_new()
        editor.press("YAML")
        editor.yaml.fill("nodes: [")
        editor.press("Nodes")
        page.locator("[aria-invalid]").wait_for()

    return [collection, token, nodes, yaml, sign_in]


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
    for fill in forms(shared_studio):
        fill(window.page)
        if found := violations(window.page):
            faults[fill.__name__] = found
    window.forgive_refusals()
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


def weight(fetch, path):
    """Bytes of a page with its style sheets, app.js, and the modules that its data attributes name, as they travel."""
    page = fetch(path).text()
    waiting = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js))"', page)
    folder = next(address for address in waiting if address.endswith("/app.js")).removesuffix("app.js")
    for names in re.findall(r'data-module="([^"]+)"', page):
        waiting += [f"{folder}{name}.js" for name in names.split()]
    sizes = {path: len(page.encode())}
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        asset = fetch(address)
        assert asset.headers["content-encoding"] == "gzip"
        sizes[address] = int(asset.headers["content-length"])
        text = asset.text()
        waiting += [folder + name for name in re.findall(r"(?:from|import) '\./([\w-]+\.js)'", text)]
    return sum(sizes.values())


def test_the_first_paint_is_small(shared_studio, browse, paths):
    """Page, styles and scripts are below 60 KB together, on every page."""
    window = browse(shared_studio).sign_in()
    sizes = {path: weight(lambda address: window.context.request.get(shared_studio.address + address), path)
             for path in paths}
    assert min(sizes.values()) > 10_000, "the styles at least must have been counted"
    assert {path: size for path, size in sizes.items() if size >= 60_000} == {}


def test_narrow_screens_do_not_scroll_sideways(shared_studio, browse, paths):
    window = browse(shared_studio, viewport={"width": 360, "height": 740}).sign_in()
    wide = {}
    for path in paths:
        window.page.goto(shared_studio.address + path)
        excess = window.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if excess > 0:
            wide[path] = excess
    window.forgive_refusals()
    assert not wide, wide


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
        setup.create("WRONG-CODE-0000", "Studio", "Ada", "ada@example.org", "a long enough password")
        expect(window.page.get_by_label("Set-up code")).to_have_attribute("aria-invalid", "true")
        expect(window.page.get_by_label("Team name")).to_have_value("Studio")
        assert violations(window.page) == []
        setup.create(studio.server.setup_code, "Studio", "Ada", "ada@example.org", "a long enough password")
        window.page.wait_for_url("**/collections*")
        window.page.goto(studio.address + "/setup")
        expect(window.page.get_by_label("Set-up code")).to_have_count(0)
        window.forgive_refusals()
    finally:
        studio.server.stop()
