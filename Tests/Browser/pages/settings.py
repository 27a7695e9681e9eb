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


class FileTypesPage(Frame):
    """Which files are photos, metadata, and in need of a sidecar."""

    def open(self):
        return super().open("/settings/files")

    def field(self, label):
        return self.page.get_by_label(label, exact=True)

    def press(self, button):
        with self.posting():
            self.page.get_by_role("button", name=button, exact=True).click()

    def go_back_to_the_defaults(self):
        self.page.get_by_role("button", name="Back to the defaults").click()
        with self.posting():
            self.dialog.get_by_role("button", name="Back to the defaults").click()


class PasswordPage(Frame):
    """One's own password."""

    def open(self):
        return super().open("/settings/password")

    @property
    def current(self):
        return self.page.get_by_label("Password until now", exact=True)

    @property
    def wanted(self):
        return self.page.get_by_label("New password", exact=True)

    def change(self, current, wanted):
        self.current.fill(current)
        self.wanted.fill(wanted)
        with self.posting():
            self.page.get_by_role("button", name="Change password").click()
