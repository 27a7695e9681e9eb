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

    def tool(self, name):
        """The choice of a tool."""
        return self.page.get_by_role("radio", name=name, exact=True)

    @property
    def pipeline_choice(self):
        return self.page.get_by_label("Pipeline", exact=True)

    def run(self, tool="PhotoStats", ticks=()):
        """Chooses a tool, ticks boxes by their labels, and starts it."""
        self.tool(tool).check()
        for label in ticks:
            self.page.get_by_label(label, exact=True).check()
        with self.posting():
            self.page.get_by_role("button", name="Run", exact=True).click()

    def add_pipeline(self, template):
        """The first pipeline of a team, out of the form that starts a run."""
        self.page.get_by_label("Begin with", exact=True).select_option(label=template)
        with self.posting():
            self.page.get_by_role("button", name="Add pipeline", exact=True).click()
