"""Filling the server's database with more jobs than anybody would post: copies of a job that the API made."""

import contextlib
import sqlite3

COPIED = ("team_id", "collection_id", "tool", "pipeline_id", "max_retries", "parameters", "created_at", "created_by",
          "priority", "requirement_id", "bound_agent_id", "available_at")
FRESH = {"status": "'pending'", "attempt": "0", "retry_count": "0", "loss_count": "0"}


class SQLite:
    """The server's file, beside the server."""

    numbers = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
    @staticmethod
    def guid_of(kind, number):
        """An id that is made of a number."""
        return f"printf('{kind}_%026d', {number})"

    def __init__(self, path):
        self.path = path

    def execute(self, *statements):
        """Runs statements, each committed by itself, and gives the rows of the last as dictionaries."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as database:
            database.row_factory = sqlite3.Row
            for statement in statements:
                rows = database.execute(statement).fetchall()
            return [dict(row) for row in rows]

    def settle(self):
        """What the database does by itself after a while."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Postgres:
    """The server's database in a cluster."""

    numbers = "WITH numbers (n) AS (SELECT generate_series(1, {count})) "
    @staticmethod
    def guid_of(kind, number):
        """An id that is made of a number."""
        return f"'{kind}_' || lpad(({number})::text, 26, '0')"

    def __init__(self, cluster, name):
        self.cluster = cluster
        self.name = name

    def execute(self, *statements):
        for statement in statements:
            rows = self.cluster.sql(statement, self.name)
        return rows

    def settle(self):
        self.execute("VACUUM ANALYZE jobs", "CHECKPOINT")


def copies(dialect, count, after, guid, **columns):
    """An INSERT of so many waiting jobs like the one with a guid, numbered on from `after`; `columns` differ."""
    values = {name: name for name in COPIED} | FRESH | columns
    picked = ", ".join([dialect.guid_of("job", f"({after} + n)"), *values.values()])
    return (dialect.numbers.format(count=count) + f"INSERT INTO jobs (guid, {', '.join(values)}) "
            f"SELECT {picked} FROM numbers, jobs WHERE jobs.guid = '{guid}'")
