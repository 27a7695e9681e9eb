"""A team with its server and agents, as a test needs them."""

import json
import urllib.request
from pathlib import Path

from collection_run import adopt_configuration, create_local, start_run
from figures import CONFIGURATION
from installation import API, Agent, Server
from live_socket import LiveSocket
from scripted_agent import ScriptedAgent

TEAM, EMAIL, PASSWORD = "Studio North", "ada@example.org", "a long enough password"


class Studio:
    """A server in a folder of its own, with one team and its administrator."""

    def __init__(self, folder, team=TEAM, person="Ada Lovelace"):
        self.folder = Path(folder)
        self.team, self.person = team, person
        self.server = Server(self.folder / "server")
        self.agents = []
        self.api = None
        self._cookie = None

    def open(self):
        self.server.start()
        try:
            self.api = self.server.set_up(self.team, EMAIL, PASSWORD, name=self.person)
            adopt_configuration(self.api, CONFIGURATION)
        except Exception:
            self.server.kill()
            raise
        return self

    def close(self):
        for agent in self.agents:
            if agent.program and agent.program.is_running:
                agent.kill()
        if self.server.program.is_running:
            self.server.stop()

    @property
    def address(self):
        return self.server.address

    def agent(self, *roots, name="studio-nas", address=None):
        """A registered agent, not started."""
        made = Agent(self.folder / f"agent-{len(self.agents)}", name)
        self.agents.append(made)
        return made.register(address or self.address, self.server.agent_token(self.team), *roots)

    def scripted_agent(self, name="scripted", address=None, **facts):
        """An agent whose every step the test decides; `facts` replace what it says of itself."""
        return self.stranger(address).register(self.server.agent_token(self.team), name, **facts)

    def stranger(self, address=None):
        """An agent that is not registered."""
        return ScriptedAgent(address or self.address)

    def member(self, email="max@example.org", password="a long first password", name="Max"):
        """One more person of the team, who is no administrator."""
        return self.api.post("/api/users", {"email": email, "name": name, "role": "member", "password": password})

    def collection(self, folder, agent_guid, name="Weddings"):
        return create_local(self.api, name, folder, agent_guid)

    def run(self, collection, tool="photostats"):
        """A new job."""
        return start_run(self.api, collection, tool)

    def job(self, guid):
        return self.api.get(f"/api/jobs/{guid}")

    def result_of(self, job_guid):
        return self.api.get(f"/api/results/{self.job(job_guid)['result_guid']}")

    def report_of(self, result):
        return self.api.call("GET", f"/api/results/{result['guid']}/report", accept="text/html")

    def kill_server(self):
        self.server.kill()

    def restart_server(self):
        """At the same address as before."""
        self.server.start()
        self.api = API(self.server.address, self.api.token)

    @property
    def cookie(self):
        """A session, as a browser would have it."""
        if self._cookie is None:
            body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
            request = urllib.request.Request(
                self.address + "/api/auth/login", body,
                {"Content-Type": "application/json", "Origin": self.address})
            with urllib.request.urlopen(request, timeout=30) as answer:
                self._cookie = answer.headers["Set-Cookie"].split(";")[0]
        return self._cookie

    def watch(self, path):
        """A socket as the pages open it."""
        return LiveSocket(self.address, path, self.cookie)

    def wait_until_ended(self, job_guid, seconds=90):
        """The job, as soon as the server says on its socket that it has ended."""
        with self.watch(f"/ws/jobs/{job_guid}") as socket:
            socket.until(lambda frame: frame.get("status") in ("completed", "failed", "cancelled"), seconds)
        return self.job(job_guid)

    def wait_until_online(self, count=1, seconds=60):
        """Returns as soon as the badge would show so many agents."""
        with self.watch("/ws/agents/pool-status") as socket:
            socket.until(lambda frame: frame.get("data", {}).get("online_count") == count, seconds)
