"""The agents, and the dialogs in front of them."""

import re

from pages.frame import Frame


class AgentsPage(Frame):
    """Lists agents; administrators add, rename, revoke and delete them."""

    def open_by_badge(self):
        self.badge.click()
        self.page.wait_for_url("**/agents*")
        return self

    def create_token(self, name=""):
        """The token as the dialog shows it, this once."""
        self.page.get_by_role("button", name="Add an agent").click()
        if name:
            self.dialog.get_by_label("Name").fill(name)
        self.dialog.get_by_role("button", name="Create token").click()
        shown = self.dialog.get_by_text(re.compile(r"^art_[\w-]{43}$"))
        shown.wait_for()
        return shown.inner_text().strip()

    def close_dialog(self):
        """Leads to the list: what the form was answered with is not sent again by a reload."""
        with self.page.expect_navigation():
            self.dialog.get_by_role("link", name="Done").click()

    def row(self, name):
        return self.page.get_by_role("listitem").filter(has=self.page.get_by_text(name, exact=True)).first

    def choose(self, agent, action):
        """Opens an agent's menu and picks an entry of it."""
        self.page.get_by_label(f"Actions for {agent}").click()
        self.row(agent).get_by_role("button", name=action).click()

    def open_menu(self, agent):
        """On the list, and on the agent's own page, which has the one menu only."""
        self.page.get_by_label(f"Actions for {agent}").click()
        return self.page.locator("details.menu[open]")

    def press(self, agent, action):
        """Picks an entry that acts at once."""
        menu = self.open_menu(agent)
        with self.posting():
            menu.get_by_role("button", name=action, exact=True).click()

    def token(self, name):
        """An open registration token."""
        return self.page.get_by_role("region", name="Open registration tokens").get_by_role("listitem").filter(has_text=name)

    def withdraw(self, name):
        self.token(name).get_by_role("button", name="Withdraw").click()
        with self.posting():
            self.dialog.get_by_role("button", name="Withdraw", exact=True).click()

    def rename(self, agent, name):
        self.choose(agent, "Rename")
        self.dialog.get_by_label("Name").fill(name)
        self.dialog.get_by_role("button", name="Rename").click()

    def revoke(self, agent, reason):
        self.choose(agent, "Revoke")
        self.dialog.get_by_label("Reason").fill(reason)
        self.dialog.get_by_role("button", name="Revoke").click()

    def confirm_delete(self, heir=None):
        """Answers the question; with an agent that takes the collections over where some are bound."""
        if heir:
            options = self.dialog.get_by_role("option").all_inner_texts()
            wanted = next(option for option in options if option.startswith(heir))
            self.dialog.get_by_label("Move them to").select_option(label=wanted)
        self.dialog.get_by_role("button", name="Move and delete" if heir else "Delete").click()
