"""The buttons that copy: what is on the clipboard afterwards is what stands there."""

import pytest
from pages.agents import AgentsPage
from pages.connectors import ConnectorsPage
from pages.settings import SettingsPage
from playwright.sync_api import expect


@pytest.fixture
def window(shared_studio, browse):
    return browse(shared_studio, permissions=["clipboard-read", "clipboard-write"]).sign_in()


def copied(page, label):
    """Presses a button, waits for its word, and reads the clipboard."""
    button = page.copy_button(label)
    button.click()
    expect(button).to_have_text("Copied")
    return page.page.evaluate("() => navigator.clipboard.readText()")


def test_a_registration_token_and_its_command_lines(shared_studio, window):
    """The token, and the lines with it and with this server's address; of the platform that is open."""
    page = AgentsPage(window.page, shared_studio.address).open("/agents")
    token = page.create_token("it's mine")
    assert copied(page, "token") == token
    assert copied(page, "install") == "sudo install safelight-agent /usr/local/bin/"
    assert copied(page, "register") == (
        f"safelight-agent register --server {shared_studio.address} --token {token} --name 'it'\\''s mine' "
        "--root /PATH/TO/PHOTOS")
    assert copied(page, "start") == "safelight-agent start"


def test_an_api_token_and_the_line_to_try_it(shared_studio, window):
    page = SettingsPage(window.page, shared_studio.address).open("/settings/tokens")
    page.ask("Create a token", name="Backup script").answer("Create token")
    expect(page.copy_button("token")).to_be_visible()
    token = copied(page, "token")
    assert token.startswith("tok_")
    assert copied(page, "list collections") == (
        f"curl --header 'Authorization: Bearer {token}' {shared_studio.address}/api/collections")


def test_a_connectors_command_line(shared_studio, window):
    guid = shared_studio.api.post("/api/connectors", {
        "name": "Archive", "type": "S3", "configuration": {"bucket": "archive"}})["guid"]
    page = ConnectorsPage(window.page, shared_studio.address).open(f"/connectors/{guid}")
    assert copied(page, "enter credentials") == f"safelight-agent connectors configure {guid}"


def test_without_a_clipboard_the_text_is_selected(shared_studio, window):
    """Where the browser refuses, one key copies what the button has selected."""
    page = AgentsPage(window.page, shared_studio.address).open("/agents")
    token = page.create_token()
    page.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    button = page.copy_button("token")
    button.click()
    expect(button).to_have_text("Selected")
    assert page.page.evaluate("() => getSelection().toString()") == token


def test_without_scripts_there_is_no_button(shared_studio, browse):
    """The text is there to be marked by hand."""
    window = browse(shared_studio, java_script_enabled=False).sign_in()
    page = AgentsPage(window.page, shared_studio.address).open("/agents")
    assert page.create_token().startswith("art_")
    expect(page.dialog.locator(".copy-line button")).not_to_have_count(0)
    for button in page.dialog.locator(".copy-line button").all():
        expect(button).to_be_hidden()
