"""Agents: renamed, revoked, deleted with what is bound to them."""

import re

import pytest
from pages.agents import AgentsPage
from pages.collections import CollectionPage
from pages.jobs import JobsPage
from playwright.sync_api import expect


@pytest.fixture
def agents(studio, browse):
    window = browse(studio).sign_in()
    return AgentsPage(window.page, studio.address)


def test_an_agent_is_renamed(studio, agents):
    """proves: FR-100.8"""
    studio.scripted_agent("old-name").heartbeat()
    agents.open("/agents").rename("old-name", "new-name")
    expect(agents.row("new-name")).to_be_visible()
    assert [agent["name"] for agent in studio.api.items("/api/agents")] == ["new-name"]


def test_an_agent_s_own_page(studio, agents, tmp_path):
    """What depends on it and what it did; a change leads back there, and it is shown as it happens."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    studio.collection(tmp_path, agent.guid, "Harbour at night")
    agents.open("/agents").page.get_by_role("link", name="studio-nas").click()
    expect(agents.heading).to_have_text("studio-nas")
    expect(agents.page.get_by_role("link", name="Harbour at night")).to_be_visible()
    expect(agents.page.get_by_text("It has not been given a job yet.")).to_be_visible()
    agents.page.get_by_label("Actions for studio-nas").click()
    agents.page.get_by_role("button", name="Rename").click()
    agents.dialog.get_by_role("link", name="Close").click()
    expect(agents.page).to_have_url(f"{studio.address}/agents/{agent.guid}")
    agents.page.get_by_label("Actions for studio-nas").click()
    agents.page.get_by_role("button", name="Rename").click()
    agents.dialog.get_by_label("Name").fill("attic")
    agents.dialog.get_by_role("button", name="Rename").click()
    expect(agents.heading).to_have_text("attic")
    expect(agents.page).to_have_url(f"{studio.address}/agents/{agent.guid}")
    agents.mark()
    studio.run(studio.api.items("/api/collections")[0])
    agent.progress(agent.claim(), 10)
    expect(agents.page.locator("#agent")).to_contain_text("PhotoStats on Harbour at night")
    assert agents.is_still_the_same_page


def test_a_bound_agent_hands_its_collections_over(studio, agents, tmp_path):
    """With nobody to take them it cannot be deleted; with another agent it can, in one go.

    proves: FR-400.8, FR-400.10
    """
    bound = studio.scripted_agent("bound")
    collection = studio.collection(tmp_path, bound.guid, "Harbour at night")
    agents.open("/agents").choose("bound", "Delete")
    expect(agents.dialog).to_contain_text("Harbour at night")
    expect(agents.dialog.get_by_role("button")).to_have_count(0)
    assert len(studio.api.items("/api/agents")) == 1
    heir = studio.scripted_agent("second-nas")
    heir.heartbeat()
    agents.open("/agents").choose("bound", "Delete")
    agents.confirm_delete(heir="second-nas")
    expect(agents.page.get_by_text("bound was deleted.")).to_be_visible()
    assert [agent["name"] for agent in studio.api.items("/api/agents")] == ["second-nas"]
    assert studio.api.get(f"/api/collections/{collection['guid']}")["bound_agent_guid"] == heir.guid


def test_a_free_agent_is_deleted(studio, agents):
    """proves: FR-100.7"""
    agent = studio.scripted_agent("free")
    agents.open("/agents").choose("free", "Delete")
    agents.confirm_delete()
    expect(agents.page.get_by_text("No agent yet")).to_be_visible()
    assert agent.heartbeat().status == 401


def test_a_revoked_agent_can_do_nothing(studio, agents):
    """proves: FR-520.7"""
    agent = studio.scripted_agent("sold")
    agent.heartbeat()
    agents.open("/agents").revoke("sold", "The machine was sold")
    expect(agents.row("sold")).to_contain_text("The machine was sold")
    refused = agent.heartbeat()
    assert (refused.status, refused.code) == (403, "agent_revoked")


def test_the_badge_is_the_only_way_to_the_agents(studio, agents):
    """proves: FR-600.1, FR-600.2, FR-600.8, FR-600.9"""
    for path in ("/collections", "/jobs", "/results", "/notifications", "/agents"):
        agents.open(path)
        expect(agents.badge).to_have_count(1)
        expect(agents.sidebar.get_by_role("link", name="Collections")).to_have_count(1)
        expect(agents.sidebar.get_by_role("link", name=re.compile("agent", re.IGNORECASE))).to_have_count(0)
        order = agents.page.locator("header .tools > *").evaluate_all(
            "elements => elements.map(element => element.matches('.bell') ? 'bell' :"
            " element.matches('.pool') ? 'pool' : element.matches('.user-card') ? 'user' : '?')")
        assert order == ["bell", "pool", "user"], path
    agents.open("/jobs").badge.click()
    expect(agents.heading).to_have_text("Agents")


def test_the_badge_says_it_by_colour_too(studio, agents):
    """Red without an agent, blue with an idle one.

    proves: FR-600.4, FR-600.5
    """
    agents.open("/jobs").expect_badge("Offline", "offline")
    red, green, blue = agents.badge_colour()
    assert red > green and red > blue
    studio.scripted_agent().heartbeat()
    agents.expect_badge("1", "idle")
    red, green, blue = agents.badge_colour()
    assert blue > red and blue > green


def test_the_form_says_that_a_run_would_wait(studio, agents, tmp_path):
    """proves: EC-1"""
    collection = studio.collection(tmp_path, studio.agent(tmp_path, name="away").guid)
    page = CollectionPage(agents.page, studio.address).open(f"/collections/{collection['guid']}")
    expect(page.page.get_by_text("away cannot run it now. It is offline")).to_be_visible()
    page.expect_badge("Offline", "offline")
    page.run()
    expect(JobsPage(agents.page, studio.address).open().status("Pending")).to_be_visible()
