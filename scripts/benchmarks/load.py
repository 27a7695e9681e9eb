"""Runs of the load generator (Benchmarks/safelight-load), and what repeated ones give."""

import json
import statistics
import subprocess
from dataclasses import dataclass

import runs
from program import binary
from scripted_agent import CAPABILITIES

PATIENCE = 120


@dataclass
class Run:
    """One run: what the generator found, and the processor time of the server in it."""

    outcome: dict
    server_seconds: float = 0.0
    share: float = 1.0
    database_seconds: float = 0.0

    @property
    def rate(self):
        return self.outcome["rate"]

    def microseconds(self, step, percentile):
        return self.outcome["steps"][step][percentile]

    @property
    def server_microseconds(self):
        """The server's processor time for an operation, the warm-up's share taken off."""
        return self.server_seconds * self.share / max(self.outcome["operations"], 1) * 1e6

    @property
    def database_microseconds(self):
        """That of the processes of PostgreSQL."""
        return self.database_seconds * self.share / max(self.outcome["operations"], 1) * 1e6

    @property
    def generator_microseconds(self):
        """The generator's own."""
        return self.outcome["generator_seconds"] * self.share / max(self.outcome["operations"], 1) * 1e6


class Runs:
    """Several runs of the same."""

    def __init__(self, found):
        self.found = found

    @property
    def rate(self):
        return statistics.median(run.rate for run in self.found)

    @property
    def operations(self):
        return sum(run.outcome["operations"] for run in self.found)

    def microseconds(self, step, percentile):
        """The median of the runs' percentiles."""
        return statistics.median(run.microseconds(step, percentile) for run in self.found)

    def worst_microseconds(self, step, percentile):
        return max(run.microseconds(step, percentile) for run in self.found)

    def json(self, step):
        """A row of docs/benchmarks.json."""
        document = {"runs": len(self.found), "operations": self.operations, "per_second": round(self.rate, 1)}
        for name in ("p50", "p90", "p99", "p999"):
            document[f"{name}_us"] = round(self.microseconds(step, name), 1)
        document["worst_p99_us"] = round(self.worst_microseconds(step, "p99"), 1)
        document["server_cpu_us"] = round(statistics.median(run.server_microseconds for run in self.found), 1)
        if any(run.database_seconds for run in self.found):
            document["database_cpu_us"] = round(
                statistics.median(run.database_microseconds for run in self.found), 1)
        document["generator_cpu_us"] = round(statistics.median(run.generator_microseconds for run in self.found), 1)
        return document


def program():
    """The load generator, from where the server is taken from."""
    return binary("safelight-load")


def plan(service, scenario, seconds, agents=(), warmup=1.0, **more):
    """A plan as the generator reads it."""
    return {"scenario": scenario, "port": service.port, "agents": list(agents), "seconds": seconds,
            "warmup_seconds": warmup, "capabilities": CAPABILITIES} | more


def run(service, scenario, seconds, agents=(), **more):
    """One run of the generator against a service. A failure of any operation is a failure of the benchmark."""
    wanted = plan(service, scenario, seconds, agents, **more)
    before, database_before = service.processor_seconds(), service.database_seconds()
    done = subprocess.run(
        [program()], input=json.dumps(wanted), capture_output=True, text=True,
        timeout=seconds + wanted["warmup_seconds"] + PATIENCE)
    if done.returncode:
        raise runs.BenchFailure(done.stderr.strip() or f"safelight-load ended with {done.returncode}")
    outcome = json.loads(done.stdout.splitlines()[-1])
    if outcome["failures"]:
        raise runs.BenchFailure(f"{scenario}: operations failed: {outcome['failures']}")
    if not outcome["operations"]:
        raise runs.BenchFailure(f"{scenario}: nothing was done in {seconds} s")
    return Run(outcome, service.processor_seconds() - before, seconds / (seconds + wanted["warmup_seconds"]),
               service.database_seconds() - database_before)
