"""The server is killed without warning: nothing is lost, nothing accepted twice."""

import pytest

from holding_proxy import HoldingProxy
from scripted_agent import report_of

CHUNK = 5 * 1_048_576


@pytest.fixture
def held(studio, tmp_path):
    """A scripted agent that holds a job, started."""
    agent = studio.scripted_agent()
    studio.run(studio.collection(tmp_path, agent.guid))
    job = agent.claim()
    assert agent.progress(job, 10).status == 200
    return agent, job


def test_while_a_job_runs(studio, held):
    """The job is still the agent's; its completion is accepted once, and a repeat has the same answer.

    proves: FR-200.1, NFR-200.1, EC-4
    """
    agent, job = held
    studio.kill_server()
    studio.restart_server()
    kept = studio.job(job["guid"])
    assert (kept["status"], kept["attempt"], kept["agent_guid"]) == ("running", 1, agent.guid)
    assert agent.progress(job, 60).status == 200
    first = agent.complete(job)
    assert first.status == 200, first.json
    studio.kill_server()
    studio.restart_server()
    assert agent.complete(job).json == first.json
    results = studio.api.items("/api/results")
    assert [result["guid"] for result in results] == [first.json["result_guid"]]


def test_under_a_real_agent_that_has_just_begun(studio, archive):
    """The agent goes on by itself when the server is back; the job is done once.

    proves: NFR-200.1, NFR-200.2
    """
    agent = studio.agent(archive).start()
    studio.wait_until_online()
    collection = studio.collection(archive, agent.guid)
    with studio.watch("/ws/jobs/all") as socket:
        job = studio.run(collection)
        socket.until(lambda frame: frame.get("status") in ("assigned", "running"))
    studio.kill_server()
    studio.restart_server()
    ended = studio.wait_until_ended(job["guid"], 120)
    assert ended["status"] == "completed", ended["error_message"]
    assert len(studio.api.items("/api/results")) == 1
    studio.wait_until_online(seconds=30)
    assert agent.stop() == 0


def test_while_an_upload_is_half_done(studio, held):
    """What had arrived is still there; the rest is sent, and the whole is checked.

    proves: EC-6, FR-530.4, FR-530.5, FR-530.6, FR-530.8
    """
    agent, job = held
    report = report_of(2 * CHUNK + 1000)
    begun = agent.complete(job, report=report)
    assert begun.status == 202, begun.json
    upload = begun.json
    assert upload["chunk_size"] == CHUNK
    assert agent.send_chunk(upload, report, 1).status == 200
    studio.kill_server()
    studio.restart_server()
    assert agent.upload_state(upload).json["received"] == [1]
    assert agent.complete(job, report=report).json == upload
    incomplete = agent.finalize(upload)
    assert incomplete.status == 400, "an upload with holes must not be accepted"
    assert agent.send_chunk(upload, report, 1).status == 409
    assert agent.send_chunk(upload, report, 0).status == 200
    assert agent.send_chunk(upload, report, 2).json["complete"] is True
    finished = agent.finalize(upload)
    assert finished.status == 200, finished.json
    assert studio.report_of(studio.result_of(job["guid"])).encode() == report
    assert len(studio.api.items("/api/results")) == 1


def test_under_a_real_agent_in_mid_upload(studio, archive):
    """The agent finds the server again by itself and delivers once.

    proves: SL-5, NFR-200.5
    """
    proxy = HoldingProxy(studio.address)
    agent = studio.agent(archive, address=proxy.address).start()
    studio.wait_until_online()
    job = studio.run(studio.collection(archive, agent.guid))
    proxy.hold(b"PUT /api/agent/v1/uploads/", pass_on=700)
    assert proxy.reached.wait(60), "no upload began"
    studio.kill_server()
    proxy.release()
    studio.restart_server()
    ended = studio.wait_until_ended(job["guid"], 120)
    assert ended["status"] == "completed", ended["error_message"]
    assert len(studio.api.items("/api/results")) == 1
    assert agent.stop() == 0
    proxy.close()


def test_a_wrong_signature_and_a_stale_attempt(studio, held):
    """What is not signed with the attempt's own secret changes nothing.

    proves: FR-520.4, FR-520.5, FR-520.6
    """
    agent, job = held
    wrong = agent.complete(job, signature="0" * 64)
    assert (wrong.status, wrong.code) == (400, "signature_mismatch")
    changed = agent.complete(job, results_json={"total_files": 4, "total_size": 4096})
    assert (changed.status, changed.code) == (400, "signature_mismatch")
    assert studio.job(job["guid"])["status"] == "running"
    assert agent.complete(job).status == 200
