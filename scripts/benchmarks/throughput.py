"""`throughput`: whole jobs (claim, first progress, completion with a signed result of 5 KB) by 16 agents, jobs a second."""

import shutil
import statistics

import bare_commits
import pgbench
import replay
from load import Runs, run
from results import results_of
from service import Service
from sheet import Bar, Line

AGENTS = 16
RESULT_BYTES = 5 * 1024
FASTEST = 4000


def measure(engine, count, seconds):
    """The lines of one engine."""
    with Service(engine) as service:
        if engine == "postgresql":
            pgbench.separate(service.cluster, "bench")
        service.add_agents(AGENTS, threads=1)
        service.add_templates()
        sent = _capture(service) if engine == "postgresql" else None
        jobs = Runs([cycles(service, AGENTS, seconds) for _ in range(count)])
        service.server.stop()
        if engine == "sqlite":
            beside = [_commits(service, seconds) for _ in range(count)]
            lines = [_own(jobs, [Bar("jobs/s", jobs.rate, least=2000)]), _commits_line(beside, jobs)]
        else:
            lines = _beside_pgbench(service, sent, jobs, count, seconds)
    for step, words in (("claim", "claim"), ("start", "first progress"), ("complete", "complete")):
        lines.append(Line(f"  of which {words}", None, jobs.microseconds(step, "p50"), jobs.microseconds(step, "p99")))
    return lines


def cycles(service, agents, seconds, **more):
    """One run of whole jobs, with jobs enough for it."""
    service.ensure_jobs(agents, int((more.get("rate") or FASTEST) * (seconds + 2) / agents) + 50)
    return run(service, "throughput", seconds, service.agents(agents), results=results_of(RESULT_BYTES), **more)


def _own(jobs, bars):
    return Line.of("jobs, 16 agents", jobs, "cycle", bars=bars)


def _commits(service, seconds):
    """The commits alone, on a copy of the server's database at rest."""
    copy = service.folder / "copy.sqlite"
    service.database.settle()
    shutil.copyfile(service.server.folder / "safelight.sqlite", copy)
    agent = int(service.database.execute("SELECT min(bound_agent_id) AS row FROM jobs WHERE status = 'pending'")[0]["row"])
    rate = bare_commits.rate(copy, agent, seconds, results_of(RESULT_BYTES))
    for path in service.folder.glob("copy.sqlite*"):
        path.unlink()
    return rate


def _commits_line(rates, jobs):
    rate = statistics.median(rates)
    return Line("the same three commits alone, one connection", rate, notes=f"jobs at {jobs.rate / rate:.2f} × of it",
                document={"per_second": round(rate, 1), "runs": len(rates)})


def _capture(service):
    """The statements of one job, as PostgreSQL saw them."""
    service.ensure_jobs(1, 300)
    cycles_before = len(service.cluster.program.log_path.read_text(errors="replace"))
    pgbench.log_statements(service.cluster, True)
    run(service, "throughput", 1, service.agents(1), results=results_of(RESULT_BYTES), warmup=0.2)
    pgbench.log_statements(service.cluster, False)
    log = service.cluster.program.log_path.read_text(errors="replace")[cycles_before:]
    return replay.usual(replay.cycles(replay.logged(log)))


def _beside_pgbench(service, sent, jobs, count, seconds):
    """The server's jobs beside bare statements and beside its own statements alone."""
    cluster, result = service.cluster, results_of(RESULT_BYTES)
    guid = next(value for one in sent for value in one.parameters if value and value.startswith("job_"))
    script = replay.script(sent, guid)
    bare, again = [], []
    for _ in range(count):
        pgbench.add_bare_jobs(cluster, "bench", int(FASTEST * 4 * (seconds + 1) / AGENTS))
        bare.append(pgbench.bare(cluster, "bench", seconds, result))
        again.append(_again(service, script, seconds))
    bare, again = statistics.median(bare), statistics.median(again)
    kinds = replay.summary(sent)
    return [
        _own(jobs, [Bar("× the server's statements alone", jobs.rate / again, least=0.5),
                    Bar("× three bare statements", jobs.rate / bare, least=0.2)]),
        Line("pgbench: the server's statements alone", again,
             notes=f"{kinds['statements']} statements, {kinds['transactions']} transactions a job",
             document={"per_second": round(again, 1), "runs": count, **kinds}),
        Line("pgbench: three bare statements a job", bare, document={"per_second": round(bare, 1), "runs": count}),
    ]


def _again(service, script, seconds):
    """One run of the replay, on jobs of its own whose rows lie one after the other for each agent."""
    each = int(FASTEST * (seconds + 1) / AGENTS)
    first = int(service.database.execute("SELECT max(id) + 1 AS row FROM jobs")[0]["row"])
    service.database.execute("UPDATE jobs SET status = 'cancelled' WHERE status IN ('pending', 'assigned', 'running')")
    service.add_jobs(each)
    rows = service.database.execute(f"SELECT min(id) AS first, max(id) AS last FROM jobs WHERE id >= {first}")[0]
    first = int(rows["first"])
    service.database.settle()
    return pgbench.rate(service.cluster, "bench", script, seconds, first=first, each=each, n=0)
