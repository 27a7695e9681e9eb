"""Collections on a share of a real file server: every tool, credentials that stay on an agent, and what is refused."""

import base64
import json
import subprocess

import pytest

from bucket_server import BucketServer
from collection_run import start_run
from credential_entry import configure
from program import binary
from recording_proxy import RecordingProxy


@pytest.fixture(scope="module")
def shares(tmp_path_factory):
    """A server that is as it should be, and one that does not encrypt."""
    server = BucketServer("smb_shares.py", tmp_path_factory.mktemp("smb"), "clear")
    yield server.facts
    server.close()


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
    broken = {sidecar["path"]: sidecar["reason"] for sidecar in found["broken_sidecars"]}
    assert sorted(broken) == ["broken.xmp", "hidden.xmp", "large.xmp"]
    assert "read permission on the server" in broken["hidden.xmp"]


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


@pytest.mark.parametrize("share, more, words", [
    ("photos", {"password": "wrong-word-1234"}, "does not let studio in"),
    ("photos", {"username": "stranger"}, "does not let stranger in"),
    ("private", {}, "may not open //127.0.0.1/private"),
])
def test_what_is_refused_at_work(studio, tmp_path, shares, share, more, words):
    """The job fails for good, in words that name the place and the mend."""
    studio.agent(tmp_path, name="attic").start()
    studio.wait_until_online()
    made = connector(studio, shares, share, credential_location="server", credentials=keys(shares, **more))
    job = studio.wait_until_ended(studio.run(collection(studio, made))["guid"])
    assert (job["status"], job["error_kind"], job["attempt"]) == ("failed", "permission_denied", 1)
    assert words in json.dumps(job) and "wrong-word" not in json.dumps(job)


def test_encryption_that_is_not_offered(agent, studio, shares):
    """Credentials are not kept for a place that would have things read in clear."""
    made = connector(studio, shares, "photos", "clear", encryption="required")
    said = configure(agent, made["guid"], keys(shares), expected=69)
    assert "The place was not reached" in said and "does not offer encryption" in said
    assert not (agent.home / "credentials.enc").exists()


@pytest.mark.parametrize("encryption", ["required", "offered"])
def test_on_the_network(studio, agent, shares, encryption):
    """Where encryption is required the share's name does not go by in clear; the password never does."""
    wire = RecordingProxy("http://127.0.0.1:{}".format(shares["ports"]["main"]))
    place = shares | {"ports": {"main": int(wire.address.rsplit(":", 1)[1])}}
    made = connector(studio, place, "photos", encryption=encryption)
    assert "2004/" in configure(agent, made["guid"], keys(shares))
    wire.close()
    heard = wire.heard
    assert b"\xfdSMB" in heard
    assert shares["password"].encode("utf-16-le") not in heard and shares["password"].encode() not in heard
    assert encryption == "offered" or "photos".encode("utf-16-le") not in heard


def test_a_library_that_is_told_otherwise(studio, agent, shares, tmp_path):
    """What smb.conf says neither weakens the connection nor shows up in what the agent says."""
    home = tmp_path / "home"
    (home / ".smb").mkdir(parents=True)
    (home / ".smb" / "smb.conf").write_text(
        "[global]\nbogus = 1\nclient signing = banana\nclient min protocol = NT1\nclient max protocol = NT1\n"
        "unix charset = ASCII\nlog level = 10\nclient smb encrypt = off\nname resolve order = bcast\n", encoding="ascii")
    agent.environment["HOME"] = str(home)
    made = connector(studio, shares, "photos", encryption="required")
    configure(agent, made["guid"], keys(shares))
    done = subprocess.run(
        [binary("safelight-agent"), "connectors", "test", made["guid"], "--format", "json"], env=agent.environment,
        capture_output=True, timeout=120)
    told = json.loads(done.stdout)
    assert told["test_successful"] and "2004/" in told["entries"]
    assert b"bogus" not in done.stderr and b"banana" not in done.stderr
