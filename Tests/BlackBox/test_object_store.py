"""Servers that keep uploads and reports in an S3-compatible store."""

import hashlib
import json

import pytest

from installation import Server
from object_store import ObjectStore
from program import Failure
from replicas import ReplicatedRig
from scripted_agent import ScriptedAgent, report_of

CHUNK = 5 * 1_048_576


@pytest.fixture
def store(tmp_path):
    with ObjectStore(tmp_path) as running:
        yield running


@pytest.fixture
def rig(postgres, tmp_path, store):
    with ReplicatedRig(tmp_path, postgres, servers=2, agents=1, settings=store.settings()) as made:
        yield made


def at(server, agent):
    made = ScriptedAgent(server.address)
    made.key = agent.key
    return made


def begin(rig):
    """A job that runs, and its agent at either server."""
    agent = rig.agents[0].agent
    rig.api.post(f"/api/collections/{rig.collections[0]['guid']}/runs", {"tool": "photostats"})
    job = agent.claim()
    assert agent.progress(job, 10).status == 200
    return job, at(rig.servers[0], agent), at(rig.servers[1], agent)


def test_an_upload_over_two_servers_one_of_which_dies(rig, store):
    """Chunks are objects of their own; at the end only the result's are left.

    proves: SL-8, EC-6, FR-530.4, FR-530.8
    """
    job, one, other = begin(rig)
    report = report_of(2 * CHUNK + 1000)
    upload = one.complete(job, report=report).json
    assert one.send_chunk(upload, report, 1).status == 200
    assert store.names() == [f"uploads/{upload['upload_id']}.1"]
    rig.servers[0].kill()
    assert other.upload_state(upload).json["received"] == [1]
    assert other.send_chunk(upload, report, 1).status == 409
    assert other.send_chunk(upload, report, 0).status == 200
    assert other.send_chunk(upload, report, 2).json["complete"] is True
    rig.servers[0].start()
    assert one.finalize(upload).status == 200
    result = rig.api.get(f"/api/jobs/{job['guid']}")["result_guid"]
    assert store.names() == [f"reports/{result}.html"]
    for server in rig.servers:
        rig.api.address = server.address
        assert rig.api.call("GET", f"/api/results/{result}/report", accept="text/html").encode() == report


def test_results_too_large_for_the_database(rig, store):
    """proves: FR-530.1, FR-530.2"""
    job, one, other = begin(rig)
    results = {"total_files": 1, "total_size": 2, "padding": "x" * (CHUNK + 5)}
    canonical = json.dumps(results, sort_keys=True, separators=(",", ":")).encode()
    upload = upload_of(one, job, results, canonical)
    assert one.send_chunk(upload, canonical, 0).status == 200
    assert other.send_chunk(upload, canonical, 1).status == 200
    assert other.finalize(upload).status == 200
    result = rig.api.get(f"/api/jobs/{job['guid']}")["result_guid"]
    assert store.names() == [f"results/{result}.json"]
    assert rig.api.get(f"/api/results/{result}")["results"] == results


def upload_of(agent, job, results, canonical):
    answer = agent.complete(
        job, results, results_json=None, results_size=len(canonical),
        results_checksum=hashlib.sha256(canonical).hexdigest())
    assert answer.status == 202, answer.json
    return answer.json


def test_a_store_that_is_away_loses_nothing(rig, store):
    """A chunk is refused with 503 while nobody answers, and taken when the store is back."""
    job, one, _ = begin(rig)
    report = report_of(1000)
    upload = one.complete(job, report=report).json
    store.program.kill()
    refused = one.send_chunk(upload, report, 0)
    assert (refused.status, refused.code) == (503, "blob_store_unavailable"), refused.json
    assert one.upload_state(upload).json["received"] == []
    store.start()
    store.client.create_bucket(Bucket=store.bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    assert one.send_chunk(upload, report, 0).status == 200
    assert one.finalize(upload).status == 200


@pytest.mark.parametrize(("change", "words"), [
    ({"SAFELIGHT_BLOB_STORE": "s3://no-such-bucket/x"}, "There is no bucket at s3://no-such-bucket"),
    ({"SAFELIGHT_BLOB_STORE": "gs://elsewhere"}, "must be a folder or s3://BUCKET/PREFIX"),
    ({"SAFELIGHT_S3_ENDPOINT": "minio:9000"}, "is no S3 endpoint"),
    ({"SAFELIGHT_S3_ADDRESSING": "sideways"}, "must be path or virtual"),
    ({"SAFELIGHT_S3_SECRET_ACCESS_KEY": ""}, "go together"),
])
def test_a_wrong_setting_is_named_at_the_start(store, tmp_path, change, words):
    """Exit 78 with the setting and the mend, and never a secret."""
    server = Server(tmp_path / "server", store.settings(**change))
    with pytest.raises(Failure) as failure:
        server.start()
    assert words in str(failure.value)
    assert "secret/of+test" not in str(failure.value)
    assert server.program.process.wait(10) == 78
