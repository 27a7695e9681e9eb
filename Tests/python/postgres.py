"""A private PostgreSQL for one test run: nothing of it is shared, nothing of it stays."""

import contextlib
import csv
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from program import Failure, Program

USER = "postgres"
PREFIX = "safelight-pg-"
STOPS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
# The machine survives the test, so nothing needs to reach its disk; a killed PostgreSQL still loses no commit.
QUICK = {"fsync": "off", "full_page_writes": "off"}
SETTINGS = {"max_connections": "200", "logging_collector": "off", "log_timezone": "UTC"}


def program(name):
    """One of PostgreSQL's programs: of the newest version that Debian installed, or on the PATH."""
    def version(path):
        return [int(part) for part in path.parts[-3].split(".") if part.isdigit()]
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=version)
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        raise Failure(f"{name} is not there: install the package postgresql — `make setup` does")
    return found


class Cluster:
    """PostgreSQL on a free port, and on a socket in its folder, run as an unprivileged user where the tests are root.

    Without a folder it has a new one that `close` removes. `settings` are those of postgresql.conf; `is_durable` keeps fsync, for measurements. Start it in a thread that lives as long:
    PostgreSQL ends with the thread that started it, so that nothing stays behind a test run that is killed.
    """

    def __init__(self, folder=None, settings=None, addresses="127.0.0.1", is_durable=False):
        remove_leftovers()
        self._is_own = folder is None
        self.folder = Path(folder or tempfile.mkdtemp(prefix=PREFIX))
        self.data = self.folder / "data"
        self.addresses = addresses
        self.settings = SETTINGS | ({} if is_durable else QUICK) | (settings or {})
        self.port = 0
        self.program = None
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER, USER)

    def start(self):
        """Makes the cluster when it is not there, and runs it on the port that it had before."""
        if not (self.data / "PG_VERSION").exists():
            self.initialise()
        self.port = self.port or free_port()
        settings = self.settings | {
            "port": str(self.port), "listen_addresses": self.addresses, "unix_socket_directories": self._socket_folder}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = unprivileged("--pdeathsig", "QUIT") + [program("postgres"), "-D", str(self.data), *options]
        # Not on the disk that a test may fill.
        log = self.folder / "log" if self._is_own else self.folder.with_name(self.folder.name + ".log")
        self.program = Program(command, log, {**os.environ, "LC_ALL": "C"})
        try:
            self.program.wait_for("ready to accept connections")
        except Failure:
            self.program.kill()
            raise
        return self

    def initialise(self):
        """Makes the cluster; nothing runs yet."""
        command = unprivileged() + [
            program("initdb"), "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(command, cwd="/", capture_output=True, text=True)
        if made.returncode:
            raise Failure(f"initdb could not make a cluster in {self.data}: {made.stderr.strip()}")
        with open(self.data / "pg_hba.conf", "a", encoding="ascii") as rules:
            rules.write("host all all samenet trust\n")

    @property
    def _socket_folder(self):
        """None where the socket's path would be longer than a socket's may be."""
        return str(self.folder) if len(str(self.folder)) < 80 else ""

    @property
    def is_running(self):
        return self.program is not None and self.program.is_running

    def stop(self, mode="fast", seconds=30):
        """`smart` waits for the clients, `fast` sends them away, `immediate` is a crash that is recovered from."""
        if self.is_running:
            self.program.process.send_signal(STOPS[mode])
            try:
                self.program.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.program.kill()
                raise Failure(f"PostgreSQL did not stop ({mode}) in {seconds} s") from None
        if self.program is not None:
            self.program.kill()

    def restart(self, mode="fast"):
        self.stop(mode)
        return self.start()

    def close(self):
        """Stops it and removes what is its own."""
        self.stop("immediate")
        if self._is_own:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *error):
        self.close()

    def url(self, database=USER, host="127.0.0.1"):
        return f"postgres://{USER}@{host}:{self.port}/{database}"

    def create_database(self, name):
        """A new, empty database; gives its URL."""
        self.sql(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def sql(self, statement, database=USER):
        """Runs statements and gives the rows of the last as dictionaries of text, NULL as None."""
        command = [*self._psql(database), "--csv", "-P", "null=\\N", "-c", statement]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"{statement}: {done.stderr.strip()}")
        rows = csv.DictReader(done.stdout.splitlines(keepends=True))
        return [{name: None if value == "\\N" else value for name, value in row.items()} for row in rows]

    def _psql(self, database):
        return [program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port),
                "-U", USER, "-d", database]

    @contextlib.contextmanager
    def transaction(self, statements, database=USER):
        """A transaction of somebody else that has run statements, and stays open and idle for as long as the block."""
        session = subprocess.Popen(self._psql(database), cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        try:
            session.stdin.write(f"\\o /dev/null\nBEGIN; {statements};\n\\o\n\\echo held\n")
            session.stdin.flush()
            said = session.stdout.readline()
            if said != "held\n":
                raise Failure(f"{statements}: {said}")
            yield
        finally:
            session.stdin.close()
            session.wait(30)
            session.stdout.close()

    def waiting(self, kind, database=None):
        """How many clients wait for something: `Lock`, or `SyncRep` while commits are withheld."""
        where = f"AND datname = '{database}'" if database else ""
        rows = self.sql("SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend'"
                        f" AND '{kind}' IN (wait_event_type, wait_event) {where}")
        return int(rows[0]["n"])

    @contextlib.contextmanager
    def commits_withheld(self):
        """Commits are carried out, and not answered: they wait for a replica that does not exist."""
        self._set("synchronous_standby_names", "'nobody'")
        try:
            yield
        finally:
            self._set("synchronous_standby_names", "DEFAULT")

    def _set(self, name, value):
        self.sql(f"ALTER SYSTEM SET {name} = {value}")
        self.sql("SELECT pg_reload_conf()")

    def kill_connections(self, database=None):
        """Ends every client's connection, or those to one database; gives how many there were."""
        where = f"AND datname = '{database}'" if database else ""
        rows = self.sql(
            "SELECT count(pg_terminate_backend(pid)) AS ended FROM pg_stat_activity"
            f" WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() {where}")
        return int(rows[0]["ended"])


def unprivileged(*options):
    """A command's beginning under which PostgreSQL runs: it refuses to be root.

    It keeps the right to enter folders of root, in which the tests have theirs.
    """
    if os.geteuid() != 0:
        return ["setpriv", *options]
    kept = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *kept, *options]


def free_port():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return listener.getsockname()[1]


def remove_leftovers():
    """What a test run that was killed could not remove: folders of an hour ago with no PostgreSQL."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < time.time() - 3600 and not _is_in_use(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_in_use(folder):
    try:
        pid = int((folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return Path(f"/proc/{pid}").exists()
