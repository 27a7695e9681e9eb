"""What a person typed stays, whatever happens between typing and sending."""

import re

from pages.sign_in import SignInPage
from playwright.sync_api import expect
from studio import EMAIL, PASSWORD


def open_form(studio, browse):
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    window = browse(studio).sign_in()
    window.page.goto(studio.address + "/collections/new")
    return window, window.page


def end_session(window):
    """As a sign-out in another window does."""
    window.context.clear_cookies(name="safelight_session")


def test_going_back_brings_back_what_was_typed(studio, browse):
    """A step to another page and back leaves fields, areas and choices as they were."""
    window, page = open_form(studio, browse)
    page.get_by_label("Name").fill("Weddings “A” & <b>")
    page.get_by_label("Folder").fill("/photos/weddings")
    page.goto(studio.address + "/jobs")
    page.go_back()
    expect(page.get_by_label("Name")).to_have_value("Weddings “A” & <b>")
    expect(page.get_by_label("Folder")).to_have_value("/photos/weddings")
    page.goto(studio.address + "/settings/files")
    page.get_by_label("Photos", exact=True).fill(".arw\n.cr3")
    page.goto(studio.address + "/jobs")
    page.go_back()
    expect(page.get_by_label("Photos", exact=True)).to_have_value(".arw\n.cr3")


def test_a_form_outlives_its_session(studio, browse):
    """Sent after the session has ended, a form is kept over the sign-in and sent with one press."""
    window, page = open_form(studio, browse)
    page.get_by_label("Name").fill("Weddings “A” & <b>")
    page.get_by_label("Folder").fill("/photos/weddings")
    end_session(window)
    page.get_by_role("button", name="Create collection").click()
    expect(page.get_by_text("nothing was saved")).to_be_visible()
    window.expect_refusal(401, "/collections")
    SignInPage(page, studio.address).sign_in(EMAIL, "wrong wrong wrong")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    window.expect_refusal(401, "/sign-in")
    SignInPage(page, studio.address).sign_in(EMAIL, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was saved yet")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weddings “A” & <b>")


def test_a_page_says_that_the_session_has_ended(studio, browse):
    """Sockets that are not let in again make the page say why; signing in elsewhere brings it back to life."""
    window, page = open_form(studio, browse)
    page.goto(studio.address + "/jobs")
    notice = page.get_by_text("You are signed out")
    expect(page.locator(".pool")).to_have_attribute("data-state", "idle")
    expect(notice).to_be_hidden()
    end_session(window)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(notice).to_be_visible()
    expect(page.get_by_role("link", name="Sign in")).to_have_attribute("href", re.compile(r"sign-in\?next=%2Fjobs"))
    expect(page.get_by_text("Live updates are away")).to_be_hidden()
    other = window.context.new_page()
    SignInPage(other, studio.address).open().sign_in(EMAIL, PASSWORD)
    other.wait_for_url(re.compile("collections"))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(notice).to_be_hidden()
    expect(page.locator(".pool")).to_have_attribute("data-state", "idle")


def test_an_unsaved_form_asks_before_it_is_left(studio, browse):
    """A link away from a changed form asks; sending it does not, nor does leaving it as it was."""
    window, page = open_form(studio, browse)
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.dismiss() if len(asked) == 1 else dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="Jobs", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobs")
    assert asked == []
    page.goto(studio.address + "/collections/new")
    page.get_by_label("Name").fill("Weddings")
    page.get_by_role("link", name="Jobs", exact=True).click()
    expect(page.get_by_label("Name")).to_have_value("Weddings")
    assert asked == ["beforeunload"]
    page.get_by_label("Folder").fill("/photos/weddings")
    page.get_by_role("button", name="Create collection").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weddings")
    assert asked == ["beforeunload"]


def test_the_focus_comes_back_to_the_menu(studio, browse):
    """Escape closes a question that a menu asked, and the keyboard goes on at the menu; a menu that is left closes."""
    window, page = open_form(studio, browse)
    page.goto(studio.address + "/agents")
    menu = page.get_by_label("Actions for studio-nas")
    menu.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Rename").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Rename")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Rename")).to_be_hidden()
