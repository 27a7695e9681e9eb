"""`claim`: claims with a job waiting, for 1, 16 and 100 agents; saturated, and on a schedule at a quarter of that rate."""

from load import Runs, run
from results import small_results
from service import Service
from sheet import Bar, Line

SIZES = (1, 16, 100)
MOST = {16: 5, 100: 10}
# More jobs than any server has handed out in a second on the reference machine.
FASTEST = 4000


def measure(engine, count, seconds):
    """The lines of one engine."""
    lines = []
    with Service(engine) as service:
        service.add_agents(max(SIZES))
        service.add_templates()
        for size in SIZES:
            lines += _size(service, size, count, seconds)
    return lines


def claims(service, size, seconds, **more):
    """One run of claims, with jobs enough for it."""
    rate = more.get("rate") or FASTEST
    service.ensure_jobs(size, int(rate * (seconds + 2) / size) + 50)
    return run(service, "claim", seconds, service.agents(size), results=small_results(), **more)


def _size(service, size, count, seconds):
    live = Runs([run(service, "live", seconds, connections=size) for _ in range(count)])
    saturated = Runs([claims(service, size, seconds) for _ in range(count)])
    live_timed, same_rate, timed = [], [], []
    for _ in range(count):
        live_timed.append(run(service, "live", seconds, connections=size, rate=live.rate / 4))
        same_rate.append(run(service, "live", seconds, connections=size, rate=saturated.rate / 4))
        timed.append(claims(service, size, seconds, rate=saturated.rate / 4))
    live_timed, same_rate, timed = Runs(live_timed), Runs(same_rate), Runs(timed)
    p99 = timed.microseconds("claim", "p99")
    bars = [Bar("× the p99 of health/live", p99 / live_timed.microseconds("request", "p99"), most=4)]
    if size in MOST:
        bars.insert(0, Bar("ms p99", p99 / 1000, most=MOST[size]))
    return [
        Line.of(f"{size} agents: health/live, saturated", live),
        Line.of(f"{size} agents: health/live, at a quarter", live_timed),
        Line.of(f"{size} agents: health/live, as often as claims", same_rate),
        Line.of(f"{size} agents: claim and complete, saturated", saturated, "claim"),
        Line.of(f"{size} agents: claim, at a quarter", timed, "claim", bars=bars),
    ]
