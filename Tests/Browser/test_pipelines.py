"""Pipelines: from a template, drawn with the images of the last run, and made the default."""

from pages.pipelines import PipelinePage, PipelinesPage
from pages.result import ResultPage
from playwright.sync_api import expect


def test_a_pipeline_shows_where_the_images_of_its_last_run_went(studio, browse, tmp_path):
    """Adding one, running it, the numbers on its ways, and deleting it."""
    agent = studio.scripted_agent("studio-nas")
    agent.capabilities = ["local_filesystem", "tool:pipeline_validation:1.0.0"]
    agent.heartbeat(capabilities=agent.capabilities)
    window = browse(studio).sign_in()
    PipelinesPage(window.page, studio.address).open().add_from("Raw only")
    page = PipelinePage(window.page, studio.address)
    expect(page.heading).to_have_text("Raw only")
    expect(page.page.get_by_text("No run has followed this pipeline yet")).to_be_visible()
    expect(page.drawing.get_by_role("img")).to_be_visible()
    edges = page.edges()
    assert ["Camera", "Raw file"] in edges
    nodes = {node["name"]: node["id"] for node in studio.api.get("/api/pipelines")["items"][0]["nodes"]}
    studio.run(studio.collection(tmp_path, agent.guid), "pipeline_validation")
    counted = [{"from": nodes[first], "to": nodes[second], "image_count": 1234 + index}
               for index, (first, second) in enumerate(edges)]
    done = agent.complete(agent.claim(), results={
        "total_images": 2000, "status_counts": {"consistent": 1234, "partial": 766}, "edges": counted})
    assert done.status == 200
    page.page.reload()
    assert page.numbers() == [f"{edge['image_count']:,}" for edge in counted]
    page.page.get_by_role("link", name="the last run").click()
    page.page.wait_for_url(f"**/results/{done.json['result_guid']}")
    page.page.go_back()
    page.delete()
    page.page.wait_for_url("**/pipelines")
    expect(page.flash).to_have_text("Raw only was deleted. Its results stay.")


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
    drawn = PipelinePage(window.page, studio.address).open(pipeline["guid"]).numbers()
    assert drawn == [f"{edge['image_count']:,}" for edge in edges]
    report = ResultPage(window.page, studio.address).open(f"/results/{done['result_guid']}").report
    expect(report.locator("figure.graph text.number").first).to_be_visible()
    assert report.locator("figure.graph text.number").all_text_contents() == drawn


def test_another_pipeline_is_made_the_default(studio, browse):
    """One at a time: the list, both pages and the API agree; a run that names none follows it."""
    first = studio.api.post("/api/pipelines", {"template": "raw-only", "is_default": True})["guid"]
    second = studio.api.post("/api/pipelines", {"template": "raw-dng"})["guid"]
    page = PipelinePage(browse(studio).sign_in().page, studio.address).open(second)
    expect(page.fact("Default")).to_have_text("No")
    page.make_default()
    expect(page.flash).to_contain_text("Raw + DNG")
    expect(page.fact("Default")).to_contain_text("Yes")
    expect(page.default_button).to_have_count(0)
    listed = PipelinesPage(page.page, studio.address).open()
    expect(listed.row("Raw + DNG")).to_contain_text("Default")
    expect(listed.row("Raw only")).not_to_contain_text("Default")
    expect(page.open(first).default_button).to_be_visible()
    assert {one["guid"]: one["is_default"] for one in studio.api.items("/api/pipelines")} == {first: False, second: True}
