"""`peers`: a job that does nothing with us and with queue libraries from PyPI, on the same PostgreSQL in the same run."""

import json
import statistics
import subprocess
import sys

import runs
from load import Runs, run
from results import small_results
from service import Service
from sheet import Line

FOLDER = runs.ROOT / "Benchmarks" / "peers"
ENVIRONMENT = runs.ROOT / ".build" / "peers-venv"
LIBRARIES = ("procrastinate", "pgqueuer")
AGENTS = 16
RATE = 50
JOBS = 2000


def measure(engine, count, seconds):
    """The lines; only PostgreSQL has anybody beside us."""
    if engine != "postgresql":
        return []
    python = prepare()
    with Service(engine) as service:
        service.add_agents(100)
        service.add_templates()
        found = {name: [] for name in LIBRARIES}
        jobs, picked = [], []
        for number in range(count):
            service.ensure_jobs(AGENTS, int(4000 * (seconds + 2) / AGENTS))
            jobs.append(run(service, "throughput", seconds, service.agents(AGENTS), results=small_results()))
            service.database.execute("UPDATE jobs SET status = 'cancelled' WHERE status = 'pending'")
            picked.append(run(service, "pickup", seconds, service.agents(100), rate=RATE, token=service.api.token,
                              results=small_results()))
            for name in LIBRARIES:
                found[name].append(_library(python, name, service.cluster.create_database(f"{name}_{number}"), seconds))
    return _lines(Runs(jobs), Runs(picked), found)


def prepare():
    """Python with the pinned libraries, in an environment of its own."""
    python = ENVIRONMENT / "bin" / "python"
    wanted = (FOLDER / "requirements.txt").read_text()
    mark = ENVIRONMENT / "installed.txt"
    if mark.exists() and mark.read_text() == wanted:
        return python
    print("installing the queue libraries", file=sys.stderr)
    for command in ([sys.executable, "-m", "venv", "--clear", ENVIRONMENT],
                    [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement",
                     FOLDER / "requirements.txt"]):
        if subprocess.run([str(word) for word in command]).returncode:
            raise runs.BenchFailure("the queue libraries cannot be installed — on Debian this needs python3-venv, and"
                                    " pip needs the network")
    mark.write_text(wanted)
    return python


def _library(python, name, url, seconds):
    done = subprocess.run([str(python), str(FOLDER / "peers.py"), name, url, "--jobs", str(JOBS), "--seconds",
                           str(seconds), "--rate", str(RATE)], capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise runs.BenchFailure(f"{name}: {done.stderr.strip()[-1500:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _lines(jobs, picked, found):
    ours = Line("Safelight: claim, start, complete, 16 agents", jobs.rate, picked.microseconds("pickup", "p50"),
                picked.microseconds("pickup", "p99"), "latencies: pickup by one of 100 waiting agents, over HTTP",
                document={"throughput": jobs.json("cycle"), "pickup": picked.json("pickup")})
    lines = [ours]
    for name, outcomes in found.items():
        document = {key: round(statistics.median(outcome[key] for outcome in outcomes), 1)
                    for key in ("per_second", "p50_us", "p99_us")}
        lines.append(Line(f"{name}, one worker, {AGENTS} at once", document["per_second"], document["p50_us"],
                          document["p99_us"], "in the worker's own process, straight on the database",
                          document=document | {"runs": len(outcomes)}))
    return lines
