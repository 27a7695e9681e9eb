"""Connectors by mouse and keyboard: made, filled, changed, refused, deleted; what agents hold shows as it is said."""

import pytest
from pages.collections import CollectionPage
from pages.connectors import ConnectorsPage
from playwright.sync_api import expect


@pytest.fixture
def window(studio, browse):
    return browse(studio).sign_in()


@pytest.fixture
def connectors(studio, window):
    return ConnectorsPage(window.page, studio.address).open()


def test_credentials_that_stay_on_agents(studio, connectors):
    """A share is made, shows as pending with the command to run, and as agent-only once an agent has said that it works.

    proves: FR-300.9, FR-300.10
    """
    page = connectors.page
    connectors.begin("SMB share")
    expect(connectors.field("Password")).to_be_hidden()
    connectors.field("Name").fill("Studio share")
    connectors.field("Server").fill("nas.local")
    connectors.field("Share").fill("photos")
    connectors.create()
    expect(connectors.heading).to_have_text("Studio share")
    guid = page.url.rsplit("/", 1)[1]
    expect(page.get_by_text(f"safelight-agent connectors configure {guid}")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("Pending")
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    assert agent.report(guid).status == 200
    page.reload()
    expect(page.locator(".facts")).to_contain_text("Agent-only")
    expect(page.locator(".holders")).to_contain_text("studio-nas")
    expect(page.locator(".holders")).to_contain_text("Working")
    connectors.open()
    expect(connectors.rows).to_contain_text("//nas.local/photos")
    expect(connectors.rows).to_contain_text("studio-nas")


def test_credentials_on_the_server(window, connectors):
    """Their fields show once they are asked for; what is refused stands beside its field; they are never shown again.

    proves: FR-300.2, FR-300.11
    """
    page = connectors.page
    connectors.begin("S3")
    connectors.field("Name").fill("Archive")
    connectors.field("Bucket").fill("a/b")
    page.get_by_label("On the server").check()
    connectors.field("Access key").fill("AKIA1")
    connectors.field("Secret key").fill("do not tell")
    connectors.create()
    expect(connectors.field("Bucket")).to_be_focused()
    expect(connectors.field("Access key")).to_have_value("AKIA1")
    expect(connectors.field("Secret key")).to_have_value("")
    window.expect_refusal(400, "/connectors")
    connectors.field("Bucket").fill("archive")
    connectors.field("Secret key").fill("do not tell")
    connectors.create()
    expect(connectors.heading).to_have_text("Archive")
    expect(page.locator(".facts")).to_contain_text("Server")
    connectors.ask("Edit")
    expect(connectors.dialog).to_contain_text("The server’s copy is erased when you save.")
    expect(connectors.dialog.get_by_label("Access key", exact=True)).to_have_value("")
    connectors.dialog.get_by_label("On agents only").check()
    connectors.dialog.get_by_role("button", name="Save").click()
    expect(page.locator(".facts")).to_contain_text("Pending")
    assert "do not tell" not in page.content()


def test_a_collection_on_a_connector(studio, connectors):
    """Made from the connector's page, run, and in the way of the connector's end."""
    page = connectors.page
    guid = studio.api.post("/api/connectors", {
        "name": "Archive", "type": "S3", "configuration": {"bucket": "archive"}})["guid"]
    connectors.open(f"/connectors/{guid}")
    page.get_by_role("link", name="New collection").click()
    connectors.field("Name").fill("Weddings")
    expect(connectors.field("Connector")).to_have_value(guid)
    connectors.field("Folder").fill("/weddings/")
    page.get_by_role("button", name="Create collection").click()
    collection = CollectionPage(page, studio.address)
    expect(collection.heading).to_have_text("Weddings")
    expect(page.get_by_label("Read the sidecars")).to_have_count(0)
    collection.run()
    expect(page.get_by_role("region", name="Why is it not running?")).to_be_visible()
    connectors.open(f"/connectors/{guid}").ask("Delete")
    expect(connectors.dialog).to_contain_text("Weddings")
    expect(connectors.dialog.get_by_role("button")).to_have_count(0)
    connectors.dialog.get_by_role("link", name="Weddings").click()
    expect(connectors.heading).to_have_text("Weddings")
    connectors.ask("Delete")
    connectors.dialog.get_by_role("button", name="Delete").click()
    expect(connectors.heading).to_have_text("Collections")
    connectors.open(f"/connectors/{guid}").ask("Delete")
    connectors.dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Archive was deleted.")).to_be_visible()
    expect(page.get_by_text("No connector yet")).to_be_visible()
