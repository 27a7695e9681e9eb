"""Collections: the list, the form for a new one, one of them."""

from pages.frame import Frame


class NewCollectionPage(Frame):
    """The form: a folder on an agent, or a place on a connector."""

    def open(self):
        return super().open("/collections/new")

    @property
    def agent_choice(self):
        return self.page.get_by_label("Agent", exact=True)

    def choose_connector_tab(self):
        self.page.get_by_role("link", name="On a connector").click()

    @property
    def connector_choice(self):
        return self.page.get_by_label("Connector", exact=True)

    def field(self, label):
        return self.page.get_by_label(label, exact=True)

    def submit(self):
        with self.posting():
            self.page.get_by_role("button", name="Create collection").click()

    def create(self, name, agent, folder):
        self.page.get_by_label("Name", exact=True).fill(name)
        self.choose_agent(agent)
        self.page.get_by_label("Folder", exact=True).fill(str(folder))
        self.page.get_by_role("button", name="Create collection").click()

    def choose_agent(self, agent):
        options = self.agent_choice.get_by_role("option").all_inner_texts()
        wanted = next(option for option in options if option.startswith(agent))
        self.agent_choice.select_option(label=wanted)


class CollectionsPage(Frame):
    """The list."""

    def open(self, path="/collections"):
        return super().open(path)

    @property
    def rows(self):
        return self.page.locator("tbody tr")


class CollectionPage(Frame):
    """One collection."""

    def ask(self, action):
        """Opens a question in front of the page."""
        self.page.get_by_role("button", name=action, exact=True).click()
        return self.dialog

    def delete(self):
        """Asks, and answers the question."""
        with self.posting():
            self.ask("Delete").get_by_role("button", name="Delete").click()

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
