"""Several servers on one PostgreSQL behind the nginx of docs/deploy.md, with agents and pages that only know its address."""

import json
import threading
import urllib.error
import urllib.request

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import connect

from fault_rig import EMAIL, PASSWORD, Rig, wait_until
from nginx import Nginx

ENDS = ("completed", "failed", "cancelled")


class ReplicatedRig(Rig):
    """A rig whose agents and user go through nginx."""

    def __init__(self, folder, engine, servers, settings=None, **more):
        trusted = {"SAFELIGHT_TRUSTED_PROXIES": "127.0.0.1/32"}
        super().__init__(folder, engine, servers=servers, settings=trusted | (settings or {}), **more)
        self.nginx = None

    def _set_up(self):
        self.nginx = Nginx(self.folder / "nginx", [server.address for server in self.servers]).__enter__()
        super()._set_up()
        self.api.address = self.nginx.address

    def address_of(self, number):
        return self.nginx.address

    def close(self):
        super().close()
        if self.nginx:
            self.nginx.__exit__()

    def roll(self, number, journal):
        """Restarts a server as an update does, while the others go on; gives what it exited with."""
        code = self.servers[number].stop()
        journal.until_more(3)
        self.servers[number].start()
        wait_until(lambda: self.is_ready(number), 30, "readiness")
        journal.until_more(3)
        return code


def cookie(address):
    """A session at any of the servers."""
    body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
    request = urllib.request.Request(
        address + "/api/auth/login", body, {"Content-Type": "application/json", "Origin": address})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.headers["Set-Cookie"].split(";")[0]


class Page:
    """A page that shows all jobs: a WebSocket that connects again whenever it is closed, as live-socket.js does."""

    def __init__(self, address):
        self.address = address
        self.cookie = cookie(address)
        self.ended = {}
        self.closes = []
        self._stop = threading.Event()
        self._socket = None
        self._opened = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        assert self._opened.wait(20), "the page's socket does not open"
        return self

    def __exit__(self, *error):
        self._stop.set()
        if self._socket:
            self._socket.close()
        self._thread.join(20)

    def _run(self):
        while not self._stop.is_set():
            try:
                self._listen()
            except ConnectionClosed as closed:
                self.closes.append(closed.rcvd.code if closed.rcvd else None)
            except (OSError, InvalidHandshake):
                self.closes.append("refused")
            self._stop.wait(0.1)

    def _listen(self):
        path = "ws" + self.address.removeprefix("http") + "/ws/jobs/all"
        with connect(path, origin=self.address, additional_headers={"Cookie": self.cookie}, open_timeout=5) as socket:
            self._socket = socket
            self._opened.set()
            for text in socket:
                frame = json.loads(text)
                if frame["type"] == "job_completed" and frame["status"] in ENDS:
                    self.ended[frame["job_guid"]] = frame["status"]
            self.closes.append(socket.close_code)
