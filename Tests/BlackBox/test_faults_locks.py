"""Somebody else leaves a transaction open that holds what the server needs."""

import sqlite3
from contextlib import closing

import pytest

from fault_rig import Rig, SQLiteEngine, rounds


def test_a_program_that_holds_the_sqlite_file(tmp_path):
    """proves: NFR-200.1"""
    with Rig(tmp_path, SQLiteEngine()) as rig:
        with rig.busy() as journal:
            for _ in range(rounds(1)):
                with closing(sqlite3.connect(rig.engine.database, timeout=30, isolation_level=None)) as other:
                    other.execute("BEGIN IMMEDIATE")
                    journal.until(lambda: journal.troubles["503 database_busy"] > 0, what="a refusal: database_busy")
                journal.until_more(10)
        rig.verdict("transaction left open elsewhere", rounds(1))


@pytest.mark.parametrize("held", ["jobs", "agents", "attempts", "teams"])
def test_a_transaction_that_holds_rows_in_postgres(postgres, tmp_path, held):
    """proves: NFR-200.1"""
    with Rig(tmp_path, postgres, servers=2) as rig:
        with rig.busy() as journal:
            for _ in range(rounds(1)):
                with postgres.hold(f"SELECT id FROM {held} FOR UPDATE"):
                    journal.until_troubled(1)
                journal.until_more(10)
        rig.verdict(f"rows of {held} locked elsewhere", rounds(1))
