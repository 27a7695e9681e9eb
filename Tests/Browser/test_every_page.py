"""What holds on every page: accessible in both themes, well-formed, and of use without scripts."""

import re

import html5lib
import pytest
from pages.accessibility import violations
from pages.collections import NewCollectionPage
from pages.every_page import Address, Installation
from pages.pipeline_editor import PipelineEditor
from pages.setup import SetupPage
from pages.sign_in import SignInPage
from playwright.sync_api import expect
from studio import Studio


@pytest.fixture(scope="module")
def pages(shared_studio, archive):
    """Every page, with something on it."""
    installation = Installation(shared_studio, archive)
    installation.name_a_camera()
    return installation.addresses()


def expect_error_pages(window, pages):
    for one in pages:
        if one.status != 200:
            window.expect_refusal(one.status, one.path.partition("?")[0])


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
        SignInPage(page, studio.address).complaint.wait_for()

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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(shared_studio, browse, pages, theme):
    """Each address shows its own page, and axe finds nothing there that breaks WCAG 2.2 AA."""
    window = browse(shared_studio, color_scheme=theme).sign_in()
    expect_error_pages(window, pages)
    faults = {}
    for one in pages:
        one.visit(window.frame())
        if found := violations(window.page):
            faults[one.path] = found
    assert not faults, faults


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_refused_forms_are_accessible(shared_studio, browse, pages, theme):
    """What a form shows when something in it is wrong."""
    window = browse(shared_studio, color_scheme=theme).sign_in()
    for status, path in [(400, "/collections"), (400, "/pipelines/new"), (401, "/sign-in")]:
        window.expect_refusal(status, path)
    faults = {}
    for fill in forms(shared_studio):
        fill(window.page)
        if found := violations(window.page):
            faults[fill.__name__] = found
    assert not faults, faults


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sign_in_is_accessible(shared_studio, browse, theme):
    window = browse(shared_studio, color_scheme=theme)
    window.page.goto(shared_studio.address + "/sign-in")
    assert violations(window.page) == []


def test_well_formed(shared_studio, browse, pages):
    """A strict parser of HTML has nothing to complain about."""
    window = browse(shared_studio).sign_in()
    faults = {}
    for one in [*pages, Address("/sign-in", "Sign in")]:
        try:
            html5lib.HTMLParser(strict=True).parse(one.fetch(window).text())
        except html5lib.html5parser.ParseError as error:
            faults[one.path] = str(error)
    assert not faults, faults


def test_nothing_runs_in_a_page_that_is_not_ours(shared_studio, browse, pages):
    """The policy forbids scripts and styles inline; pages and reports are small, and nothing is sniffed."""
    window = browse(shared_studio).sign_in()
    for one in pages:
        headers = one.fetch(window).headers
        policy = headers["content-security-policy"]
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy, one.path
        assert headers["x-content-type-options"] == "nosniff", one.path


def weight(window, one):
    """Bytes of a page with its style sheets, app.js, and the modules that its data attributes name, as they travel."""
    page = one.fetch(window).text()
    waiting = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js))"', page)
    folder = next(address for address in waiting if address.endswith("/app.js")).removesuffix("app.js")
    for names in re.findall(r'data-module="([^"]+)"', page):
        waiting += [f"{folder}{name}.js" for name in names.split()]
    sizes = {one.path: len(page.encode())}
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        asset = Address(address, "").fetch(window)
        assert asset.headers["content-encoding"] == "gzip"
        sizes[address] = int(asset.headers["content-length"])
        text = asset.text()
        waiting += [folder + name for name in re.findall(r"(?:from|import) '\./([\w-]+\.js)'", text)]
    return sum(sizes.values())


def test_the_first_paint_is_small(shared_studio, browse, pages):
    """Page, styles and scripts are below 60 KB together, on every page."""
    window = browse(shared_studio).sign_in()
    sizes = {one.path: weight(window, one) for one in pages}
    assert min(sizes.values()) > 10_000, "the styles at least must have been counted"
    assert {path: size for path, size in sizes.items() if size >= 60_000} == {}


def test_narrow_screens_do_not_scroll_sideways(shared_studio, browse, pages):
    window = browse(shared_studio, viewport={"width": 360, "height": 740}).sign_in()
    wide = {}
    expect_error_pages(window, pages)
    for one in pages:
        one.visit(window.frame())
        excess = window.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if excess > 0:
            wide[one.path] = excess
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
        expect(setup.code).to_have_attribute("aria-invalid", "true")
        expect(setup.team).to_have_value("Studio")
        assert violations(window.page) == []
        setup.create(studio.server.setup_code, "Studio", "Ada", "ada@example.org", "a long enough password")
        window.page.wait_for_url("**/collections*")
        window.page.goto(studio.address + "/setup")
        expect(setup.code).to_have_count(0)
        window.expect_refusal(403, "/setup")
    finally:
        studio.server.stop()
