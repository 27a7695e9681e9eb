"""`pickup`: from a run's request to the claim of one of 100 agents that wait for it."""

from load import Runs, run
from results import small_results
from service import Service
from sheet import Bar, Line

AGENTS = 100
RATE = 50


def measure(engine, count, seconds):
    """The lines of one engine."""
    with Service(engine) as service:
        service.add_agents(AGENTS)
        found = Runs([
            run(service, "pickup", seconds * 2, service.agents(AGENTS), rate=RATE, token=service.api.token,
                results=small_results())
            for _ in range(count)])
    bars = [Bar("ms p50", found.microseconds("pickup", "p50") / 1000, most=5),
            Bar("ms p99", found.microseconds("pickup", "p99") / 1000, most=20)]
    return [Line.of("run requested → agent has the job", found, "pickup", bars=bars),
            Line("  of which the run's own answer", None, found.microseconds("request", "p50"),
                 found.microseconds("request", "p99"))]
