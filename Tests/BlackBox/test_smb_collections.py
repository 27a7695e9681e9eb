"""Collections on a share of a real file server: every tool, credentials that stay on an agent, and what is refused."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from bucket_server import BucketServer
from collection_run import start_run
from installation import Agent
from program import binary
from recording_proxy import RecordingProxy
from studio import TEAM


@pytest.fixture(scope="module")
def shares(tmp_path_factory):
    """A server that is as it should be, and one that does not encrypt."""
    server = BucketServer("smb_shares.py", tmp_path_factory.mktemp("smb"), "clear")
    yield server.facts
    server.close()


@pytest.fixture
def proxy(studio):
    made = RecordingProxy(studio.address)
    yield made
    made.close()


@pytest.fixture
def agent(studio, proxy, tmp_path):
    """An agent that talks to the server through the recording proxy, and is not started."""
    made = Agent(tmp_path / "agent", "attic")
    studio.agents.append(made)
    return made.register(proxy.address, studio.server.agent_token(TEAM))


def keys(facts, **more):
    return {"username": facts["user"], "password": facts["password"]} | more


def connector(studio, facts, share, kind="main", encryption="offered", **more):
    studio.api.put("/api/config/photo-extensions", [".jpg", ".cr3"])
    studio.api.put("/api/config/metadata-extensions", [".xmp"])
    place = {"server": facts["server"], "share": share, "port": str(facts["ports"][kind]), "encryption": encryption}
    return studio.api.post("/api/connectors", {"name": "Share", "type": "SMB", "configuration": place, **more})


def collection(studio, made, location=""):
    return studio.api.post("/api/collections", {
        "name": "Remote", "type": "SMB", "location": location, "connector_guid": made["guid"]})


def configure(agent, guid, credentials, expected=0):
    """Gives credentials on the standard input; what was said on both outputs."""
    done = subprocess.run(
        [binary("safelight-agent"), "connectors", "configure", guid, "--from-json", "-"], env=agent.environment,
        input=json.dumps(credentials).encode(), capture_output=True, timeout=120)
    assert done.returncode == expected, done.stderr.decode()
    return (done.stdout + done.stderr).decode()


def assert_kept_secret(secret, studio, agent, proxy):
    """Nothing that left the agent for the server, and nothing on any disk of ours, has the password in it."""
    forms = [secret.encode(), secret.encode("utf-16-le"), base64.b64encode(secret.encode()).rstrip(b"=")]
    for form in forms:
        assert form not in proxy.heard
        for path in studio.folder.rglob("*"):
            if path.is_file() and not path.is_socket():
                assert form not in path.read_bytes(), path
    assert secret not in agent.program.log_path.read_text()


def test_all_tools_with_credentials_that_stay_on_an_agent(studio, agent, proxy, shares):
    """Refused with a wrong password, kept once they work, used by every tool on 10,000 files; the password went nowhere.

    proves: US-7, US-6
    """
    made = connector(studio, shares, "many", encryption="required")
    place = collection(studio, made)
    said = configure(agent, made["guid"], keys(shares, password="wrong-word-1234"), expected=69)
    assert "did not let the credentials in" in said and "wrong-word" not in said
    assert not (agent.home / "credentials.enc").exists()
    said = configure(agent, made["guid"], keys(shares, domain=shares["domain"]))
    assert "0000/" in said and shares["password"] not in said
    studio.api.post("/api/pipelines", {"template": "raw-only", "is_default": True})
    agent.start()
    for tool in ("photostats", "photo_pairing", "pipeline_validation"):
        job = studio.wait_until_ended(start_run(studio.api, place, tool)["guid"])
        assert job["status"] == "completed", job
        found = studio.result_of(job["guid"])["results"]
        if tool == "photostats":
            assert (found["total_files"], found["total_size"]) == (10_000, 0)
    assert_kept_secret(shares["password"], studio, agent, proxy)


def test_sidecars_over_smb(studio, tmp_path, shares):
    """Ratings are read from the share; what cannot be read or is broken is a finding, and the job ends well.

    proves: US-7
    """
    studio.agent(tmp_path).start()
    studio.wait_until_online()
    made = connector(studio, shares, "sidecars", credential_location="server", credentials=keys(shares))
    place = collection(studio, made)
    job = studio.api.post(f"/api/collections/{place['guid']}/runs", {
        "tool": "photostats", "parameters": {"read_sidecars": True}})
    job = studio.wait_until_ended(job["guid"])
    assert job["status"] == "completed", job
    found = studio.result_of(job["guid"])["results"]
    assert found["total_files"] == 603
    assert found["ratings"] == {str(rating): 60 for rating in range(5)}
    problems = json.dumps(found)
    assert "read permission on the server" in problems and "MiB" in problems


def test_folders_and_odd_names(studio, tmp_path, shares):
    """A folder without rights is a warning, and the rest is there; a folder of the share is listed alone."""
    agent = studio.agent(tmp_path).start()
    studio.wait_until_online()
    made = connector(studio, shares, "photos", credential_location="server", credentials=keys(shares))
    job = studio.wait_until_ended(start_run(studio.api, collection(studio, made))["guid"])
    assert job["status"] == "completed", job
    found = studio.result_of(job["guid"])["results"]
    assert found["total_files"] == len(shares["files"]) + 3
    assert any("locked" in warning for warning in found["warnings"])
    job = studio.wait_until_ended(start_run(studio.api, collection(studio, made, "\\2004\\01\\"))["guid"])
    assert studio.result_of(job["guid"])["results"]["total_files"] == 12
    assert shares["password"] not in agent.program.log_path.read_text()


@pytest.mark.parametrize("wrong, kind, words", [
    ({"kind": "main", "credentials": {"password": "wrong-word-1234"}}, "permission_denied", "does not let studio in"),
    ({"kind": "main", "share": "private"}, "permission_denied", "may not open"),
    ({"kind": "main", "share": "gone"}, "storage_unavailable", "no share gone"),
    ({"kind": "clear", "encryption": "required"}, "storage_unavailable", "does not offer encryption"),
])
def test_what_is_refused_at_work(studio, tmp_path, shares, wrong, kind, words):
    """The job fails in words that name the place and the mend."""
    studio.agent(tmp_path, name="attic").start()
    studio.wait_until_online()
    made = connector(
        studio, shares, wrong.get("share", "photos"), wrong["kind"], wrong.get("encryption", "offered"),
        credential_location="server", credentials=keys(shares, **wrong.get("credentials", {})))
    job = studio.run(collection(studio, made))
    if kind == "permission_denied":
        job = studio.wait_until_ended(job["guid"])
        assert (job["status"], job["error_kind"]) == ("failed", kind) and words in json.dumps(job)
    else:
        # It may pass: the job is tried again.
        attempts = studio.wait_until(lambda: studio.api.get(f"/api/jobs/{job['guid']}")["attempts"])
        assert kind in json.dumps(attempts) and words in json.dumps(attempts)
    assert Path(shares["folder"]).is_dir() and "wrong-word" not in json.dumps(job)
