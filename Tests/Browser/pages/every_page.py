"""The address of every page, each with the heading that tells it from an error page."""

from dataclasses import dataclass

from playwright.sync_api import expect


@dataclass(frozen=True)
class Address:
    """A path, the text of its first heading, and the status that it is answered with."""

    path: str
    heading: str
    status: int = 200

    def visit(self, frame):
        """Opens the page, and holds the answer against what belongs here."""
        answer = frame.page.goto(frame.address + self.path)
        assert answer.status == self.status, f"{self.path} was answered {answer.status}"
        expect(frame.heading).to_have_text(self.heading)
        if self.status != 200:
            return
        # An open question stands in front of the page that its address names.
        assert frame.page.get_by_role("dialog").count() == self.dialogs, self.path

    @property
    def dialogs(self):
        return 1 if "dialog=" in self.path or self.path == "/keys" else 0

    def fetch(self, window):
        """The answer alone, with its status checked."""
        answer = window.context.request.get(window.address + self.path)
        assert answer.status == self.status, f"{self.path} was answered {answer.status}"
        return answer


class Installation:
    """A team in which each page has something to show."""

    def __init__(self, studio, archive):
        self.studio, self.archive = studio, archive
        self.agent = studio.agent(archive).start()
        studio.wait_until_online()

    def addresses(self):
        return [*self._collections_and_jobs(), *self._pipelines(), *self._connectors(), *self._agents(), *settings(),
                Address("/keys", "Keyboard"), Address("/notifications", "Notifications"),
                Address("/nowhere-at-all", "Not found", 404)]

    def _collections_and_jobs(self):
        studio = self.studio
        collection = studio.collection(self.archive, self.agent.guid)
        job = studio.wait_until_ended(studio.run(collection)["guid"])
        again = studio.wait_until_ended(studio.run(collection)["guid"])
        away, busy = studio.scripted_agent("away"), studio.scripted_agent("busy")
        waiting = studio.run(studio.collection("/elsewhere", away.guid, "Elsewhere"))["guid"]
        running = studio.run(studio.collection("/in/the/middle", busy.guid, "In the middle"))["guid"]
        busy.heartbeat()
        busy.progress(busy.claim(), 42, files_scanned=42_000, total_files=100_000, current_file="2019/DSC_0042.dng")
        forbidden = studio.run(studio.collection("/forbidden", self.agent.guid, "Forbidden"))["guid"]
        assert studio.wait_until_ended(forbidden)["status"] == "failed"
        folder = f"/collections/{collection['guid']}"
        return [
            Address("/", "Dashboard"), Address("/collections", "Collections"), Address("/collections/new", "New collection"),
            Address("/collections?q=nowhere", "Collections"), Address(folder, "Weddings"),
            Address(folder + "?dialog=edit", "Weddings"), Address(folder + "?dialog=delete", "Weddings"),
            Address("/jobs", "Jobs"), Address("/jobs?view=done", "Jobs"), Address("/jobs?status=running", "Jobs"),
            Address("/jobs?cursor=nonsense", "That did not work", 400),
            Address(f"/jobs/{job['guid']}", "PhotoStats on Weddings"),
            Address(f"/jobs/{waiting}", "PhotoStats on Elsewhere"),
            Address(f"/jobs/{waiting}?dialog=cancel", "PhotoStats on Elsewhere"),
            Address(f"/jobs/{running}", "PhotoStats on In the middle"),
            Address(f"/jobs/{forbidden}", "PhotoStats on Forbidden"),
            Address("/results", "Results"), Address("/results?tool=photo_pairing", "Results"),
            Address(f"/results/{job['result_guid']}", "PhotoStats of Weddings"),
            Address(f"/results/{again['result_guid']}/changes", "What changed"),
        ]

    def _pipelines(self):
        made = "/pipelines/" + self.studio.api.post("/api/pipelines", {"template": "raw-dng"})["guid"]
        return [
            Address("/pipelines", "Pipelines"), Address("/pipelines/new", "New pipeline"),
            Address("/pipelines/new?template=raw-only", "New pipeline"), Address(made, "Raw + DNG"),
            Address(made + "?dialog=delete", "Raw + DNG"), Address(made + "/edit", "Edit pipeline"),
        ]

    def _connectors(self):
        api = self.studio.api
        guid = api.post("/api/connectors", {
            "name": "Studio share", "type": "SMB", "configuration": {"server": "nas.local", "share": "photos"}})["guid"]
        remote = "/collections/" + api.post("/api/collections", {
            "name": "In the share", "type": "SMB", "location": "2026", "connector_guid": guid})["guid"]
        one = f"/connectors/{guid}"
        return [
            Address("/connectors", "Connectors"), Address("/connectors/new", "New connector"),
            Address("/connectors/new?type=GCS", "New connector"), Address(one, "Studio share"),
            Address(one + "?dialog=edit", "Studio share"), Address(one + "?dialog=delete", "Studio share"),
            Address(remote, "In the share"), Address(remote + "?dialog=edit", "In the share"),
            Address(f"/collections/new?connector={guid}", "New collection"),
            Address("/collections/new?place=connector", "New collection"),
        ]

    def _agents(self):
        question = f"/agents?agent={self.agent.guid}&dialog="
        return [
            Address("/agents", "Agents"), Address("/agents?dialog=add", "Agents"),
            Address(f"/agents/{self.agent.guid}", "studio-nas"), Address(question + "rename", "Agents"),
            Address(question + "revoke", "Agents"), Address(question + "delete", "Agents"),
        ]

    def name_a_camera(self):
        self.studio.api.put("/api/config/camera-mappings", {"AB3D": {"name": "Canon EOS R5", "serial_number": None}})


def settings():
    """The parts of the settings; a camera AB3D is named."""
    return [
        Address("/settings/files", "File types"), Address("/settings/files?dialog=defaults", "File types"), Address("/settings/cameras", "Cameras"),
        Address("/settings/cameras?dialog=edit&entry=AB3D", "Cameras"),
        Address("/settings/methods", "Processing methods"), Address("/settings/methods?dialog=add", "Processing methods"),
        Address("/settings/team", "Team"), Address("/settings/team?dialog=add", "Team"),
        Address("/settings/tokens", "API tokens"), Address("/settings/tokens?dialog=add", "API tokens"),
        Address("/settings/password", "Password"), Address("/settings/about", "About"),
    ]
