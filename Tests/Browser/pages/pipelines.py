"""Pipelines: the list, and one of them as it is drawn. The editor stands in `pipeline_editor`."""

from pages.frame import Frame


class PipelinesPage(Frame):
    """The list."""

    def open(self, path="/pipelines"):
        return super().open(path)

    def row(self, name):
        return self.page.locator("tbody tr").filter(has_text=name)

    def add_from(self, template):
        """Saves a template as it is; ends on the page of the new pipeline."""
        self.page.get_by_role("link", name="Add a pipeline").click()
        self.page.get_by_role("link", name=template, exact=True).click()
        with self.posting():
            self.page.get_by_role("button", name="Save pipeline").click()


class PipelinePage(Frame):
    """The drawing with the images of the last run, and the table of nodes."""

    def open(self, guid):
        return super().open(f"/pipelines/{guid}")

    @property
    def drawing(self):
        return self.page.locator("figure.graph")

    def edges(self):
        """The ways as pairs of names, as the drawing says them in words."""
        return [words.split(" → ") for words in self.drawing.locator("details li").all_text_contents()]

    def numbers(self):
        """The images on each way, as drawn."""
        return self.drawing.locator("text.number").all_text_contents()

    def fact(self, name):
        term = self.page.get_by_role("term").filter(has_text=name).first
        return term.locator("xpath=following-sibling::dd").first

    @property
    def default_button(self):
        return self.page.get_by_role("button", name="Make default")

    def make_default(self):
        with self.posting():
            self.default_button.click()

    def delete(self):
        self.page.get_by_role("button", name="Delete").click()
        with self.posting():
            self.dialog.get_by_role("button", name="Delete").click()
