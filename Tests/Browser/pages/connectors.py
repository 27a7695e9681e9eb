"""Connectors: the list, the form for a new one, one of them."""

from pages.frame import Frame


class ConnectorsPage(Frame):
    """Where buckets and shares are, and where their credentials live."""

    def open(self, path="/connectors"):
        return super().open(path)

    @property
    def rows(self):
        return self.page.locator("tbody tr")

    def field(self, label):
        return self.page.get_by_label(label, exact=True)

    def begin(self, kind):
        """The form for a new connector of a type."""
        self.page.get_by_role("link", name="New connector").click()
        self.page.get_by_role("link", name=kind, exact=True).click()

    def create(self):
        self.page.get_by_role("button", name="Create connector").click()

    def ask(self, action):
        self.page.get_by_role("button", name=action, exact=True).click()
