"""The private PostgreSQL of the tests does what the tests of faults rely on."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from postgres import Cluster
from program import Failure, Program

PYTHON_FOLDER = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


def test_rows_come_as_text_and_nothing_as_none(cluster):
    rows = cluster.sql("SELECT 1 AS one, NULL AS nothing, E'a\\nb,\"c' AS text, '' AS empty")
    assert rows == [{"one": "1", "nothing": None, "text": 'a\nb,"c', "empty": ""}]
    with pytest.raises(Failure, match="does not exist"):
        cluster.sql("SELECT * FROM nowhere")


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_commit_survives_a_stop(cluster, mode):
    name = f"kept_{mode}"
    url = cluster.create_database(name)
    cluster.sql("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)", name)
    cluster.restart(mode)
    assert cluster.url(name) == url
    assert cluster.sql("SELECT id FROM kept", name) == [{"id": "7"}]


def test_a_transaction_is_held_open(cluster):
    cluster.sql("CREATE TABLE locked (id int); INSERT INTO locked VALUES (1), (2)")
    rows = "SELECT id FROM locked FOR UPDATE SKIP LOCKED"
    with cluster.transaction("SELECT id FROM locked WHERE id = 1 FOR UPDATE"):
        assert cluster.sql(rows) == [{"id": "2"}]
    assert len(cluster.sql(rows)) == 2


def test_connections_are_killed(cluster):
    command = ["psql", "-X", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres", "-c",
               "SELECT 'here'", "-c", "SELECT pg_sleep(600)"]
    client = Program(["stdbuf", "-oL", *command], cluster.folder / "client.log")
    client.wait_for("here")
    assert cluster.kill_connections() >= 1
    client.wait_for("terminating connection", 30)
    client.kill()


def test_nothing_stays_behind_a_killed_test_run(cluster):
    script = ("import sys; sys.path[:0] = sys.argv[1:]\nfrom postgres import Cluster\n"
              "made = Cluster().start()\nprint(made.program.process.pid, made.folder, flush=True)\nsys.stdin.read()\n")
    folders = [str(PYTHON_FOLDER), str(PYTHON_FOLDER.parents[1] / "scripts" / "app")]
    run = subprocess.Popen(
        [sys.executable, "-c", script, *folders], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    pid, folder = run.stdout.readline().split()
    ended = os.pidfd_open(int(pid))
    run.send_signal(signal.SIGKILL)
    run.wait()
    try:
        wait_for_end(ended, 30)
    finally:
        os.close(ended)
        subprocess.run(["rm", "-rf", folder], check=True)


def wait_for_end(descriptor, seconds):
    """Waits for the end of a process that is not a child."""
    readable, _, _ = select.select([descriptor], [], [], seconds)
    assert readable, f"PostgreSQL still runs {seconds} s after the test run was killed"
