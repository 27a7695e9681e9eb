"""PostgreSQL goes away in every way it knows while agents work on two servers, and comes back."""

import random

import pytest

from fault_rig import PostgresEngine, Rig, rounds, wait_until
from postgres import Cluster
from program import Failure
from small_disk import SmallDisk


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_it_is_restarted(postgres, tmp_path, mode):
    """proves: NFR-200.1"""
    times = rounds(3)
    with Rig(tmp_path, postgres, servers=2) as rig:
        with rig.busy() as journal:
            for _ in range(times):
                postgres.cluster.restart(mode)
                journal.until_more(15)
        rig.verdict(f"database restarted ({mode})", times)


def test_it_is_away_for_a_while(postgres, tmp_path):
    """/health/ready says so, the servers stay, and go on by themselves when it is back.

    proves: NFR-200.1
    """
    times = rounds(1)
    with Rig(tmp_path, postgres, servers=2) as rig:
        with rig.busy() as journal:
            for _ in range(times):
                postgres.cluster.stop()
                rig.wait_until_ready(is_ready=False)
                journal.until_troubled(5)
                postgres.cluster.start()
                rig.wait_until_ready()
                journal.until_more(15)
        rig.verdict("database away", times)


def test_its_connections_are_killed(postgres, tmp_path):
    """proves: NFR-200.1, EC-4"""
    chance, killed = random.Random(2), 0
    with Rig(tmp_path, postgres, servers=2) as rig:
        with rig.busy() as journal:
            for _ in range(rounds(12)):
                killed += postgres.kill_connections()
                journal.until_more(chance.randint(1, 6))
        rig.verdict("connections killed", killed)


def test_commits_whose_answer_is_lost(postgres, tmp_path):
    """What was committed and not confirmed is neither done twice nor taken apart.

    proves: NFR-200.1, EC-4
    """
    lost = 0
    with Rig(tmp_path, postgres, servers=2) as rig:
        with rig.busy() as journal:
            for _ in range(rounds(8)):
                with postgres.cluster.commits_withheld():
                    wait_until(lambda: postgres.waiting("SyncRep") >= 3, 30, "commits that wait")
                    lost += postgres.waiting("SyncRep")
                    postgres.kill_connections()
                journal.until_more(5)
        rig.verdict("answers to commits lost", lost)


@pytest.mark.parametrize("table, moment", [("attempts", "claim"), ("results", "finalize")])
def test_a_server_is_killed_in_the_middle(postgres, tmp_path, table, moment):
    """Its transaction is held in the middle until it is dead.

    proves: NFR-200.1, EC-4
    """
    times = rounds(3)
    with Rig(tmp_path, postgres, servers=2) as rig:
        with rig.busy() as journal:
            for number in range(times):
                with postgres.hold(f"LOCK TABLE {table} IN SHARE MODE"):
                    wait_until(lambda: postgres.waiting("Lock") >= 2, 30, f"a {moment} that waits")
                    rig.restart(number % 2)
                journal.until_more(10)
        rig.verdict(f"kill -9 of a server in mid-{moment}", times)


def test_its_disk_is_full(tmp_path):
    """Also where PostgreSQL itself gives up and has to be started again.

    proves: NFR-200.1
    """
    times = rounds(1)
    settings = {"max_wal_size": "32MB", "min_wal_size": "32MB"}
    with SmallDisk(tmp_path / "postgres", 160) as disk, Cluster(disk.folder, settings) as cluster:
        with Rig(tmp_path, PostgresEngine(cluster), servers=2) as rig:
            with rig.busy() as journal:
                for _ in range(times):
                    disk.fill()
                    journal.until_troubled(10)
                    disk.empty()
                    wait_until(lambda: is_back(cluster), 30, "PostgreSQL")
                    rig.wait_until_ready()
                    journal.until_more(15)
            rig.verdict("disk of the database full", times)


def is_back(cluster):
    """Whether PostgreSQL answers; where it has given up for want of room, it is started again."""
    if not cluster.is_running:
        cluster.start()
    try:
        cluster.sql("CREATE TABLE IF NOT EXISTS probe (n int); INSERT INTO probe VALUES (1)")
    except Failure:
        return False
    return True
