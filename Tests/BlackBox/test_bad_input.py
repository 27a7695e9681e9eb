"""What the agent API refuses, over real HTTP: a status, a code and a sentence each time, and nothing changed."""

import json

import pytest
from scripted_agent import BASE, CAPABILITIES, RESULTS, ScriptedAgent, report_of

REGISTRATION = {"registration_token": "", "name": "x", "hostname": "x", "version": "0.1.0", "platform": "linux-amd64",
                "binary_checksum": "0" * 64, "capabilities": CAPABILITIES}


@pytest.fixture
def stranger(shared_studio):
    return ScriptedAgent(shared_studio.address)


@pytest.fixture
def agent(shared_studio, request):
    """An agent that says that it is there."""
    made = shared_studio.scripted_agent(request.node.name[:60])
    made.heartbeat()
    return made


@pytest.fixture
def job(shared_studio, agent, request):
    """A running job of that agent; cancelled at the end."""
    given = shared_studio.run(shared_studio.collection(f"/photos/{request.node.name}", agent.guid, request.node.name))
    taken = agent.claim()
    assert taken["guid"] == given["guid"]
    assert agent.progress(taken, 10).status == 200
    return taken


def refused(answer, status, code=None, about=""):
    """Holds an answer against what it must be; the sentence must name what was wrong."""
    assert answer.status == status, answer.json
    assert code is None or answer.code == code, answer.json
    message = answer.json["error"]["message"]
    assert message and about in message, message


def test_tokens(shared_studio, stranger):
    """Wrong, used, and of another team: its agent never sees this team's jobs.

    proves: FR-100.2, EC-3
    """
    refused(stranger.call("POST", BASE + "/register", REGISTRATION | {"registration_token": "art_" + "A" * 43}), 400)
    token = shared_studio.server.agent_token("Studio North")
    first = stranger.register(token, "first")
    again = ScriptedAgent(shared_studio.address)
    refused(again.call("POST", BASE + "/register", REGISTRATION | {"registration_token": token}), 409, about="used")
    shared_studio.server.set_up("Studio South", "bo@example.org", "another long password")
    other = ScriptedAgent(shared_studio.address).register(shared_studio.server.agent_token("Studio South"), "other")
    waiting = shared_studio.run(shared_studio.collection("/photos/north", first.guid, "North"))
    assert other.claim(wait_seconds=0) is None
    refused(other.progress(waiting, 10), 404, "not_found")
    refused(other.call("POST", f"{BASE}/jobs/{waiting['guid']}/complete", {"status": "cancelled", "signature": "0" * 64}),
            404, "not_found")


def test_a_wrong_key(agent):
    agent.key = agent.key[:-4] + "AAAA"
    refused(agent.heartbeat(), 401)
    agent.key = ""
    refused(agent.heartbeat(), 401)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"nonsense", b'{"status":"online"', b"\xff\xfe", b'"online"', b"null"])
def test_a_body_that_is_no_object(agent, body):
    refused(agent.call("POST", BASE + "/heartbeat", raw_json=body), 400)


@pytest.mark.parametrize("body, field", [
    ({}, "status"), ({"status": 7}, "status"), ({"status": "sleeping"}, "status"),
    ({"status": "online", "metrics": {"cpu_percent": "high"}}, "cpu_percent"),
    ({"status": "online", "capabilities": "photostats"}, "capabilities")])
def test_a_missing_or_mistyped_field_is_named(agent, body, field):
    refused(agent.call("POST", BASE + "/heartbeat", body), 400, about=field)


def test_a_body_that_is_too_large(agent):
    refused(agent.call("POST", BASE + "/heartbeat", {"status": "online", "error_message": "x" * 20_000_000}), 413)


def test_capabilities_that_match_nothing(shared_studio, agent):
    """The job waits on for an agent that can."""
    waiting = shared_studio.run(shared_studio.collection("/photos/nothing", agent.guid, "Nothing matches"))
    answer = agent.call("POST", BASE + "/jobs/claim", {"capabilities": ["tool:other:1.0.0"]})
    assert (answer.status, answer.json) == (200, {"job": None})
    assert shared_studio.job(waiting["guid"])["status"] == "pending"
    assert agent.claim(wait_seconds=0)["guid"] == waiting["guid"]


def test_an_unknown_job(agent):
    unknown = {"guid": "job_" + "0" * 26, "attempt": 1, "signing_secret": "AAAA"}
    refused(agent.progress(unknown, 5), 404, "not_found")
    refused(agent.complete(unknown), 404, "not_found")
    refused(agent.progress({"guid": "no-guid-at-all"}, 5), 404, "not_found")


@pytest.mark.parametrize("facts, field", [
    ({"percentage": 101}, "percentage"), ({"percentage": -1}, "percentage"), ({"files_scanned": -1}, "files_scanned"),
    ({"stage": "dreaming"}, "stage"), ({"percentage": "half"}, "percentage")])
def test_progress_out_of_range(shared_studio, agent, job, facts, field):
    """Never clamped in silence."""
    body = {"stage": "scanning", "percentage": 20} | facts
    refused(agent.call("POST", f"{BASE}/jobs/{job['guid']}/progress", body), 400, about=field)
    assert shared_studio.job(job["guid"])["progress"]["percentage"] == 10


def test_an_upload_keeps_to_its_shape(shared_studio, agent, job):
    """Chunk out of range, of a wrong length, twice; too few; other bytes than announced.

    proves: FR-530.4, FR-530.6
    """
    report = report_of(5000)
    upload = agent.complete(job, report=report).json
    path = f"{BASE}/uploads/{upload['upload_id']}"
    for index in (1, -1, "x", 10**30):
        refused(agent.call("PUT", f"{path}/{index}", raw=report), 400, "chunk_out_of_range")
    refused(agent.call("PUT", path + "/0", raw=report[:-1]), 400)
    refused(agent.call("PUT", path + "/0", raw=report + b"x"), 400)
    refused(agent.finalize(upload), 400)
    assert agent.call("PUT", path + "/0", raw=report.replace(b"xxx", b"yyy", 1)).status == 200
    refused(agent.call("PUT", path + "/0", raw=report), 409)
    refused(agent.finalize(upload), 400)
    assert shared_studio.job(job["guid"])["status"] == "running"
    refused(agent.call("GET", f"{BASE}/uploads/no-such-upload"), 404)


def test_results_and_reports_that_are_not_taken(shared_studio, agent, job):
    """Off the tool's schema, and a report that would run something or fetch from elsewhere."""
    refused(agent.complete(job, {**RESULTS, "file_counts": "many"}), 400, about="file_counts")
    refused(agent.complete(job, {"total_files": -1}), 400)
    evil = report_of(2000).replace(b"<p>xx", b'<p><img src="https://example.org/x">xx', 1)
    scripted = report_of(2000).replace(b"<p>xx", b"<p><script>1</script>xx", 1)
    for report in (evil, scripted, b"no page at all"):
        upload = agent.complete(job, report=report)
        if upload.status == 202:
            agent.send_chunk(upload.json, report, 0)
            refused(agent.finalize(upload.json), 400)
        else:
            refused(upload, 400)
    assert shared_studio.job(job["guid"])["status"] == "running"
    assert shared_studio.job(job["guid"])["result_guid"] is None


def test_one_completion_by_one_agent(shared_studio, agent, job):
    """By the wrong agent, of a stale attempt, twice: one result.

    proves: EC-4
    """
    other = shared_studio.scripted_agent("another")
    refused(other.complete(job), 403, "not_your_job")
    refused(agent.complete(job, attempt=7), 409, "stale_attempt")
    first = agent.complete(job)
    assert first.status == 200, first.json
    assert agent.complete(job).json == first.json
    refused(agent.progress(job, 50), 409)
    ended = shared_studio.job(job["guid"])
    assert (ended["status"], ended["result_guid"]) == ("completed", first.json["result_guid"])


def test_errors_say_nothing_of_the_inside(agent):
    """No stack, no SQL, no path of the server's disk."""
    answers = [agent.call("POST", BASE + "/heartbeat", raw_json=b"{"), agent.call("GET", BASE + "/nowhere"),
               agent.call("GET", f"{BASE}/uploads/%00'%3B%20DROP%20TABLE%20jobs%3B--")]
    for answer in answers:
        assert 400 <= answer.status < 500
        text = json.dumps(answer.json)
        assert not any(word in text for word in ("SQL", "swift", "/tmp", "Error Domain", "DecodingError")), text
