"""Judges what a server made of its jobs: nothing lost, nothing stuck, nothing accepted twice.

Reads the database after a run, and what agents and users were answered while it went on: journals of one JSON object a
line, as `journal.py` writes them. `python3 Tests/python/history.py DATABASE BLOBS JOURNAL…` judges a run from the
command line, where DATABASE is a SQLite file or a postgres:// URL and BLOBS the folder of the blobs; it prints counts
and every violation, and ends with 1 if there is one.
"""

import csv
import hashlib
import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from history_records import Attempt, History, Job, Result
from history_rules import counts, violations

JOBS = """
    SELECT j.guid, j.status, j.attempt, a.guid AS agent, j.lease_expires_at, j.result_guid, j.loss_count, j.completed_at
    FROM jobs j LEFT JOIN agents a ON a.id = j.agent_id ORDER BY j.id
    """
ATTEMPTS = """
    SELECT t.id AS row, j.guid AS job, t.attempt AS number, a.guid AS agent, t.assigned_at, t.started_at, t.ended_at,
      t.outcome, t.completion_signature AS signature, t.result_guid
    FROM attempts t JOIN jobs j ON j.id = t.job_id JOIN agents a ON a.id = t.agent_id ORDER BY t.id
    """
RESULTS = """
    SELECT r.guid, j.guid AS job, {hex} AS inline, r.results_blob, r.report_blob
    FROM results r JOIN jobs j ON j.id = r.job_id ORDER BY r.id
    """
NUMBERS = {"row", "number", "attempt", "lease_expires_at", "loss_count", "completed_at", "assigned_at", "started_at",
           "ended_at"}


class SQLiteRows:
    """The rows of a SQLite file, which a server may have open."""

    hex = "hex(r.inline_results)"

    def __init__(self, path):
        self.path = path

    def __call__(self, statement):
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement)]


class PostgresRows:
    """The rows of a PostgreSQL database, read by psql."""

    hex = "encode(r.inline_results, 'hex')"

    def __init__(self, url):
        self.url = url

    def __call__(self, statement):
        done = subprocess.run(["psql", "-X", "-q", "--csv", "-P", "null=\\N", "-v", "ON_ERROR_STOP=1", "-c", statement,
                               self.url], capture_output=True, text=True, check=True)
        rows = csv.DictReader(done.stdout.splitlines())
        return [{name: _value(name, text) for name, text in row.items()} for row in rows]


def _value(name, text):
    return None if text == "\\N" else int(text) if name in NUMBERS else text


def rows_of(database):
    """A way to read a database by its path or URL."""
    is_postgres = str(database).startswith(("postgres://", "postgresql://"))
    return PostgresRows(database) if is_postgres else SQLiteRows(database)


def read(database, blobs, answers=()):
    """The history of a database with the folder of its blobs, and what the clients were answered."""
    rows = rows_of(database)
    return History(
        jobs=[Job(**row) for row in rows(JOBS)], attempts=[Attempt(**row) for row in rows(ATTEMPTS)],
        results=[_result(row, Path(blobs)) for row in rows(RESULTS.format(hex=rows.hex))], answers=list(answers),
        now=int(time.time() * 1000))


def _result(row, blobs):
    missing = [name for name in (row["results_blob"], row["report_blob"]) if name and not (blobs / name).exists()]
    inline = bytes.fromhex(row["inline"]) if row["inline"] else None
    results = inline if inline is not None else _content(blobs, row["results_blob"])
    return Result(
        guid=row["guid"], job=row["job"], results_sha256=_checksum(results),
        report_sha256=_checksum(_content(blobs, row["report_blob"])), missing_blob=missing[0] if missing else None)


def _content(blobs, name):
    return (blobs / name).read_bytes() if name and (blobs / name).exists() else None


def _checksum(content):
    return None if content is None else hashlib.sha256(content).hexdigest()


def read_journal(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main(database, blobs, *journals):
    history = read(database, blobs, [answer for path in journals for answer in read_journal(path)])
    found = violations(history)
    print(", ".join(f"{count} {name}" for name, count in counts(history).items()))
    print("\n".join(found) or "Nothing lost, nothing stuck, nothing accepted twice.")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: history.py DATABASE BLOBS JOURNAL…")
    sys.exit(main(*sys.argv[1:]))
