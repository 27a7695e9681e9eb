"""The settings by mouse and keyboard: what is saved holds for the next run, and who is removed is out."""

from pages.settings import SettingsPage
from pages.sign_in import SignInPage
from playwright.sync_api import expect


def test_file_types_and_names_hold_for_the_next_run(studio, browse):
    """A typing error is named beside its field and nothing is lost; the agent is told what was saved."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    window = browse(studio).sign_in()
    settings = SettingsPage(window.page, studio.address).open_part("File types")
    photos = settings.page.get_by_label("Photos", exact=True)
    photos.fill("DNG arw .c/r3")
    settings.page.get_by_role("button", name="Save").click()
    expect(settings.page.get_by_text("“.c/r3” must be a file extension")).to_be_visible()
    expect(photos).to_be_focused()
    expect(photos).to_have_value("DNG arw .c/r3")
    photos.fill("DNG arw")
    settings.page.get_by_role("button", name="Save").click()
    expect(settings.page.get_by_text("were saved")).to_be_visible()
    settings.open_part("Cameras").ask("Add a camera", id="QQ01", name="Canon EOS R5").answer("Add")
    expect(settings.row("QQ01")).to_contain_text("Canon EOS R5")
    settings.open_part("Processing methods").ask("Add a method", method="Focus", meaning="<b>High</b>").answer("Add")
    expect(settings.row("Focus")).to_contain_text("<b>High</b>")
    studio.run(studio.collection("/photos", agent.guid))
    told = agent.call("GET", agent.claim()["config_url"]).json
    assert told["photo_extensions"] == [".dng", ".arw"]
    assert told["camera_mappings"]["QQ01"]["name"] == "Canon EOS R5"
    assert told["processing_methods"]["Focus"] == "<b>High</b>"
    settings.ask("Delete Focus").answer("Delete")
    expect(settings.row("Focus")).to_have_count(0)
    window.expect_refusal(400, "/settings/files")


def test_people_come_and_go(studio, browse):
    """An administrator adds a member, who sees no buttons, is made an administrator, and is removed."""
    window = browse(studio).sign_in()
    here = SettingsPage(window.page, studio.address).open_part("Team")
    here.ask("Add a person", name="Max", email="max@example.org", first_password="too short").answer("Add")
    expect(here.dialog.get_by_text("Must have at least 10 characters.")).to_be_visible()
    expect(here.dialog.get_by_label("Email")).to_have_value("max@example.org")
    here.dialog.get_by_label("First password").fill("a long first password")
    here.answer("Add")
    expect(here.row("Max")).to_contain_text("Member")
    page = browse(studio).page
    SignInPage(page, studio.address).open().sign_in("max@example.org", "a long first password")
    there = SettingsPage(page, studio.address).open_part("Team")
    expect(there.page.get_by_role("button", name="Add a person")).to_have_count(0)
    here.ask("Change Max", role="Administrator").answer("Save")
    expect(here.row("Max")).to_contain_text("Administrator")
    there.page.reload()
    expect(there.page.get_by_role("button", name="Add a person")).to_be_visible()
    here.ask("Remove Max").answer("Remove")
    expect(here.row("Max")).to_have_count(0)
    there.page.reload()
    expect(there.page).to_have_url(f"{studio.address}/sign-in?next=%2Fsettings%2Fteam")
    window.expect_refusal(400, "/settings/team")


def test_a_token_is_shown_once_and_withdrawn(studio, browse):
    """The line that it offers works, until the token is withdrawn."""
    window = browse(studio).sign_in()
    settings = SettingsPage(window.page, studio.address).open_part("API tokens")
    settings.ask("Create a token", name="Backup script").answer("Create token")
    secret = settings.dialog.locator("[data-copy]").first.inner_text()
    assert secret.startswith("tok_")
    settings.dialog.get_by_role("link", name="Done").click()
    expect(settings.dialog).to_have_count(0)
    expect(settings.row("Backup script")).to_contain_text("never")
    expect(settings.page.get_by_text(secret)).to_have_count(0)
    answer = settings.page.request.get(studio.address + "/api/collections", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status == 200
    settings.page.reload()
    expect(settings.row("Backup script")).to_contain_text("just now")
    settings.ask("Withdraw Backup script").answer("Withdraw")
    expect(settings.row("Backup script")).to_have_count(0)
    answer = settings.page.request.get(studio.address + "/api/collections", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status == 401
