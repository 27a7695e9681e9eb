"""The load generator of the benchmarks does each kind of load on a real server, so that it does not rot unnoticed."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts" / "benchmarks"))

import load  # noqa: E402
import progress  # noqa: E402
from results import report_of, results_of, small_results  # noqa: E402
from service import Service  # noqa: E402

SECONDS = 0.4
AGENTS = 3


@pytest.fixture(scope="module")
def service():
    with Service("sqlite") as opened:
        opened.add_agents(AGENTS)
        opened.add_templates()
        yield opened


def run(service, scenario, **more):
    """A run without failures in which something was done."""
    return load.run(service, scenario, more.pop("seconds", SECONDS), service.agents(AGENTS), **{
        "warmup": 0.0, "results": small_results(), **more}).outcome


@pytest.mark.parametrize("more", [{}, {"rate": 50}])
@pytest.mark.parametrize("scenario", ["live", "heartbeat", "empty_claim"])
def test_single_requests(service, scenario, more):
    assert run(service, scenario, connections=AGENTS, **more)["steps"]["request"]["count"] > 0


@pytest.mark.parametrize("more", [{}, {"rate": 20}])
@pytest.mark.parametrize("scenario, steps", [("claim", {"claim", "complete"}), ("throughput", {"claim", "start"})])
def test_jobs(service, scenario, steps, more):
    service.ensure_jobs(AGENTS, 400)
    before = completed(service)
    outcome = run(service, scenario, **more)
    assert steps <= outcome["steps"].keys()
    assert completed(service) - before >= outcome["operations"] > 0


def test_jobs_that_run_out_are_a_failure(service):
    service.database.execute("UPDATE jobs SET status = 'cancelled' WHERE status = 'pending'")
    with pytest.raises(load.runs.BenchFailure, match="no job was waiting"):
        run(service, "throughput")


def test_pickup(service):
    outcome = run(service, "pickup", rate=10, token=service.api.token, seconds=1)
    assert outcome["steps"]["pickup"]["count"] > 0


def test_idle_agents(service):
    outcome = run(service, "idle", connections=2, wait_seconds=1, seconds=2)
    assert outcome["operations"] >= AGENTS


def test_progress_beside_an_echo(service):
    service.ensure_jobs(AGENTS, 1)
    assert run(service, "progress", cookie=service.cookie, seconds=1)["steps"]["frame"]["count"] > 0
    assert progress.echo(SECONDS, 2).outcome["steps"]["frame"]["count"] > 0


def test_upload(service):
    service.server.stop()
    service.database.execute("UPDATE jobs SET status = 'cancelled', agent_id = NULL WHERE status <> 'completed'")
    service.server.start()
    service.ensure_jobs(1, 1)
    results, report = service.folder / "results.json", service.folder / "report.html"
    results.write_text(results_of(2 << 20))
    report.write_bytes(report_of(1 << 20))
    outcome = run(service, "upload", results_file=str(results), report_file=str(report), seconds=60)
    assert {"chunk", "finalize", "upload"} <= outcome["steps"].keys()


def completed(service):
    return service.database.execute("SELECT count(*) AS count FROM jobs WHERE status = 'completed'")[0]["count"]
