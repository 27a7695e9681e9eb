"""Chromium and signed-in pages."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from pages.frame import Frame
from pages.sign_in import SignInPage
from playwright.sync_api import sync_playwright
from studio import EMAIL, PASSWORD


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium; as root it needs --no-sandbox."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is not installed: run make setup"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


class Browsing:
    """A window on a studio that keeps what goes wrong in it: script errors, refused loads, requests to elsewhere."""

    def __init__(self, chromium, address, **options):
        self.context = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin", **options)
        self.page = self.context.new_page()
        self.address = address
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("console", self._hear)
        self.page.on("request", self._see)

    def _hear(self, message):
        if message.type == "error" and "WebSocket" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _see(self, request):
        if not request.url.startswith((self.address, "data:", "about:", "blob:")):
            self.faults.append(f"a request leaves the server: {request.url}")

    def sign_in(self):
        SignInPage(self.page, self.address).open().sign_in(EMAIL, PASSWORD)
        self.page.wait_for_url(lambda address: urlsplit(address).path in ("/", "/collections"))
        return self

    def forgive_refusals(self):
        """Chromium counts every answer of 400 and above as a fault of the page; those that a test asks for are none."""
        self.faults[:] = [fault for fault in self.faults if "status of 40" not in fault]

    def frame(self):
        return Frame(self.page, self.address)

    def close(self):
        self.context.close()


@pytest.fixture
def browse(chromium):
    """Opens windows, closes them, and holds what went wrong in them against the test."""
    opened = []

    def open_window(studio, **options):
        opened.append(Browsing(chromium, studio.address, **options))
        return opened[-1]

    yield open_window
    faults = [fault for window in opened for fault in window.faults]
    for window in opened:
        window.close()
    assert not faults, faults
