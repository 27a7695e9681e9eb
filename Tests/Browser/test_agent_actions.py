"""What an administrator does to an agent at once: pause and resume, and the withdrawal of a registration token."""

import secrets

import pytest
from pages.agents import AgentsPage
from playwright.sync_api import expect


@pytest.fixture
def agents(shared_studio, browse):
    return AgentsPage(browse(shared_studio).sign_in().page, shared_studio.address)


@pytest.fixture(params=["list", "own-page"])
def opened(request, shared_studio, agents):
    """(agent, its name, the page, the locator of its row): on the list, and on the agent's own page."""
    name = f"nas-{secrets.token_hex(4)}"
    agent = shared_studio.scripted_agent(name)
    agent.heartbeat()
    if request.param == "list":
        yield agent, name, agents.open("/agents"), agents.row(name)
    else:
        yield agent, name, agents.open(f"/agents/{agent.guid}"), agents.page.locator("#agent li.agent")
    agent.disconnect()


def test_a_paused_agent_takes_no_job_until_it_goes_on(shared_studio, opened, tmp_path):
    """The page that it was paused on says so and stays; a job waits until the agent is resumed there."""
    agent, name, page, row = opened
    expect(row).to_contain_text("Online")
    address = page.page.url
    page.press(name, "Pause")
    expect(page.flash).to_have_text(f"{name} is paused. It finishes what it runs.")
    expect(page.page).to_have_url(address)
    expect(row.locator(".status")).to_have_text("Paused")
    job = shared_studio.run(shared_studio.collection(tmp_path, agent.guid, f"Photos of {name}"))
    assert agent.claim(wait_seconds=0) is None
    assert shared_studio.api.get(f"/api/agents/{agent.guid}")["paused"] is True
    page.press(name, "Resume")
    expect(page.flash).to_have_text(f"{name} goes on.")
    expect(page.page).to_have_url(address)
    expect(row.locator(".status")).to_have_text("Online")
    assignment = agent.claim()
    assert assignment["guid"] == job["guid"]
    assert agent.complete(assignment).status == 200


def test_a_pause_shows_on_another_page(shared_studio, browse, opened):
    """Who looks at the agents sees a colleague pause one, without a reload."""
    _, name, page, _ = opened
    other = AgentsPage(browse(shared_studio).sign_in().page, shared_studio.address).open("/agents")
    expect(other.row(name).locator(".status")).to_have_text("Online")
    other.mark()
    page.press(name, "Pause")
    expect(other.row(name).locator(".status")).to_have_text("Paused")
    assert other.is_still_the_same_page


def test_a_withdrawn_token_registers_nobody(shared_studio, agents):
    """Of two open tokens one is withdrawn: it is gone from the list and refused; the other still works."""
    agents.open("/agents")
    tokens = {}
    for name in ("attic-mac", "cellar-mac"):
        tokens[name] = agents.create_token(name)
        agents.close_dialog()
    agents.withdraw("attic-mac")
    expect(agents.flash).to_have_text("The token was withdrawn.")
    expect(agents.token("attic-mac")).to_have_count(0)
    expect(agents.token("cellar-mac")).to_have_count(1)
    stranger = shared_studio.stranger()
    refused = stranger.ask_to_register(tokens["attic-mac"], "attic-mac")
    assert (refused.status, refused.code) == (400, "invalid_token")
    assert stranger.ask_to_register(tokens["cellar-mac"], "cellar-mac").status == 201
