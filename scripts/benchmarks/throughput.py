"""`throughput`: whole jobs (claim, first progress, completion with a signed result of 5 KB) by 16 agents, jobs a second."""

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
        service.add_agents(AGENTS)
        service.add_templates()
        jobs = Runs([cycles(service, AGENTS, seconds) for _ in range(count)])
    lines = [Line.of("jobs, 16 agents", jobs, "cycle")]
    if engine == "sqlite":
        lines[0].bars.append(Bar("jobs/s", jobs.rate, least=2000))
    for step, words in (("claim", "claim"), ("start", "first progress"), ("complete", "complete")):
        lines.append(Line(f"  of which {words}", None, jobs.microseconds(step, "p50"), jobs.microseconds(step, "p99")))
    return lines


def cycles(service, agents, seconds, **more):
    """One run of whole jobs, with jobs enough for it."""
    service.ensure_jobs(agents, int((more.get("rate") or FASTEST) * (seconds + 2) / agents) + 50)
    return run(service, "throughput", seconds, service.agents(agents), results=results_of(RESULT_BYTES), **more)
