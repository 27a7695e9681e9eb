"""The main job with the built programs: register, run, result."""

import json

import pytest

from collection_run import TOOLS, adopt_pipeline, differences, report_faults
from installation import Agent, Refusal
from program import Failure


def test_an_agent_analyses_a_folder(studio, archive, expected):
    """From a token to a stored result with its report, as the command lines and the API give them.

    proves: FR-200.3, FR-510.1, FR-510.2, FR-510.3, FR-510.4, FR-530.3, FR-600.12
    """
    agent = studio.agent(archive).start()
    studio.wait_until_online()
    collection = studio.collection(archive, agent.guid)
    job = studio.wait_until_ended(studio.run(collection)["guid"])
    assert job["status"] == "completed", job["error_message"]
    assert job["agent_guid"] == agent.guid
    assert job["attempt"] == 1
    result = studio.result_of(job["guid"])
    assert list(differences(result["results"], expected)) == []
    assert list(report_faults(studio.report_of(result))) == []
    after = studio.api.get(f"/api/collections/{collection['guid']}")
    assert after["last_refresh_at"] is not None
    assert after["statistics"]
    pool = studio.api.get("/api/agents/pool-status")
    assert (pool["online_count"], pool["running_jobs_count"], pool["status"]) == (1, 0, "idle")
    assert agent.stop() == 0
    assert studio.api.get("/api/agents/pool-status")["status"] == "offline"


def test_all_three_tools_find_what_was_made(studio, archive, manifest):
    """Each as a job: figures, report, the collection's statistics, and the files that the next run is told of.

    proves: FR-450.4, FR-510.3, FR-530.9, FR-540.9, FR-540.12
    """
    pipeline = adopt_pipeline(studio.api, manifest["pipeline"])
    agent = studio.agent(archive).start()
    studio.wait_until_online()
    collection = studio.collection(archive, agent.guid)
    for tool in TOOLS:
        expected = manifest["expected"][tool]
        job = studio.wait_until_ended(studio.run(collection, tool)["guid"])
        assert job["status"] == "completed", job["error_message"]
        assert job["pipeline_guid"] == (pipeline["guid"] if tool == "pipeline_validation" else None)
        result = studio.result_of(job["guid"])
        assert list(differences(result["results"], expected)) == [], tool
        assert list(report_faults(studio.report_of(result))) == [], tool
        statistics = studio.api.get(f"/api/collections/{collection['guid']}")["statistics"][tool]
        assert statistics["total_files"] == result["results"]["total_files"] > 0, tool
        assert statistics.get("status_counts") == expected.get("status_counts"), tool
    assert agent.stop() == 0


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_needs_no_server(tmp_path, archive, manifest, tool):
    """The same figures on the command line, by a file with the same settings.

    proves: FR-540.12
    """
    settings = manifest["configuration"] | {"processing_pipelines": {"Raw archive": {"nodes": manifest["pipeline"]}}}
    # JSON is YAML.
    (tmp_path / "settings.yaml").write_text(json.dumps(settings), encoding="utf-8")
    report = tmp_path / "report.html"
    printed = Agent(tmp_path / "home").command(
        "analyze", archive, "--tool", tool, "--config", tmp_path / "settings.yaml", "--json", "-", "--output", report,
        expected=(0, 1))
    assert list(differences(json.loads(printed), manifest["expected"][tool])) == []
    assert list(report_faults(report.read_text(encoding="utf-8"))) == []


def test_once_does_one_job_and_ends(studio, archive):
    """`start --once`."""
    agent = studio.agent(archive)
    job = studio.run(studio.collection(archive, agent.guid))
    agent.start("--once")
    assert studio.wait_until_ended(job["guid"])["status"] == "completed"
    assert agent.program.process.wait(60) == 0


def test_a_token_registers_one_agent(studio, tmp_path):
    """proves: FR-100.2"""
    token = studio.server.agent_token("Studio North")
    Agent(tmp_path / "first", "first").register(studio.address, token)
    with pytest.raises(Failure) as refusal:
        Agent(tmp_path / "second", "second").register(studio.address, token)
    assert "used" in str(refusal.value)
    assert [agent["name"] for agent in studio.api.items("/api/agents")] == ["first"]


def test_a_folder_outside_of_the_roots_is_not_read(studio, archive, tmp_path):
    """The server may ask for it; the agent refuses. A way out by `..` is not even accepted by the server.

    proves: SL-1
    """
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    (allowed / "shortcut").symlink_to(archive)
    agent = studio.agent(allowed).start()
    studio.wait_until_online()
    for number, folder in enumerate([archive, allowed / "shortcut"]):
        collection = studio.collection(folder, agent.guid, f"Forbidden {number}")
        job = studio.wait_until_ended(studio.run(collection)["guid"])
        assert job["status"] == "failed"
        assert job["error_kind"] == "permission_denied"
        assert job["result_guid"] is None
    with pytest.raises(Refusal, match="must not contain ..") as refusal:
        studio.collection(f"{allowed}/../photos", agent.guid)
    assert (refusal.value.status, refusal.value.code) == (400, "invalid_field")
    agent.stop()


def test_without_an_agent_a_job_waits(studio, archive):
    """Nobody else runs it, neither the server nor an agent that it is not bound to.

    proves: FR-200.5, FR-400.6, FR-400.9, EC-1
    """
    agent = studio.agent(archive)
    job = studio.run(studio.collection(archive, agent.guid))
    assert studio.api.get("/api/agents/pool-status")["status"] == "offline"
    assert studio.scripted_agent("other").claim(wait_seconds=1) is None
    assert studio.job(job["guid"])["status"] == "pending"
    agent.start()
    assert studio.wait_until_ended(job["guid"])["status"] == "completed"
    agent.stop()


def test_analyze_needs_no_server(tmp_path, archive, expected):
    """The tool alone, with the same figures."""
    report = tmp_path / "report.html"
    agent = Agent(tmp_path / "home")
    printed = agent.command("analyze", archive, "--tool", "photostats", "--json", "-", "--output", report,
                            expected=(0, 1))
    assert list(differences(json.loads(printed), expected)) == []
    assert list(report_faults(report.read_text())) == []
    agent.command("analyze", tmp_path / "missing", "--tool", "photostats", expected=(66, 69))
