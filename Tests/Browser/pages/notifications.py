"""What happened while nobody looked."""

from pages.frame import Frame


class NotificationsPage(Frame):
    """The notifications, the newest first."""

    def open(self, path="/notifications"):
        return super().open(path)

    def open_by_bell(self):
        self.bell.click()
        self.page.wait_for_url("**/notifications")
        return self

    @property
    def items(self):
        return self.page.locator(".notifications li")

    @property
    def unread_count(self):
        """The number at the bell."""
        return self.bell.locator(".count")

    @property
    def read_buttons(self):
        return self.page.get_by_role("button", name="Mark as read")

    def read(self, item):
        item.get_by_role("button", name="Mark as read").click()

    def read_all(self):
        self.page.get_by_role("button", name="Mark all as read").click()

    def see_job(self, item):
        item.get_by_role("link", name="See the job").click()
        self.page.wait_for_url("**/jobs/*")
