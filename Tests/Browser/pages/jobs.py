"""Jobs: the lists, and one of them."""

import re

from pages.frame import Frame
from playwright.sync_api import expect


class JobsPage(Frame):
    """Active and done jobs."""

    def open(self, path="/jobs"):
        return super().open(path)

    def open_done(self):
        return self.open("/jobs?view=done")

    def open_job(self, guid):
        return self.open(f"/jobs/{guid}")

    def open_live(self, guid):
        """Ends when the page's socket has said how the job stands: whatever happens from now on, the page is told."""
        said = []

        def follow(socket):
            if guid in socket.url:
                socket.on("framereceived", lambda frame: said.append(frame))

        self.page.on("websocket", follow)
        with self.page.expect_websocket(lambda socket: guid in socket.url) as opening:
            self.open_job(guid)
        if not said:
            opening.value.wait_for_event("framereceived")
        self.page.remove_listener("websocket", follow)
        return self

    @property
    def rows(self):
        """One for each job in the list."""
        return self.page.locator("li.job")

    @property
    def error(self):
        """Why the job failed, on its own page."""
        return self.page.get_by_role("region", name="Error", exact=True)

    @property
    def warnings(self):
        return self.page.get_by_role("region", name="Warnings")

    @property
    def timeline(self):
        return self.page.get_by_role("region", name="Timeline")

    @property
    def bar(self):
        return self.page.get_by_role("progressbar")

    def expect_progress(self, percentage):
        """Of one running job."""
        expect(self.bar).to_have_attribute("value", re.compile(rf"^{percentage}(\.0)?$"))

    @property
    def result_link(self):
        return self.page.get_by_role("link", name="Result", exact=True)

    def status(self, word):
        """The badge of the first job in that state."""
        return self.page.locator(".status").filter(has_text=word).first

    def cancel(self):
        """Asks to cancel, and answers the question."""
        self.page.get_by_role("button", name="Cancel job").first.click()
        dialog = self.page.get_by_role("dialog", name="Cancel this job?")
        with self.posting():
            dialog.get_by_role("button", name="Cancel job").click()

    def retry(self):
        with self.posting():
            self.page.get_by_role("button", name="Retry").click()
