"""`agents`: 1,000 and 10,000 agents that have nothing to do: the server's memory and processor time."""

import json
import resource
import subprocess

import runs
from load import plan, program
from service import Service
from sheet import Bar, Line

SIZES = (1_000, 10_000)
POOL = 100
ARRIVAL_SECONDS = 25
SPARE_DESCRIPTORS = 500


def measure(engine, count, seconds):
    """The lines of one engine; the window is as long as two rounds of claims."""
    seconds = max(seconds * 6, 30)
    lines = []
    for size in SIZES:
        limit = descriptors(size)
        with Service(engine) as service:
            service.add_agents(size, with_collections=False)
            service.restart()
            lines.append(_line(service, size, seconds, limit))
    return lines


def descriptors(size):
    """Raises this process's limit, which its children inherit, as far as so many connections need it."""
    needed = size + POOL + SPARE_DESCRIPTORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < needed:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, max(hard, needed)))
        except (ValueError, OSError):
            raise runs.BenchFailure(
                f"{size} agents need {needed} descriptors, and this shell may have {hard} — raise it with ulimit -n"
            ) from None
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _line(service, size, seconds, limit):
    wanted = plan(service, "idle", seconds, service.agents(size), warmup=5.0, connections=POOL)
    before = service.memory_bytes()
    child = subprocess.Popen([program()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        child.stdin.write(json.dumps(wanted))
        child.stdin.close()
        steady = child.stdout.readline()
        used, memory = service.processor_seconds(), service.memory_bytes()
        rest = child.stdout.read()
        used, memory = service.processor_seconds() - used, max(memory, service.memory_bytes())
        if child.wait(60) or "steady" not in steady or not rest:
            raise runs.BenchFailure(f"the load of {size} agents broke off")
    finally:
        child.kill()
    outcome = json.loads(rest)
    if outcome["failures"]:
        raise runs.BenchFailure(f"{size} agents: operations failed: {outcome['failures']}")
    return _result(size, seconds, limit, before, memory, used, outcome)


def _result(size, seconds, limit, before, memory, used, outcome):
    each, core = (memory - before) / size, used / seconds
    beats = outcome["steps"]["request"]
    bars = [Bar("KB an agent", each / 1024, most=40)]
    if size == SIZES[-1]:
        bars.append(Bar("% of a core", core * 100, most=25))
    document = {
        "bytes_an_agent": round(each), "server_bytes_before": before, "server_bytes": memory,
        "percent_of_a_core": round(core * 100, 2), "descriptor_limit": limit, "heartbeats": beats["count"],
        "heartbeat_p50_us": beats["p50"], "heartbeat_p99_us": beats["p99"], "claims_ended": outcome["operations"]}
    notes = (f"{each / 1024:.1f} KB an agent ({memory / 1e6:,.0f} MB in all), {core * 100:.1f} % of a core;"
             f" {limit} descriptors; the latencies are the heartbeats'")
    return Line(f"{size:,} idle agents", beats["count"] / seconds, beats["p50"], beats["p99"], notes, bars, document)
