"""Pipelines made and changed in the browser: with the check beside what is typed, and without scripts."""

import re

import pytest
from pages.pipeline_editor import PipelineEditor
from playwright.sync_api import expect

YAML = """nodes:
  - {id: camera, type: capture, output: [raw]}
  - {id: raw, type: file, extension: .cr3, output: [archive]}
  - {id: archive, type: termination, termination_type: Archive}
"""


@pytest.fixture
def window(studio, browse):
    return browse(studio).sign_in()


@pytest.fixture
def editor(studio, window):
    return PipelineEditor(window.page, studio.address)


def build(editor):
    """A pipeline from nothing: three nodes, one leading to the next."""
    editor.name.fill("By hand")
    for kind in ("capture", "file", "termination"):
        editor.add(kind)
    editor.output(1, 1).fill("file")
    editor.field(2, "Extension").fill(".dng")
    editor.output(2, 1).fill("termination")
    editor.field(3, "Ends as").fill("Archive")


def test_a_pipeline_is_built_while_the_check_looks_on(studio, window, editor):
    """From nothing to a saved pipeline; broken and mended on the way, without a reload."""
    editor.open_new()
    expect(editor.state).to_contain_text("Add the first node")
    build(editor)
    expect(editor.state).to_have_text("Everything is sound")
    expect(editor.drawing).to_be_visible()
    editor.mark()
    editor.output(2, 1).fill("nowhere")
    expect(editor.state).to_contain_text("error")
    expect(editor.check).to_contain_text("which is no node")
    expect(editor.output(2, 1)).to_be_focused()
    editor.output(2, 1).fill("termination")
    expect(editor.state).to_have_text("Everything is sound")
    editor.field(2, "Extension").fill("")
    editor.page.keyboard.press("Enter")
    expect(editor.check).to_contain_text("has no extension")
    assert editor.is_still_the_same_page
    editor.press("Save pipeline")
    window.expect_refusal(400, "/pipelines/new")
    extension = editor.field(2, "Extension")
    expect(extension).to_have_attribute("aria-invalid", "true")
    expect(extension).to_be_focused()
    expect(editor.node(2)).to_contain_text("has no extension")
    extension.fill("DNG")
    expect(extension).not_to_have_attribute("aria-invalid", "true")
    expect(editor.state).to_have_text("Everything is sound")
    editor.press("Save pipeline")
    expect(editor.heading).to_have_text("By hand")
    kept = studio.api.get("/api/pipelines")["items"][0]
    assert [(node["id"], node["output"]) for node in kept["nodes"]] == [
        ("capture", ["file"]), ("file", ["termination"]), ("termination", [])]
    editor.page.get_by_role("link", name="Edit").click()
    expect(editor.field(2, "Extension")).to_have_value(".dng")


def test_a_new_id_is_followed_by_what_leads_to_it(editor):
    """Renaming a node takes its inputs along, and a filled output is followed by an empty one."""
    editor.open_new("raw-only")
    editor.field(2, "Id").fill("original")
    editor.field(2, "Name").focus()
    expect(editor.output(1, 1)).to_have_value("original")
    expect(editor.state).to_have_text("Everything is sound")
    expect(editor.page.locator("#ids option[value=original]")).to_have_count(1)
    expect(editor.page.locator("#ids option[value=camera], #ids option[value=raw]")).to_have_count(0)
    editor.output(1, 2).fill("sidecar")
    expect(editor.output(1, 3)).to_have_value("")
    expect(editor.drawing.locator(".node")).to_have_count(4)
    editor.output(1, 3).press("Tab")
    expect(editor.page.get_by_role("button", name="Move node 2 up")).to_be_focused()


def test_only_the_last_typing_is_answered_and_the_view_stays(editor):
    """What is scrolled, open and focused in the check stays so; an earlier request is given up."""
    editor.open_new("hdr-pairing")
    editor.check.get_by_text("The same in words").click()
    expect(editor.check.locator("details li").first).to_be_visible()
    aside = editor.page.locator(".editor aside")
    aside.evaluate("element => element.scrollTo(0, 120)")
    editor.page.evaluate("() => scrollTo(0, 500)")
    name = editor.field(4, "Name")
    name.focus()
    name.press("End")
    before = editor.page.evaluate("() => scrollY")
    name.press_sequentially("!?", delay=20)
    expect(editor.drawing).to_contain_text("First of a bracket?!?")
    expect(editor.check.locator("details li").first).to_be_visible()
    assert aside.evaluate("element => element.scrollTop") == 120
    assert editor.page.evaluate("() => scrollY") == before
    expect(name).to_be_focused()


def test_a_check_that_fails_is_seen(window, editor):
    """The connection away, then back: first said, then mended by itself."""
    editor.open_new("raw-only")
    editor.page.clock.install()
    editor.page.route("**/pipelines/new", lambda route: route.abort())
    window.expect_break("ERR_FAILED", "/pipelines/new")
    editor.field(2, "Extension").fill("")
    editor.page.clock.run_for(500)
    expect(editor.state).to_contain_text("The check does not get through")
    editor.page.unroute("**/pipelines/new")
    editor.page.clock.run_for(6000)
    expect(editor.check).to_contain_text("has no extension")
    editor.page.context.clear_cookies()
    window.expect_refusal(401, "/pipelines/new")
    editor.field(2, "Extension").fill(".dng")
    editor.page.clock.run_for(500)
    expect(editor.state).to_contain_text("You are signed out")
    expect(editor.field(2, "Extension")).to_have_value(".dng")


def test_yaml_is_typed_read_and_taken_back(studio, editor, tmp_path):
    """Text with an error and its place, a file, and over to the nodes and back."""
    editor.open_new()
    editor.name.fill("From a file")
    editor.press("YAML")
    editor.yaml.fill(YAML.replace("file,", "fiel,"))
    expect(editor.check).to_contain_text("Line 3, column 15: node \"raw\": type \"fiel\" is no type of node")
    editor.press("Nodes")
    expect(editor.yaml).to_have_attribute("aria-invalid", "true")
    file = tmp_path / "pipeline.yaml"
    file.write_text(YAML, encoding="utf-8")
    editor.page.get_by_label("Read a file").set_input_files(file)
    expect(editor.yaml).to_have_value(YAML)
    expect(editor.state).to_have_text("Everything is sound")
    editor.press("Nodes")
    expect(editor.cards).to_have_count(3)
    editor.press("Remove node 2")
    expect(editor.cards).to_have_count(2)
    expect(editor.page.get_by_role("button", name="Remove node 2")).to_be_focused()
    editor.press("Move node 1 down")
    expect(editor.page.get_by_role("button", name="Move node 2 up")).to_be_focused()
    editor.press("Move node 2 up")
    expect(editor.page.get_by_role("button", name="Move node 1 down")).to_be_focused()
    editor.output(1, 1).fill("archive")
    editor.press("YAML")
    expect(editor.yaml).to_have_value(re.compile(r"^nodes:\n.*id: camera\n.*output:\n +- archive\n", re.DOTALL))
    editor.press("Save pipeline")
    expect(editor.heading).to_have_text("From a file")
    assert len(studio.api.get("/api/pipelines")["items"][0]["nodes"]) == 2


def test_what_is_too_large_is_said_in_place(window, editor, tmp_path):
    """A file, and a text, beyond 1 MB."""
    editor.open_new()
    editor.press("YAML")
    file = tmp_path / "large.yaml"
    file.write_text("#" * 1_100_000, encoding="utf-8")
    editor.page.get_by_label("Read a file").set_input_files(file)
    expect(editor.page.get_by_text("large.yaml is larger than 1 MB")).to_be_visible()
    expect(editor.yaml).to_have_value("nodes: []\n")
    editor.yaml.evaluate("area => { area.value = '#'.repeat(400_000); "
                         "area.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(editor.state).to_contain_text("The form holds more than")
    window.expect_refusal(413, "/pipelines/new")
    editor.yaml.fill(YAML)
    expect(editor.state).to_have_text("Everything is sound")


def test_somebody_elses_change_is_not_written_over(studio, window, editor):
    made = studio.api.post("/api/pipelines", {"template": "raw-only"})
    editor.open_existing(made["guid"])
    studio.api.call("PATCH", f"/api/pipelines/{made['guid']}", {"description": "Changed elsewhere"})
    editor.name.fill("Mine")
    editor.press("Save pipeline")
    window.expect_refusal(409, f"/pipelines/{made['guid']}/edit")
    expect(editor.page.get_by_role("alert")).to_contain_text("changed this pipeline just now, after you opened it")
    expect(editor.name).to_have_value("Mine")
    editor.press("Save pipeline")
    expect(editor.heading).to_have_text("Mine")


def test_without_scripts(studio, browse):
    """The whole way by buttons: nodes added, checked, moved, removed, seen as YAML, refused in place, saved."""
    window = browse(studio, java_script_enabled=False).sign_in()
    editor = PipelineEditor(window.page, studio.address)
    editor.open("/pipelines").page.get_by_role("link", name="Add a pipeline").click()
    build(editor)
    editor.add("branching")
    editor.press("Move node 4 up")
    expect(editor.field(3, "Id")).to_have_value("branching")
    editor.press("Check")
    expect(editor.node(3)).to_contain_text("No way from a capture leads to")
    editor.press("Remove node 3")
    expect(editor.state).to_have_text("Everything is sound")
    expect(editor.drawing).to_be_visible()
    editor.press("YAML")
    expect(editor.page.get_by_label("Read a file")).to_be_hidden()
    editor.yaml.fill(YAML.replace("archive]", "nowhere]"))
    editor.press("Save pipeline")
    window.expect_refusal(400, "/pipelines/new")
    expect(editor.yaml).to_have_attribute("aria-invalid", "true")
    expect(editor.page.locator("#field-yaml-error")).to_contain_text("Line 3, column 5: file \"raw\" has the output")
    editor.yaml.fill(YAML)
    editor.press("Nodes")
    editor.name.fill("")
    editor.press("Save pipeline")
    expect(editor.name).to_have_attribute("aria-invalid", "true")
    editor.name.fill("Without scripts")
    editor.press("Save pipeline")
    expect(editor.heading).to_have_text("Without scripts")
