"""Copies of a job in the database."""

import sqlite3

import seeds

TABLE = """CREATE TABLE jobs (id INTEGER PRIMARY KEY, guid TEXT UNIQUE, team_id, collection_id, tool, pipeline_id,
    max_retries, parameters, created_at, created_by, priority, requirement_id, bound_agent_id, available_at, status,
    attempt, retry_count, loss_count, not_before)"""
JOB = """INSERT INTO jobs VALUES (1, 'job_x', 1, 2, 'photostats', NULL, 3, '{}', 100, 4, 0, 5, 6, 100, 'completed', 1, 0,
    0, NULL)"""


def database(tmp_path):
    with sqlite3.connect(tmp_path / "d.sqlite") as connection:
        connection.execute(TABLE)
        connection.execute(JOB)
    return seeds.SQLite(tmp_path / "d.sqlite")


def test_copies_are_waiting_jobs_with_guids_of_their_own(tmp_path):
    made = database(tmp_path)
    made.execute(seeds.copies(made, 3, 7, "job_x"))
    rows = made.execute("SELECT guid, status, attempt, bound_agent_id, available_at FROM jobs WHERE id > 1 ORDER BY guid")
    assert [row["guid"] for row in rows] == [f"job_{number:026d}" for number in (8, 9, 10)]
    assert all(row == {"guid": row["guid"], "status": "pending", "attempt": 0, "bound_agent_id": 6, "available_at": 100}
               for row in rows)


def test_columns_can_differ(tmp_path):
    made = database(tmp_path)
    made.execute(seeds.copies(made, 1, 0, "job_x", bound_agent_id="0", available_at="available_at + 50"))
    row = made.execute("SELECT bound_agent_id, available_at FROM jobs WHERE id > 1")[0]
    assert row == {"bound_agent_id": 0, "available_at": 150}


def test_both_engines_are_asked_for_the_same_copies():
    for engine in (seeds.SQLite("x"), seeds.Postgres(None, "x")):
        text = seeds.copies(engine, 3, 7, "job_x")
        assert "INSERT INTO jobs (guid, team_id" in text and "FROM numbers, jobs WHERE jobs.guid = 'job_x'" in text
