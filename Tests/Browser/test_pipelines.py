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
    page.page.get_by_role("button", name="Add a pipeline").click()
    page.page.get_by_label("Begin with").select_option(label="Raw only")
    page.page.get_by_role("button", name="Add", exact=True).click()
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
