"""Servers, tireless agents and a tireless user on one database, for a fault to happen to; then the verdict."""

import json
import os
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import history
import history_rules
from collection_run import create_local
from installation import Server
from journal import Journal
from program import ROOT
from scripted_agent import ScriptedAgent
from tireless import TirelessAgent, TirelessUser

TEAM, EMAIL, PASSWORD = "Studio North", "ada@example.org", "a long enough password"
MASTER_KEY = "A" * 43
# What was injected and what came of it, a row for each test; shown at the end of the run.
TABLE = []
RECORD = ROOT / ".build" / "test-records" / "faults.json"


def rounds(usual):
    """How often a fault is repeated: as a test usually does, or as `make faults ROUNDS=…` says."""
    return int(os.environ.get("SAFELIGHT_FAULT_ROUNDS") or usual)


def wait_until(holds, seconds, what):
    """Returns as soon as a condition that costs something to look at holds."""
    limit, pause = time.monotonic() + seconds, threading.Event()
    while not holds():
        if time.monotonic() > limit:
            raise AssertionError(f"{what} did not come in {seconds} s")
        pause.wait(0.1)


class SQLiteEngine:
    """A file in the data directory of the one server."""

    name = "sqlite"

    def __init__(self):
        self.settings = {}
        self.database = None

    def prepare(self, folder):
        self.database = Path(folder) / "server-0" / "safelight.sqlite"

    def execute(self, statement):
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            return connection.execute(statement).fetchall()


class PostgresEngine:
    """A database of its own in a cluster that tests share, or as `url` reaches it from elsewhere."""

    name = "postgres"
    _made = 0

    def __init__(self, cluster, host="127.0.0.1"):
        PostgresEngine._made += 1
        self.cluster = cluster
        self._name = f"faults_{PostgresEngine._made}"
        self._host = host
        self.settings = {}
        self.database = None

    def prepare(self, folder):
        self.database = self.cluster.create_database(self._name)
        self.settings = {"SAFELIGHT_DATABASE_URL": self.cluster.url(self._name, self._host)}

    def execute(self, statement):
        return [tuple(row.values()) for row in self.cluster.sql(statement, self._name)]

    def hold(self, statements):
        """A transaction of somebody else on this database, open for as long as the block."""
        return self.cluster.transaction(statements, self._name)

    def waiting(self, kind):
        return self.cluster.waiting(kind, self._name)

    def kill_connections(self):
        return self.cluster.kill_connections(self._name)


class Rig:
    """Opened by `with`; `busy` has jobs done while a fault happens, `verdict` waits for the end of all and judges."""

    def __init__(self, folder, engine, servers=1, agents=4, prefix=(), settings=None):
        self.folder = Path(folder)
        self.engine = engine
        engine.prepare(self.folder)
        self.blobs = self.folder / "blobs"
        self.blobs.mkdir(exist_ok=True)
        environment = {"SAFELIGHT_MASTER_KEY": MASTER_KEY} | engine.settings | (settings or {})
        self.servers = [Server(self.folder / f"server-{number}", environment, prefix) for number in range(servers)]
        for server in self.servers:
            (server.folder / "blobs").symlink_to(self.blobs)
        self.journal = Journal(self.folder / "journal.jsonl")
        self.is_clock_steady = True
        self.lost_attempts = None
        self.api = None
        self.agents = []
        self._agent_count = agents
        self._stop = threading.Event()
        self._threads = []

    def __enter__(self):
        try:
            for server in self.servers:
                server.start()
            self._set_up()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *error):
        self.close()

    def _set_up(self):
        self.api = self.servers[0].set_up(TEAM, EMAIL, PASSWORD)
        self.collections = []
        for number in range(self._agent_count):
            agent = ScriptedAgent(self.address_of(number)).register(self.servers[0].agent_token(TEAM), f"agent-{number}")
            self.collections += [
                create_local(self.api, f"{kind} {number}", f"/photos/{kind}/{number}", agent.guid)
                for kind in ("bound", "free")]
            self.agents.append(TirelessAgent(agent, number, self.journal, self._stop))
        # Jobs that any agent may take, so that they compete.
        self.engine.execute("UPDATE collections SET bound_agent_id = NULL WHERE name LIKE 'free%'")

    def address_of(self, number):
        """Where an agent finds its server."""
        return self.servers[number % len(self.servers)].address

    def close(self):
        self._stop.set()
        for server in self.servers:
            if server.program and server.program.is_running:
                server.kill()
        self.journal.close()

    @contextmanager
    def busy(self):
        """Agents work and a user starts runs for as long as the block lasts; it begins when work is well under way."""
        is_calm = threading.Event()
        user = threading.Thread(target=self._start_runs, args=(is_calm,), daemon=True)
        user.start()
        for agent in self.agents:
            agent.start()
        self.journal.until_more(5)
        try:
            yield self.journal
        finally:
            is_calm.set()
        user.join(60)
        assert not user.is_alive(), "a run could not be started in 60 s after the fault"

    def _start_runs(self, is_calm):
        user = TirelessUser(self.api, self.journal, self._stop)
        created = 0
        while not is_calm.is_set():
            if created < self.journal.count("complete") + 12:
                user.start_run(self.collections[created % len(self.collections)])
                created += 1
            else:
                is_calm.wait(0.02)

    @contextmanager
    def long_job(self):
        """Another agent holds a job for as long as the block lasts without a word, then hands it in."""
        agent = ScriptedAgent(self.servers[0].address).register(self.servers[0].agent_token(TEAM), "long")
        worker = TirelessAgent(agent, 99, self.journal, self._stop)
        job = worker.begin()
        yield agent.guid
        worker.hand_in(job, "inline")

    def restart(self, number=0):
        """Kills a server where it stands, and starts it again."""
        self.servers[number].kill()
        self.servers[number].start()

    def is_ready(self, number=0):
        """What /health/ready says: None where nobody answers."""
        caller = ScriptedAgent(self.servers[number].address)
        caller.patience = 15
        try:
            return caller.call("GET", "/health/ready").status == 200
        except OSError:
            return None

    def wait_until_ready(self, seconds=30, is_ready=True):
        for number in range(len(self.servers)):
            wait_until(lambda: self.is_ready(number) is is_ready, seconds, f"/health/ready saying {is_ready}")

    def open_jobs(self):
        rows = self.engine.execute("SELECT count(*) AS n FROM jobs WHERE status NOT IN ('completed', 'failed', 'cancelled')")
        return int(rows[0][0])

    def verdict(self, fault, injected, seconds=60):
        """Waits until all jobs have ended, stops everything, and holds the history to its rules."""
        try:
            wait_until(lambda: self.open_jobs() == 0, seconds, "the end of all jobs")
        except AssertionError:
            # The rules say which jobs are stuck.
            pass
        self._stop.set()
        for agent in self.agents:
            agent.thread.join(30)
        exits = [server.stop() for server in self.servers]
        past = history.read(self.engine.database, self.blobs, self.journal.answers)
        past.is_clock_steady = self.is_clock_steady
        found = history_rules.violations(past)
        self.lost_attempts = history_rules.counts(past)["lost attempts"]
        self._record(fault, injected, past, found)
        assert self.journal.surprises == [], "\n".join(self.journal.surprises[:5] + found[:10])
        assert found == [], "\n".join(found[:20])
        assert exits == [0] * len(exits), f"servers ended with {exits}"

    def _record(self, fault, injected, past, found):
        row = {"fault": fault, "engine": self.engine.name, "servers": len(self.servers), "injected": injected}
        row |= history_rules.counts(past) | {
            "unanswered": self.journal.troubles.total(), "surprises": len(self.journal.surprises),
            "violations": len(found)}
        TABLE.append(row | {"troubles": dict(self.journal.troubles)})
        RECORD.parent.mkdir(parents=True, exist_ok=True)
        RECORD.write_text(json.dumps(TABLE, indent=2) + "\n", encoding="utf-8")


def table():
    """The rows of `TABLE` as text in columns."""
    names = [name for name in TABLE[0] if name != "troubles"]
    cells = [names] + [[str(row[name]) for name in names] for row in TABLE]
    widths = [max(len(line[column]) for line in cells) for column in range(len(names))]
    return ["  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip() for line in cells]
