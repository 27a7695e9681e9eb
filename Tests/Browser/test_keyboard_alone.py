"""The main job with the keyboard alone: every step is reached by Tab or by a jump, and where one is can always be seen."""

from pages.jobs import JobsPage
from pages.pipeline_editor import PipelineEditor
from pages.sign_in import SignInPage
from playwright.sync_api import expect
from studio import EMAIL, PASSWORD

# More stops than any page has before what is looked for.
STOPS = 80
IS_FOCUSED = "element => element === document.activeElement"
RING = "element => { const style = getComputedStyle(element); return style.outlineStyle + ' ' + style.outlineWidth; }"


class Keyboard:
    """Presses keys on a page, and nothing else."""

    def __init__(self, page):
        self.page = page

    def jump(self, keys):
        """Two letters, once the page listens to them."""
        self.page.wait_for_load_state("networkidle")
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, wanted):
        """Tabs until something has the focus, and sees that it shows."""
        wanted = wanted.first
        wanted.wait_for()
        for _ in range(STOPS):
            if wanted.evaluate(IS_FOCUSED):
                assert wanted.evaluate(RING) == "solid 2px"
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {wanted}")

    def write(self, label, text):
        self.tab_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def press(self, key):
        self.page.keyboard.press(key)


def test_from_sign_in_to_the_result(studio, browse, tmp_path):
    """Signs in, creates a collection, runs a tool, follows the job to its result, and signs out."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    window = browse(studio)
    page = window.page
    keys = Keyboard(page)
    SignInPage(page, studio.address).open()
    keys.write("Email", EMAIL)
    keys.write("Password", PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/collections")

    keys.tab_to(page.locator("a[href$='/collections/new']")).press("Enter")
    page.wait_for_url("**/collections/new")
    keys.write("Name", "By keys")
    keys.write("Agent", "studio")
    keys.write("Folder", str(tmp_path))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("By keys")

    keys.tab_to(page.get_by_role("button", name="Run", exact=True)).press("Enter")
    page.wait_for_url("**/jobs/*")
    agent.complete(agent.claim())
    keys.tab_to(JobsPage(page, studio.address).result_link).press("Enter")
    page.wait_for_url("**/results/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("PhotoStats of By keys")

    keys.jump("gj")
    page.wait_for_url("**/jobs")
    keys.tab_to(page.locator("header .user-card summary")).press("Enter")
    keys.tab_to(page.get_by_role("button", name="Sign out")).press("Enter")
    page.wait_for_url("**/sign-in*")


def test_a_pipeline_is_changed(studio, browse):
    """Opens the editor, adds a node behind the others, leads to it, and saves."""
    made = studio.api.post("/api/pipelines", {"template": "raw-only"})
    window = browse(studio).sign_in()
    page, keys = window.page, Keyboard(window.page)
    editor = PipelineEditor(page, studio.address).open(f"/pipelines/{made['guid']}")
    keys.tab_to(page.get_by_role("link", name="Edit")).press("Enter")
    keys.tab_to(page.get_by_label("Kind of node"))
    page.keyboard.type("file")
    keys.tab_to(page.get_by_role("button", name="Add node")).press("Enter")
    expect(editor.field(5, "Id")).to_be_focused()
    keys.tab_to(editor.field(5, "Extension"))
    page.keyboard.type(".jpg")
    keys.tab_to(editor.field(5, "Optional")).press("Space")
    while not editor.output(2, 3).evaluate(IS_FOCUSED):
        page.keyboard.press("Shift+Tab")
    page.keyboard.type("file")
    expect(editor.drawing.locator(".node")).to_have_count(5)
    keys.tab_to(page.get_by_role("button", name="Save pipeline")).press("Enter")
    expect(page.get_by_text("Raw only was saved.")).to_be_visible()
    nodes = studio.api.get(f"/api/pipelines/{made['guid']}")["nodes"]
    assert nodes[1]["output"] == ["sidecar", "archive", "file"]
    assert nodes[4] == {"id": "file", "name": "file", "type": "file", "extension": ".jpg", "optional": True, "output": []}
