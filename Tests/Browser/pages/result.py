"""One result with its report."""

from pages.frame import Frame


class ResultPage(Frame):
    """Key figures, and the report in a frame that may do nothing but show."""

    @property
    def report_element(self):
        return self.page.locator("iframe[title^='Report of']")

    @property
    def report(self):
        return self.page.frame_locator("iframe[title^='Report of']")

    def figure(self, name):
        """The value beside the name of a key figure."""
        term = self.page.get_by_role("term").filter(has_text=name).first
        return term.locator("xpath=following-sibling::dd").first

    def change(self, name):
        """How a key figure changed since the result before."""
        return self.page.get_by_role("term").filter(has_text=name).locator("xpath=following-sibling::dd[contains(., 'since')]")

    @property
    def findings_link(self):
        return self.page.get_by_role("link", name="CSV")

    @property
    def earlier_link(self):
        return self.page.get_by_role("link", name="The run before")

    @property
    def later_link(self):
        return self.page.get_by_role("link", name="The run after")


class ResultsPage(Frame):
    """The list of results with its filters."""

    @property
    def rows(self):
        return self.page.locator("main table tbody tr")

    def choose(self, label, option):
        self.page.get_by_label(label, exact=True).select_option(label=option)
