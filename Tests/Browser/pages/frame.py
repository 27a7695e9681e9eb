"""What every page has: the top bar with bell, badge and user card, and the left column."""

import re
from pathlib import Path

from playwright.sync_api import expect

UPDATE = 10_000


class Frame:
    """A page inside the frame."""

    def __init__(self, page, address):
        self.page = page
        self.address = address

    @property
    def badge(self):
        return self.page.get_by_role("link", name=re.compile("^Agents: "))

    @property
    def bell(self):
        return self.page.locator("header .bell")

    @property
    def flash(self):
        """What the last action did, or why not."""
        return self.page.locator("p.flash")

    @property
    def complaint(self):
        """What is wrong with a form as a whole."""
        return self.page.get_by_role("main").get_by_role("alert")

    @property
    def dialog(self):
        return self.page.get_by_role("dialog")

    @property
    def next_page(self):
        return self.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Next page")

    @property
    def first_page(self):
        return self.page.get_by_role("navigation", name="Pages").get_by_role("link", name="First page")

    def copy_button(self, label):
        """The button beside a text to take elsewhere."""
        return self.page.get_by_role("button", name=f"Copy {label}", exact=True).first

    def download(self, link):
        """The name and the bytes of the file that a link leads to."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=link).click()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    @property
    def live_state(self):
        """The word that live updates are away."""
        return self.page.get_by_text("Live updates are away")

    def open_user_card(self):
        self.page.locator("header .user-card summary").click()

    def open_drawer(self):
        """The left column, where a narrow screen has folded it away."""
        self.page.get_by_role("button", name="Menu").click()

    def choose_theme(self, name):
        """By the user card; ends when the server has kept it."""
        self.open_user_card()
        with self.posting():
            self.page.get_by_role("button", name=name, exact=True).click()

    def sign_out(self):
        self.open_user_card()
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/sign-in*")

    def background(self):
        return self.page.evaluate("() => getComputedStyle(document.body).backgroundColor")

    @property
    def heading(self):
        return self.page.get_by_role("heading", level=1)

    @property
    def sidebar(self):
        return self.page.get_by_role("navigation", name="Main")

    def open(self, path):
        self.page.goto(self.address + path)
        return self

    def posting(self):
        """Ends only when the server has answered the form that is sent inside."""
        return self.page.expect_response(lambda answer: answer.request.method == "POST")

    def expect_badge(self, text, state, timeout=UPDATE):
        """The badge's words and the state that its colour stands for."""
        expect(self.badge).to_contain_text(text, timeout=timeout)
        expect(self.badge).to_have_attribute("data-state", state, timeout=timeout)

    def badge_colour(self):
        """(red, green, blue) of the badge as drawn."""
        colour = self.badge.locator(".count").evaluate("element => getComputedStyle(element).backgroundColor")
        canvas = """colour => { const context = new OffscreenCanvas(1, 1).getContext('2d');
            context.fillStyle = colour; context.fillRect(0, 0, 1, 1);
            return Array.from(context.getImageData(0, 0, 1, 1).data).slice(0, 3); }"""
        return tuple(self.page.evaluate(canvas, colour))

    def mark(self):
        """Leaves a mark that a reload would wipe out."""
        self.page.evaluate("() => { window.stillTheSamePage = true; }")

    @property
    def is_still_the_same_page(self):
        return self.page.evaluate("() => window.stillTheSamePage === true")
