"""The form that starts a run: each tool, its options, and the way to a first pipeline."""

import pytest
from pages.collections import CollectionPage
from pages.jobs import JobsPage
from playwright.sync_api import expect

TOOLS = ["tool:photostats:1.0.0", "tool:photo_pairing:1.0.0", "tool:pipeline_validation:1.0.0"]


@pytest.fixture
def collection(studio, tmp_path):
    """A collection of an agent that has all three tools."""
    agent = studio.scripted_agent()
    agent.heartbeat(capabilities=["local_filesystem", *TOOLS])
    return studio.collection(tmp_path, agent.guid)


def opened(window, studio, collection):
    return CollectionPage(window.page, studio.address).open(f"/collections/{collection['guid']}")


@pytest.mark.parametrize("scripts", [True, False])
def test_each_tool_is_chosen(studio, browse, collection, scripts):
    """Options stand with the tool that they belong to, with and without scripts."""
    page = opened(browse(studio, java_script_enabled=scripts).sign_in(), studio, collection)
    sidecars, templates = page.page.get_by_label("Read the sidecars"), page.page.get_by_label("Begin with")
    expect(page.tool("PhotoStats")).to_be_checked()
    expect(sidecars).to_be_visible()
    expect(templates).to_be_hidden()
    page.tool("Photo Pairing").check()
    expect(sidecars).to_be_hidden()
    page.tool("Pipeline Validation").check()
    expect(templates).to_be_visible()
    page.run("PhotoStats", ticks=["Read the sidecars"])
    page.open(f"/collections/{collection['guid']}").run("Photo Pairing")
    tools = [job["tool"] for job in studio.api.items("/api/jobs")]
    assert tools == ["photo_pairing", "photostats"]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_pipeline(studio, browse, collection, scripts):
    """Without one the form says so and leads to one, which is chosen from then on; the job names it."""
    window = browse(studio, java_script_enabled=scripts).sign_in()
    page = opened(window, studio, collection)
    page.run("Pipeline Validation")
    expect(page.page.get_by_role("alert")).to_contain_text("needs a pipeline")
    window.expect_refusal(400, "/collections/*/runs")
    page.add_pipeline("Raw + DNG")
    expect(page.tool("Pipeline Validation")).to_be_checked()
    expect(page.pipeline_choice.locator("option:checked")).to_have_text("Raw + DNG (default)")
    page.run("Pipeline Validation")
    expect(page.page.get_by_role("definition").filter(has_text="Raw + DNG")).to_be_visible()
    job = JobsPage(page.page, studio.address).open()
    expect(job.rows).to_have_count(1)
    assert studio.api.items("/api/jobs")[0]["pipeline_name"] == "Raw + DNG"


def test_a_missing_tool_is_said(studio, browse, tmp_path):
    """proves: FR-450.4"""
    agent = studio.scripted_agent("old-agent")
    agent.heartbeat(capabilities=["local_filesystem", TOOLS[0]])
    page = opened(browse(studio).sign_in(), studio, studio.collection(tmp_path, agent.guid))
    warning = page.page.get_by_text("old-agent does not have Photo Pairing.")
    expect(warning).to_be_hidden()
    page.tool("Photo Pairing").check()
    expect(warning).to_be_visible()
