"""What pages offer to keep is the thing itself: findings, results, reports and pipelines, byte by byte."""

import csv
import io
import json
import re

import pytest
from pages.pipeline_editor import PipelineEditor
from pages.pipelines import PipelinePage
from pages.result import ResultPage
from playwright.sync_api import expect
from scripted_agent import report_of

FINDINGS = {
    "total_files": 6, "total_size": 6000, "orphaned_images_count": 2, "orphaned_xmp_count": 1,
    "orphaned_images": ["2026/a, b.dng", "=HYPERLINK(\"x\").dng"], "orphaned_xmp": ["Größe \"quoted\".xmp"],
    "empty_files": ["empty.dng"],
    "shared_sidecars": [{"sidecar": "c.xmp", "images": ["c.dng", "c.jpg"]}],
}


@pytest.fixture(scope="module")
def result(shared_studio, tmp_path_factory):
    """The guid of a result with findings and a report."""
    agent = shared_studio.scripted_agent("studio-nas")
    shared_studio.run(shared_studio.collection(tmp_path_factory.mktemp("photos"), agent.guid))
    return agent.deliver(agent.claim(), FINDINGS)


@pytest.fixture
def page(shared_studio, browse, result):
    return ResultPage(browse(shared_studio).sign_in().page, shared_studio.address).open(f"/results/{result}")


def test_findings_as_csv(page, result):
    """A line for each finding, as spreadsheets read it; what would be a formula is none."""
    name, content = page.download(re.compile("^CSV"))
    assert re.fullmatch(rf"photostats-\d{{4}}-\d\d-\d\d-{result[-6:]}\.csv", name)
    assert content.startswith(b"\xef\xbb\xbffinding,file,detail\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert rows == [
        ["empty file", "empty.dng", "has 0 bytes"],
        ["orphaned image", "2026/a, b.dng", "has no sidecar"],
        ["orphaned image", "'=HYPERLINK(\"x\").dng", "has no sidecar"],
        ["orphaned sidecar", "Größe \"quoted\".xmp", "belongs to no image"],
        ["shared sidecar", "c.xmp", "of c.dng, c.jpg"],
    ]


def test_a_result_as_json(page, result):
    """All that the agent found, as it was handed in."""
    name, content = page.download("JSON")
    assert re.fullmatch(rf"photostats-[\d-]+-{result[-6:]}\.json", name)
    assert json.loads(content) == FINDINGS


def test_a_report_as_html(page, result):
    """The very bytes that the agent uploaded."""
    name, content = page.download(re.compile("^HTML"))
    assert re.fullmatch(rf"photostats-[\d-]+-{result[-6:]}\.html", name)
    assert content == report_of(2000)


def test_a_pipeline_as_yaml(shared_studio, browse, tmp_path):
    """What the page gives away the editor reads again: the same nodes under another name."""
    nodes = [{"id": "camera", "name": "Camera", "type": "capture", "output": ["raw"]},
             {"id": "raw", "name": "Größe: \"raw\"", "type": "file", "extension": ".dng", "output": ["end"]},
             {"id": "end", "name": "End", "type": "termination", "termination_type": "Archive"}]
    made = shared_studio.api.post("/api/pipelines", {"name": "To keep", "nodes": nodes})
    window = browse(shared_studio).sign_in()
    name, content = PipelinePage(window.page, shared_studio.address).open(made["guid"]).download("YAML")
    assert name == "To keep.yaml"
    assert content.startswith(b"processing_pipelines:")
    file = tmp_path / name
    file.write_bytes(content)
    editor = PipelineEditor(window.page, shared_studio.address).open_existing(made["guid"])
    assert editor.download("Saved YAML") == (name, content)
    editor.open_new()
    editor.name.fill("Read again")
    editor.press("YAML")
    editor.page.get_by_label("Read a file").set_input_files(file)
    expect(editor.state).to_have_text("Everything is sound")
    editor.press("Save pipeline")
    expect(editor.heading).to_have_text("Read again")
    again = next(one for one in shared_studio.api.items("/api/pipelines") if one["name"] == "Read again")
    assert again["nodes"] == shared_studio.api.get(f"/api/pipelines/{made['guid']}")["nodes"]
