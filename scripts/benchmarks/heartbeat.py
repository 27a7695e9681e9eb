"""`heartbeat`: 100 agents' heartbeats at saturation, and timed on a schedule at a quarter of it, against `health/live`."""

from load import Runs, run
from service import Service
from sheet import Bar, Line

AGENTS = 100


def measure(engine, count, seconds):
    """The lines of one engine."""
    with Service(engine) as service:
        service.add_agents(AGENTS, with_collections=False)
        agents = service.agents(AGENTS)
        live, beats = [], []
        for _ in range(count):
            live.append(run(service, "live", seconds, connections=AGENTS))
            beats.append(run(service, "heartbeat", seconds, agents))
        live, beats = Runs(live), Runs(beats)
        live_timed, beats_timed = [], []
        for _ in range(count):
            live_timed.append(run(service, "live", seconds, connections=AGENTS, rate=live.rate / 4))
            beats_timed.append(run(service, "heartbeat", seconds, agents, rate=beats.rate / 4))
        beats_timed = Runs(beats_timed)
    return [
        Line.of("health/live, saturated", live),
        Line.of("heartbeat, saturated", beats, bars=[Bar("× the rate of health/live", beats.rate / live.rate, least=0.5)]),
        Line.of("health/live, at a quarter", Runs(live_timed)),
        Line.of("heartbeat, at a quarter", beats_timed,
                bars=[Bar("ms p99", beats_timed.microseconds("request", "p99") / 1000, most=5)]),
    ]
