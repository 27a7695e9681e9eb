"""Chromium and signed-in pages."""

import os
import shutil

import pytest
from pages.window import Window
from playwright.sync_api import sync_playwright


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


@pytest.fixture
def browse(chromium):
    """Opens windows, closes them, and holds what went wrong in them against the test."""
    opened = []

    def open_window(studio, **options):
        opened.append(Window(chromium, studio.address, **options))
        return opened[-1]

    yield open_window
    faults = [fault for window in opened for fault in window.unexpected()]
    for window in opened:
        window.close()
    assert not faults, faults
