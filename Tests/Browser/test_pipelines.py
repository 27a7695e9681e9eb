"""A pipeline from a template, drawn with the images of its last run."""

from pages.frame import Frame
from playwright.sync_api import expect


def test_a_pipeline_shows_where_the_images_of_its_last_run_went(studio, browse, tmp_path):
    """Adding one, running it, and the numbers on its ways; its YAML to keep, and deleting it."""
    agent = studio.scripted_agent("studio-nas")
    agent.capabilities = ["local_filesystem", "tool:pipeline_validation:1.0.0"]
    agent.heartbeat(capabilities=agent.capabilities)
    window = browse(studio).sign_in()
    page = Frame(window.page, studio.address).open("/pipelines")
    page.page.get_by_role("link", name="Add a pipeline").click()
    page.page.get_by_role("link", name="Raw only").click()
    page.page.get_by_role("button", name="Save pipeline").click()
    expect(page.page.get_by_role("heading", level=1)).to_have_text("Raw only")
    expect(page.page.get_by_text("No run has followed this pipeline yet")).to_be_visible()
    drawing = page.page.locator("figure.graph")
    expect(drawing.get_by_role("img")).to_be_visible()
    edges = [words.split(" → ") for words in drawing.locator("details li").all_text_contents()]
    assert ["Camera", "Raw file"] in edges
    nodes = {node["name"]: node["id"] for node in studio.api.get("/api/pipelines")["items"][0]["nodes"]}
    studio.run(studio.collection(tmp_path, agent.guid), "pipeline_validation")
    counted = [{"from": nodes[first], "to": nodes[second], "image_count": 1234 + index}
               for index, (first, second) in enumerate(edges)]
    done = agent.complete(agent.claim(), results={
        "total_images": 2000, "status_counts": {"consistent": 1234, "partial": 766}, "edges": counted})
    assert done.status == 200
    page.page.reload()
    numbers = drawing.locator("text.number").all_text_contents()
    assert numbers == [f"{edge['image_count']:,}" for edge in counted]
    page.page.get_by_role("link", name="the last run").click()
    page.page.wait_for_url(f"**/results/{done.json['result_guid']}")
    page.page.go_back()
    with page.page.expect_download() as download:
        page.page.get_by_role("link", name="YAML").click()
    assert download.value.suggested_filename == "Raw only.yaml"
    with open(download.value.path(), encoding="utf-8") as file:
        assert file.read().startswith("processing_pipelines:")
    page.page.get_by_role("button", name="Delete").click()
    page.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.page.wait_for_url("**/pipelines")
    expect(page.page.get_by_text("Raw only was deleted. Its results stay.")).to_be_visible()


def test_a_real_run_is_drawn(studio, browse, archive):
    """An agent's own counts stand on the ways, the same as in its report."""
    agent = studio.agent(archive).start()
    studio.wait_until_online()
    pipeline = studio.api.post("/api/pipelines", {"template": "raw-edit-export", "is_default": True})
    job = studio.run(studio.collection(archive, agent.guid), "pipeline_validation")
    done = studio.wait_until_ended(job["guid"])
    edges = studio.result_of(done["guid"])["results"]["edges"]
    assert any(edge["image_count"] > 100 for edge in edges)
    window = browse(studio).sign_in()
    Frame(window.page, studio.address).open(f"/pipelines/{pipeline['guid']}")
    drawn = window.page.locator("figure.graph text.number").all_text_contents()
    assert drawn == [f"{edge['image_count']:,}" for edge in edges]
    window.page.goto(f"{studio.address}/results/{done['result_guid']}")
    report = window.page.frame_locator("iframe[title^='Report of']").locator("figure.graph text.number")
    expect(report.first).to_be_visible()
    assert report.all_text_contents() == drawn
