"""The settings: a page for each part, and the dialogs in front of them."""

from pages.frame import Frame


class SettingsPage(Frame):
    """One part of the settings at a time."""

    def open_part(self, name):
        """By the column and the part's tab, as a reader would."""
        self.sidebar.get_by_role("link", name="Settings").click()
        self.page.get_by_role("navigation", name="Settings").get_by_role("link", name=name).click()
        self.heading.get_by_text(name).wait_for()
        return self

    @property
    def dialog(self):
        return self.page.get_by_role("dialog")

    @property
    def flash(self):
        return self.page.get_by_role("status").filter(has_text=".")

    def row(self, name):
        return self.page.get_by_role("row").filter(has_text=name)

    def ask(self, button, **fields):
        """Opens a dialog by its button, and fills in its fields by their labels."""
        self.page.get_by_role("button", name=button).first.click()
        for label, value in fields.items():
            field = self.dialog.get_by_label(label.replace("_", " ").capitalize(), exact=True)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        return self

    def answer(self, button):
        with self.posting():
            self.dialog.get_by_role("button", name=button, exact=True).click()
        return self
