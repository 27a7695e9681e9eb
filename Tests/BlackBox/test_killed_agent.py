"""An agent is killed without warning: its job is done all the same, once."""

import pytest

from holding_proxy import HoldingProxy


@pytest.fixture
def way(studio):
    """What lies between agent and server."""
    proxy = HoldingProxy(studio.address)
    yield proxy
    proxy.close()


def begin(studio, archive, way, stop_at):
    """A job whose agent is stuck at a request."""
    agent = studio.agent(archive, address=way.address).start()
    studio.wait_until_online()
    collection = studio.collection(archive, agent.guid)
    way.hold(stop_at)
    job = studio.run(collection)
    assert way.reached.wait(60), "the agent never came so far"
    agent.kill()
    way.release()
    return agent, job


def assert_done_once(studio, agent, job):
    ended = studio.wait_until_ended(job["guid"], 150)
    assert ended["status"] == "completed", ended["error_message"]
    assert len(studio.api.items("/api/results")) == 1
    assert agent.stop() == 0


def test_before_it_has_begun(studio, archive, way):
    """The assignment comes again when the agent asks again."""
    agent, job = begin(studio, archive, way, b"/config HTTP/1.1")
    agent.start()
    assert_done_once(studio, agent, job)


def test_as_soon_as_it_runs(studio, archive):
    """Wherever in the analysis the kill hits; the next start does the job again or delivers what is finished.

    proves: FR-200.6
    """
    agent = studio.agent(archive).start()
    studio.wait_until_online()
    collection = studio.collection(archive, agent.guid)
    with studio.watch("/ws/jobs/all") as socket:
        job = studio.run(collection)
        socket.until(lambda frame: frame.get("status") == "running")
    agent.kill()
    agent.start()
    assert_done_once(studio, agent, job)


def test_with_a_finished_result_in_its_spool(studio, archive, way):
    """The result survives the agent and is delivered by the next start, without a second analysis.

    proves: NFR-200.5, SL-5
    """
    agent, job = begin(studio, archive, way, b"/complete HTTP/1.1")
    spool = list((agent.home / "spool").rglob("*"))
    assert spool, "the result must be on disk before it is sent"
    agent.start()
    assert_done_once(studio, agent, job)
    assert not [entry for entry in (agent.home / "spool").rglob("*") if entry.is_file()]


def test_in_the_middle_of_an_upload(studio, archive, way):
    """proves: EC-6"""
    agent, job = begin(studio, archive, way, b"PUT /api/agent/v1/uploads/")
    agent.start()
    assert_done_once(studio, agent, job)
    result = studio.result_of(job["guid"])
    assert len(studio.report_of(result).encode()) == result["report_size"]
