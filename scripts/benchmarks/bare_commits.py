"""The three commits of a job alone on SQLite: the same tables and durability, one after the other, no server."""

import contextlib
import json
import sqlite3
import time


def rate(path, agent, seconds, result):
    """Jobs a second that one connection gets through. `path` is a copy of the server's database, `agent` a row with jobs."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        limit, done, began = time.perf_counter() + seconds, 0, time.perf_counter()
        while time.perf_counter() < limit:
            if not _job(database, agent, done, result):
                break
            done += 1
        return done / (time.perf_counter() - began)


def _job(database, agent, number, result):
    """Claim, start and completion of the agent's next job; false where there is none."""
    now = int(time.time() * 1000)
    with _transaction(database):
        found = database.execute(
            "UPDATE jobs SET status = 'assigned', attempt = attempt + 1, agent_id = ?1, assigned_at = ?2,"
            " lease_expires_at = ?2 + 90000 WHERE id = (SELECT id FROM jobs WHERE bound_agent_id = ?1 AND team_id = 1"
            " AND status IN ('scheduled', 'pending') AND available_at <= ?2 ORDER BY available_at, id LIMIT 1)"
            " RETURNING id, team_id, collection_id, tool, attempt", (agent, now)).fetchone()
        if not found:
            return False
        job, team, collection, tool, attempt = found
        database.execute(
            "INSERT INTO attempts (job_id, attempt, agent_id, key_id, secret_hash, assigned_at) VALUES (?,?,?,?,?,?)",
            (job, attempt, agent, "bare", "0" * 64, now))
    with _transaction(database):
        database.execute("UPDATE jobs SET status = 'running', started_at = ?2, lease_expires_at = ?2 + 90000"
                         " WHERE id = ?1 AND status = 'assigned'", (job, now))
        database.execute("UPDATE attempts SET started_at = ?2 WHERE job_id = ?1 AND attempt = ?3", (job, now, attempt))
    with _transaction(database):
        guid = f"res_{number:026d}"
        database.execute(
            "INSERT INTO results (guid, team_id, job_id, collection_id, tool, agent_id, inline_results, created_at)"
            " VALUES (?,?,?,?,?,?,?,?)", (guid, team, job, collection, tool, agent, result.encode(), now))
        database.execute("UPDATE jobs SET status = 'completed', completed_at = ?2, result_guid = ?3,"
                         " lease_expires_at = NULL WHERE id = ?1 AND status = 'running'", (job, now, guid))
        database.execute("UPDATE attempts SET ended_at = ?2, outcome = 'completed' WHERE job_id = ?1 AND attempt = ?3",
                         (job, now, attempt))
        database.execute("UPDATE collections SET statistics = ?2, last_refresh_at = ?3 WHERE id = ?1",
                         (collection, json.dumps({"total_files": number}), now))
    return True


@contextlib.contextmanager
def _transaction(database):
    database.execute("BEGIN IMMEDIATE")
    yield
    database.execute("COMMIT")
