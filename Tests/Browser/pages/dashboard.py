"""The first page."""

from pages.frame import Frame


class DashboardPage(Frame):
    """How the archive is, what runs, what came of it, what asks for attention."""

    def open(self, path="/"):
        return super().open(path)

    def part(self, title):
        return self.page.get_by_role("region", name=title, exact=True)

    def figure(self, name):
        term = self.page.get_by_role("term").filter(has_text=name).first
        return term.locator("xpath=following-sibling::dd").first
