"""Collections in buckets: credentials that stay on an agent, credentials that come with a job, and what is refused."""

import base64
import json

import pytest

from bucket_server import BucketServer
from collection_run import start_run
from credential_entry import configure
from person_at_terminal import PersonAtTerminal
from program import binary


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    """S3 that checks signatures and permissions."""
    server = BucketServer("moto_store.py", tmp_path_factory.mktemp("s3"))
    yield server.facts
    server.close()


@pytest.fixture(scope="module")
def gcs(tmp_path_factory):
    """Google Cloud Storage, as far as a listing goes, behind a door that checks tokens."""
    server = BucketServer("cloud_storage.py", tmp_path_factory.mktemp("gcs"))
    yield server.facts
    server.close()


def s3_place(facts):
    return {"bucket": facts["bucket"], "region": facts["region"], "endpoint": facts["endpoint"]}


def s3_keys(facts):
    return {"access_key_id": facts["key"], "secret_access_key": facts["secret"]}


def connector(studio, kind, place, **more):
    """A connector, in a team that counts what the buckets hold."""
    studio.api.put("/api/config/photo-extensions", [".jpg"])
    return studio.api.post("/api/connectors", {"name": "Bucket", "type": kind, "configuration": place, **more})


def collection(studio, made, kind, location=""):
    return studio.api.post("/api/collections", {
        "name": "Remote", "type": kind, "location": location, "connector_guid": made["guid"]})


def assert_kept_secret(secrets, studio, agent, proxy):
    """Nothing that left the agent, and nothing on any disk, has one of the secrets in it, plain or as base64."""
    forms = [form for secret in secrets for form in (secret.encode(), base64.b64encode(secret.encode()).rstrip(b"="))]
    for form in forms:
        assert form not in proxy.heard
    places = [*studio.folder.rglob("*")]
    looked = 0
    for path in places:
        if path.is_file() and not path.is_socket():
            looked += 1
            held = path.read_bytes()
            assert not any(form in held for form in forms), path
    assert looked > 5 and len(proxy.heard) > 1000


def test_credentials_that_never_leave_their_agent(studio, agent, proxy, s3):
    """Pending, refused with a wrong secret, kept once they work, used, removed: and no secret was ever sent or written.

    proves: FR-300.3, FR-300.5, FR-300.6, FR-300.7, FR-300.8, NFR-300.4, SC-008
    """
    made = connector(studio, "S3", s3_place(s3))
    job = studio.run(collection(studio, made, "S3"))
    assert json.loads(agent.command("connectors", "list", "--pending", "--format", "json"))["connectors"][0] | {
        "name": ""} == {"guid": made["guid"], "name": "", "type": "S3", "credential_location": "pending",
                        "is_held": False, "tested_at": None}
    wrong = "this-is-no-secret-of-yours-1234567890"
    said = configure(agent, made["guid"], s3_keys(s3) | {"secret_access_key": wrong}, expected=69)
    assert "did not let the credentials in" in said and wrong not in said
    assert not (agent.home / "credentials.enc").exists()
    assert studio.api.get(f"/api/connectors/{made['guid']}")["credential_location"] == "pending"
    said = configure(agent, made["guid"], s3_keys(s3))
    assert "2004/" in said and s3["secret"] not in said
    assert (agent.home / "credentials.enc").stat().st_mode & 0o077 == 0
    assert (agent.home / "store.key").stat().st_mode & 0o077 == 0
    assert studio.api.get(f"/api/connectors/{made['guid']}")["agents"][0]["is_working"] is True
    agent.start()
    assert studio.wait_until_ended(job["guid"])["status"] == "completed"
    found = studio.result_of(job["guid"])["results"]
    assert found["total_files"] == len(s3["files"]) and found["total_size"] == sum(s3["files"].values())
    agent.command("connectors", "test", made["guid"])
    agent.command("connectors", "remove", made["guid"])
    waiting = studio.run(studio.api.items("/api/collections")[0])
    why = studio.api.get(f"/api/jobs/{waiting['guid']}/explain")["agents"]
    assert [reason["reason"] for reason in why] == ["no_credentials"]
    assert_kept_secret([s3["secret"], wrong], studio, agent, proxy)


def test_typed_at_a_terminal(studio, agent, s3):
    """Each field is asked for by its name; the secret does not show; what is needed is asked for again.

    proves: FR-300.6
    """
    made = connector(studio, "S3", s3_place(s3))
    person = PersonAtTerminal(
        [binary("safelight-agent"), "connectors", "configure", made["guid"]], agent.environment)
    person.waits_for("Access key: ")
    person.types("\n")
    person.waits_for("Access key is needed")
    person.waits_for("Access key: ")
    person.types(s3["key"] + "\n")
    person.waits_for("Secret key: ")
    person.types(s3["secret"] + "\n")
    person.waits_for("Session token")
    person.types("\n")
    assert person.ends() == 0, person.screen
    assert "The credentials work and are kept." in person.screen
    assert s3["key"] in person.screen and s3["secret"] not in person.screen
    stopped = PersonAtTerminal(
        [binary("safelight-agent"), "connectors", "configure", made["guid"]], agent.environment)
    stopped.waits_for("Access key: ")
    stopped.types(s3["key"] + "\n")
    stopped.waits_for("Secret key: ")
    stopped.types("half of it\x03")
    assert stopped.ends() == 75 and "nothing was kept" in stopped.screen and "half" not in stopped.screen


@pytest.mark.parametrize("tool", ["photostats", "photo_pairing", "pipeline_validation"])
def test_credentials_that_come_with_the_job(studio, tmp_path, s3, tool):
    """Each tool on a folder of a bucket, with the server's credentials.

    proves: FR-300.2
    """
    agent = studio.agent(tmp_path).start()
    studio.wait_until_online()
    studio.api.post("/api/pipelines", {"template": "raw-only", "is_default": True})
    made = connector(studio, "S3", s3_place(s3), credential_location="server", credentials=s3_keys(s3))
    job = start_run(studio.api, collection(studio, made, "S3", "2004"), tool)
    assert studio.wait_until_ended(job["guid"])["status"] == "completed"
    found = studio.result_of(job["guid"])["results"]
    names = [name for name in s3["files"] if name.startswith("2004/")]
    if tool == "photostats":
        assert found["total_files"] == len(names)
    assert s3["secret"] not in agent.program.log_path.read_text()


def test_credentials_that_are_refused_at_work(studio, tmp_path, s3):
    """The job fails for good, in words, and people are told whose credentials they were."""
    studio.agent(tmp_path, name="attic").start()
    studio.wait_until_online()
    made = connector(studio, "S3", s3_place(s3), credential_location="server", credentials={
        "access_key_id": s3["stranger"], "secret_access_key": s3["stranger_secret"]})
    job = studio.wait_until_ended(studio.run(collection(studio, made, "S3"))["guid"])
    assert (job["status"], job["error_kind"], job["attempt"]) == ("failed", "permission_denied", 1)
    assert s3["stranger_secret"] not in json.dumps(job)
    told = studio.api.items("/api/notifications")
    assert any(notice["title"] == "Bucket refused the credentials of attic" for notice in told)


def test_a_bucket_of_google(studio, agent, proxy, gcs):
    """A service account's key file, as an object in the JSON or as its text; a key that is not the account's is refused."""
    made = connector(studio, "GCS", {"bucket": gcs["bucket"], "endpoint": gcs["endpoint"]})
    job = studio.run(collection(studio, made, "GCS"))
    said = configure(agent, made["guid"], {"service_account": gcs["other_key_file"]}, expected=69)
    assert "did not let the credentials in" in said
    configure(agent, made["guid"], {"service_account": json.loads(gcs["key_file"])})
    agent.start()
    assert studio.wait_until_ended(job["guid"])["status"] == "completed"
    assert studio.result_of(job["guid"])["results"]["total_files"] == len(gcs["files"])
    key = json.loads(gcs["key_file"])["private_key"]
    assert_kept_secret([key[100:160], gcs["token"]], studio, agent, proxy)


def test_a_store_that_cannot_be_trusted(studio, agent, s3):
    """Open to others, damaged, without its key: each is refused in words and kept as it is."""
    made = connector(studio, "S3", s3_place(s3))
    configure(agent, made["guid"], s3_keys(s3))
    store, key = agent.home / "credentials.enc", agent.home / "store.key"
    kept = store.read_bytes()
    store.chmod(0o644)
    assert "chmod 600" in configure(agent, made["guid"], s3_keys(s3), expected=77)
    store.chmod(0o600)
    damaged = bytearray(kept)
    damaged[-1] ^= 1
    store.write_bytes(damaged)
    assert "is damaged" in configure(agent, made["guid"], s3_keys(s3), expected=65)
    assert store.read_bytes() == bytes(damaged)
    store.write_bytes(kept)
    key.rename(key.with_suffix(".away"))
    assert "Put it back" in configure(agent, made["guid"], s3_keys(s3), expected=78)
    key.with_suffix(".away").rename(key)
    agent.command("connectors", "test", made["guid"])
