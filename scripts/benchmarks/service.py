"""A release server on a database of its own, as the benchmarks load it: its team, agents, jobs, memory and processor time."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.request
from http.client import HTTPConnection
from pathlib import Path

import postgres
import replay
import runs
import seeds
from installation import ADDRESS, Server
from program import binary, environment
from scripted_agent import BASE, CAPABILITIES

TEAM, EMAIL, PASSWORD = "Bench", "bench@example.org", "a long enough password"
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
PREFIX = "safelight-bench-"
HEARTBEAT = {"status": "online", "current_job_guid": None}
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class BenchServer(Server):
    """The server with an engine's arguments on every command, its log in a file, as it would be in use."""

    def __init__(self, folder, engine_arguments):
        super().__init__(folder)
        self.engine_arguments = engine_arguments

    def start(self, *arguments):
        command = [binary("safelight"), "serve", "--data-dir", str(self.folder), "--port", str(self.port),
                   *self.engine_arguments, *arguments]
        self.program = LoggedProgram(command, self.folder.with_name(self.folder.name + ".log"))
        self.address = self.program.wait_for(ADDRESS)
        self.port = int(self.address.rsplit(":", 1)[1])
        return self

    def command(self, *arguments, stdin=None):
        return super().command(*arguments, *self.engine_arguments, stdin=stdin)


class LoggedProgram:
    """A child that writes straight to a file, so that nobody spends time on reading what it says, and that ends with us."""

    def __init__(self, command, log, env=None):
        self.log = Path(log)
        with open(self.log, "wb") as file:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command], stdin=subprocess.DEVNULL, stdout=file,
                stderr=subprocess.STDOUT, env=env or environment(), start_new_session=True)

    def wait_for(self, pattern, seconds=60):
        """What a pattern finds first in the log."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if match := re.search(pattern, self.log.read_text(errors="replace")):
                return match.group()
            if not self.is_running:
                break
            time.sleep(0.05)
        raise runs.BenchFailure(f"{self.log.stem} did not start: {self.log.read_text(errors='replace')[-2000:]}")

    @property
    def is_running(self):
        return self.process.poll() is None

    def stop(self, seconds=60):
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self):
        self.process.kill()
        return self.process.wait()


class Service:
    """A running server with a team. Everything that it starts ends with it, also when a benchmark fails."""

    def __init__(self, engine):
        self.engine = engine
        remove_leftovers()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        (self.folder / "owner").write_text(str(os.getpid()))
        self.cluster = None
        self.server = None
        self.api = None
        self.keys = []
        self.collections = []
        self.templates = []
        self._copied = 0

    def __enter__(self):
        try:
            self._open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _open(self):
        arguments = ()
        if self.engine == "postgresql":
            self.folder.chmod(0o755)
            self.cluster = postgres.Cluster(self.folder / "postgresql", DURABLE | {"max_wal_size": "4GB", "log_line_prefix": replay.PREFIX + "%p "},
                                            is_durable=True).start()
            arguments = ("--database-url", self.cluster.create_database("bench"))
        self.server = BenchServer(self.folder / "server", arguments)
        self.server.start()
        self.api = self.server.set_up(TEAM, EMAIL, PASSWORD)

    def __exit__(self, *_):
        with contextlib.suppress(Exception):
            if self.server and self.server.program and self.server.program.is_running:
                self.server.kill()
        if self.cluster:
            self.cluster.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def port(self):
        return self.server.port

    @property
    def database(self):
        """The database, for what the API has no way to do a million times."""
        if self.cluster:
            return seeds.Postgres(self.cluster, "bench")
        return seeds.SQLite(self.server.folder / "safelight.sqlite")

    def restart(self):
        """A server that has just been started, on the same database."""
        self.server.stop()
        self.server.start()
        self.api.address = self.server.address

    def add_agents(self, count, with_collections=True, threads=8):
        """Registers agents over the API, over kept connections, each online and with a collection of its own. With one
        thread their rows come in the same order."""
        names = range(len(self.keys), len(self.keys) + count)
        made = _in_threads(names, lambda connection, name: self._add_agent(connection, name, with_collections), self.port,
                           threads)
        self.keys += [agent["key"] for agent in made]
        self.collections += [agent["collection"] for agent in made if with_collections]

    def _add_agent(self, connection, number, with_collection):
        token = connection.post("/api/agents/tokens", {"name": f"bench {number}"}, self.api.token)
        agent = connection.post(BASE + "/register", {
            "registration_token": token["token"], "name": f"bench-{number}", "hostname": "bench.local",
            "version": "0.1.0", "platform": "linux-amd64", "binary_checksum": "0" * 64, "capabilities": CAPABILITIES,
            "roots": ["/"]})
        connection.post(BASE + "/heartbeat", HEARTBEAT, agent["api_key"])
        collection = with_collection and connection.post("/api/collections", {
            "name": f"Archive {number}", "type": "LOCAL", "location": f"/photos/{number}",
            "bound_agent_guid": agent["agent_guid"]}, self.api.token)
        return {"key": agent["api_key"], "collection": collection and collection["guid"]}

    def add_templates(self):
        """One job on every collection that has none, over the API; those that fill the queue are copies of them."""
        made = _in_threads(self.collections[len(self.templates):], lambda connection, guid: connection.post(
            f"/api/collections/{guid}/runs", {"tool": "photostats"}, self.api.token), self.port)
        self.templates += [job["guid"] for job in made]

    def add_jobs(self, count, templates=None, **columns):
        """So many jobs like each of the first templates, due like them; `columns` differ."""
        for guid in self.templates if templates is None else templates:
            self.database.execute(seeds.copies(self.database, count, self._copied, guid, **columns))
            self._copied += count

    def ensure_jobs(self, agents, each):
        """At least so many jobs that are due for each of the first agents."""
        templates = self.templates[:agents]
        words = ", ".join(f"'{guid}'" for guid in templates)
        waiting = {row["guid"]: int(row["waiting"]) for row in self.database.execute(
            "SELECT t.guid AS guid, (SELECT count(*) FROM jobs j WHERE j.collection_id = t.collection_id"
            f" AND j.status = 'pending' AND j.available_at <= t.available_at) AS waiting FROM jobs t WHERE t.guid IN ({words})")}
        for guid in templates:
            if waiting[guid] < each:
                self.add_jobs(each - waiting[guid], [guid])

    def agents(self, count):
        """So many agents as a plan names them."""
        return [{"key": key, "collection": collection} for key, collection in
                zip(self.keys[:count], self.collections[:count] or [None] * count)]

    @property
    def cookie(self):
        """A session, as a browser has it."""
        body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
        request = urllib.request.Request(self.server.address + "/api/auth/login", body, {
            "Content-Type": "application/json", "Origin": self.server.address})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.headers["Set-Cookie"].split(";")[0]

    def processor_seconds(self):
        """What the server has used so far, user and system."""
        return processor_seconds(self.server.program.process.pid)

    def database_seconds(self):
        """What the processes of PostgreSQL have used so far; SQLite is part of the server."""
        return processor_seconds_of_children(self.cluster.program.process.pid) if self.cluster else 0.0

    def memory_bytes(self):
        """The server's resident memory."""
        for line in Path(f"/proc/{self.server.program.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise runs.BenchFailure("the server's memory cannot be read")


def remove_leftovers():
    """What a benchmark that was killed could not remove; its programs have ended with it."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with contextlib.suppress(OSError, ValueError):
            if not Path(f"/proc/{int((folder / 'owner').read_text())}").exists():
                shutil.rmtree(folder, ignore_errors=True)


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def processor_seconds_of_children(pid):
    """A process's own, that of its children, and that of those that have ended."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == pid:
                total += (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
            elif stat.parent.name == str(pid):
                total += sum(int(field) for field in fields[11:15]) / CLOCK_TICKS
    return total


class _Kept:
    """A kept connection to the API; told apart from urllib, which opens one for each request."""

    def __init__(self, port):
        self._http = HTTPConnection("127.0.0.1", port, timeout=120)

    def post(self, path, body, secret=None):
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {secret}"} if secret else {})
        self._http.request("POST", path, json.dumps(body), headers)
        answer = self._http.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise runs.BenchFailure(f"POST {path} was answered {answer.status}: {content[:300].decode()}")
        return json.loads(content)


def _in_threads(items, work, port=None, count=8):
    """Does something for every item over a few kept connections; the results in the items' order."""
    items, made, failures = list(items), {}, []

    def share(first):
        connection = _Kept(port)
        try:
            for index in range(first, len(items), count):
                made[index] = work(connection, items[index])
        except (OSError, ValueError, KeyError, runs.BenchFailure) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=share, args=(first,)) for first in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise runs.BenchFailure(str(failures[0]))
    return [made[index] for index in range(len(items))]
