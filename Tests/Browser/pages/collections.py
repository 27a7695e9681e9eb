"""Collections: the list, the form for a new one, one of them."""

from pages.frame import Frame


class NewCollectionPage(Frame):
    """The form for a LOCAL collection."""

    def open(self):
        return super().open("/collections/new")

    @property
    def agent_choice(self):
        return self.page.get_by_label("Agent", exact=True)

    def create(self, name, agent, folder):
        self.page.get_by_label("Name", exact=True).fill(name)
        self.choose_agent(agent)
        self.page.get_by_label("Folder", exact=True).fill(str(folder))
        self.page.get_by_role("button", name="Create collection").click()

    def choose_agent(self, agent):
        options = self.agent_choice.get_by_role("option").all_inner_texts()
        wanted = next(option for option in options if option.startswith(agent))
        self.agent_choice.select_option(label=wanted)


class CollectionPage(Frame):
    """One collection."""

    def run(self, tool="PhotoStats"):
        self.page.get_by_label("Tool", exact=True).select_option(label=tool)
        with self.posting():
            self.page.get_by_role("button", name="Run", exact=True).click()
