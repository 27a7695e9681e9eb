"""Baselines that pgbench runs on the server's own cluster: three bare statements a job, and the server's statements again."""

import os
import re
import subprocess

import postgres
import replay
import runs

CLIENTS = 16
BARE = """
UPDATE bare_jobs SET status = 'assigned', agent = :client_id, attempt = attempt + 1, lease = 90
 WHERE id = (SELECT id FROM bare_jobs WHERE status = 'pending' AND agent = :client_id ORDER BY available_at, id LIMIT 1
 FOR UPDATE SKIP LOCKED) RETURNING id AS job \\gset
UPDATE bare_jobs SET status = 'running' WHERE id = :job AND status = 'assigned' AND attempt = 1;
UPDATE bare_jobs SET status = 'completed', result = {result} WHERE id = :job AND status = 'running' AND attempt = 1;
"""


def rate(cluster, database, script, seconds, **variables):
    """Jobs a second of one run."""
    path = cluster.folder / "pgbench.sql"
    path.write_text(script)
    path.chmod(0o644)
    command = [postgres.program("pgbench"), "-h", "127.0.0.1", "-p", str(cluster.port), "-U", postgres.USER, "-n",
               "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(max(round(seconds), 1)), "-f", str(path)]
    for name, value in variables.items():
        command += ["-D", f"{name}={value}"]
    done = subprocess.run([*command, database], capture_output=True, text=True, cwd="/",
                          env={**os.environ, "LC_ALL": "C"})
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or not found or "aborted" in done.stderr:
        raise runs.BenchFailure(f"pgbench: {done.stderr.strip()[-1500:] or done.stdout.strip()}")
    return float(found.group(1))


def add_bare_jobs(cluster, database, count):
    """The table of the bare statements, filled anew: so many jobs for each client."""
    cluster.sql(
        "DROP TABLE IF EXISTS bare_jobs; CREATE TABLE bare_jobs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " status text NOT NULL, agent bigint NOT NULL, attempt bigint NOT NULL, lease bigint, available_at bigint NOT NULL,"
        " result text); CREATE INDEX ON bare_jobs (agent, available_at, id) WHERE status = 'pending';"
        " INSERT INTO bare_jobs (status, agent, attempt, available_at) SELECT 'pending', client, 0, n FROM"
        f" generate_series(0, {CLIENTS - 1}) client, generate_series(1, {count}) n", database)
    cluster.sql("VACUUM ANALYZE bare_jobs", database)


def bare(cluster, database, seconds, result):
    """Three statements a job, each a transaction."""
    return rate(cluster, database, BARE.format(result=replay.literal(result)), seconds)


def separate(cluster, database):
    """Numbers the rows of tables from places far apart, so that the replay can tell them; before any are made."""
    for table, first in replay.NUMBERS.items():
        cluster.sql(f"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {first}", database)


def log_statements(cluster, is_on):
    """From now on, or no more."""
    words = "all" if is_on else "none"
    cluster.sql(f"ALTER SYSTEM SET log_statement = '{words}'")
    cluster.sql("SELECT pg_reload_conf()")
