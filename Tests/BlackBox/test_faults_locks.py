"""Somebody else leaves a transaction open that holds what the server needs."""

import sqlite3
from contextlib import closing

from fault_rig import Rig, SQLiteEngine, rounds, wait_until


def test_a_program_that_holds_the_sqlite_file(tmp_path):
    """proves: NFR-200.1"""
    times = rounds(1)
    with Rig(tmp_path, SQLiteEngine()) as rig:
        with rig.busy() as journal:
            for _ in range(times):
                refused = journal.troubles["503 database_busy"]
                with closing(sqlite3.connect(rig.engine.database, timeout=30, isolation_level=None)) as other:
                    other.execute("BEGIN IMMEDIATE")
                    journal.until(
                        lambda: journal.troubles["503 database_busy"] > refused, what="a refusal: database_busy")
                journal.until_more(10)
        rig.verdict("transaction left open elsewhere", times)


def test_a_transaction_that_holds_rows_in_postgres(postgres, tmp_path):
    """proves: NFR-200.1"""
    tables = ["jobs", "attempts", "agents", "teams"] * rounds(1)
    with Rig(tmp_path, postgres, servers=2) as rig:
        with rig.busy() as journal:
            for table in tables:
                with postgres.hold(f"SELECT id FROM {table} FOR UPDATE"):
                    wait_until(lambda: postgres.waiting("Lock") >= 1, 30, f"somebody who waits for rows of {table}")
                journal.until_more(10)
        rig.verdict("rows locked elsewhere", len(tables))


def test_a_pool_that_is_exhausted(postgres, tmp_path):
    """More requests wait for rows than there are connections: the others are told to come again, and do.

    proves: NFR-200.1
    """
    times = rounds(1)
    with Rig(tmp_path, postgres, agents=8, settings={"SAFELIGHT_DATABASE_CONNECTIONS": "2"}) as rig:
        with rig.busy() as journal:
            for _ in range(times):
                refused = journal.troubles["503 database_exhausted"]
                with postgres.hold("LOCK TABLE attempts IN SHARE MODE"):
                    journal.until(
                        lambda: journal.troubles["503 database_exhausted"] > refused, what="a pool without connections")
                journal.until_more(20)
        rig.verdict("pool exhausted", times)
