"""The editor of a pipeline, as nodes and as YAML."""

import re

from pages.frame import Frame


class PipelineEditor(Frame):
    """A new pipeline, or one that is changed."""

    def open_new(self, template=None):
        return super().open("/pipelines/new" + (f"?template={template}" if template else ""))

    def open_existing(self, guid):
        return super().open(f"/pipelines/{guid}/edit")

    @property
    def name(self):
        return self.page.get_by_label("Pipeline name", exact=True)

    @property
    def yaml(self):
        return self.page.get_by_label("YAML", exact=True)

    @property
    def check(self):
        return self.page.locator("#check")

    @property
    def state(self):
        """The check in a word or two."""
        return self.check.get_by_role("status")

    @property
    def drawing(self):
        return self.check.locator("figure.graph svg")

    @property
    def cards(self):
        return self.page.locator(".stage")

    def node(self, number):
        """The fields of a node, from 1."""
        return self.page.get_by_role("group", name=re.compile(rf"^{number}\. "))

    def field(self, number, label):
        return self.node(number).get_by_label(label, exact=True)

    def output(self, number, index):
        return self.field(number, f"Leads to, {index}")

    def press(self, name):
        """A button that leads to a page: the next one, or this one again."""
        with self.posting():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()

    def add(self, kind):
        self.page.get_by_label("Kind of node").select_option(kind)
        self.press("Add node")

    def checking(self):
        """Ends only when the check that what is typed inside sets off has been answered."""
        return self.page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok)
