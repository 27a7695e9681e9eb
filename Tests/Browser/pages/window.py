"""A browser's window on a studio, which keeps what goes wrong in it."""

import re
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from pages.frame import Frame
from pages.sign_in import SignInPage
from studio import EMAIL, PASSWORD


class Window:
    """Keeps script errors, refusals, broken loads, and requests to elsewhere; tests name those that they ask for."""

    def __init__(self, chromium, address, **options):
        self.context = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin", **options)
        self.address = address
        self.faults = []
        self._asked_for = []
        self._tolerated = []
        self.page = self.open_tab()

    def open_tab(self):
        """One more page of the same person."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", self._hear)
        page.on("request", self._see)
        page.on("response", self._judge)
        return page

    def _hear(self, message):
        # A refusal is judged by its answer, which knows more than the console's word of it.
        if message.type != "error" or "WebSocket" in message.text or "responded with a status of" in message.text:
            return
        path = urlsplit(message.location.get("url", "")).path
        broken = re.fullmatch(r"Failed to load resource: (net::\w+)", message.text)
        self.faults.append(f"broken: {broken[1]} {path}" if broken else f"console: {message.text}")

    def _see(self, request):
        if not request.url.startswith((self.address, "data:", "about:", "blob:")):
            self.faults.append(f"a request leaves the server: {request.url}")

    def _judge(self, answer):
        if answer.status >= 400:
            self.faults.append(f"refused: {answer.status} {urlsplit(answer.url).path}")

    def sign_in(self, email=EMAIL, password=PASSWORD):
        SignInPage(self.page, self.address).open().sign_in(email, password)
        self.page.wait_for_url(lambda address: urlsplit(address).path in ("/", "/collections"))
        return self

    def expect_refusal(self, status, path):
        """The test asks for this answer, at least once, at this path, where `*` stands for any part of it; for no other."""
        self._asked_for.append(f"refused: {status} {path}")

    def expect_break(self, error, path):
        """The test keeps a request to this path from its answer, at least once."""
        self._asked_for.append(f"broken: net::{error} {path}")

    def tolerate_lost_connection(self):
        """The test takes the server away; whether the page asks it for something just then is chance."""
        self._tolerated.append("broken: net::ERR_CONNECTION_* *")

    def unexpected(self):
        """What went wrong that the test did not ask for, and what it asked for in vain."""
        known = [*self._asked_for, *self._tolerated]
        faults = [fault for fault in self.faults if not any(fnmatchcase(fault, one) for one in known)]
        missing = [one for one in self._asked_for if not any(fnmatchcase(fault, one) for fault in self.faults)]
        return faults + [f"expected in vain: {one}" for one in missing]

    def frame(self):
        return Frame(self.page, self.address)

    def close(self):
        self.context.close()
