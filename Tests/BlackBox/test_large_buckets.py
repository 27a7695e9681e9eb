"""All three tools on buckets of 10,000 objects, by the built programs. (For a share: test_smb_collections.py.)"""

import pytest

from bucket_server import BucketServer
from collection_run import start_run

KINDS = {
    "S3": ("moto_store.py", lambda facts: {name: facts[name] for name in ("bucket", "region", "endpoint")},
           lambda facts: {"access_key_id": facts["key"], "secret_access_key": facts["secret"]}),
    "GCS": ("cloud_storage.py", lambda facts: {name: facts[name] for name in ("bucket", "endpoint")},
            lambda facts: {"service_account": facts["key_file"]}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_tool(studio, tmp_path, tmp_path_factory, kind):
    """Every file is found, paired with its sidecar, and ready for the archive.

    proves: US-5, US-6
    """
    script, place, keys = KINDS[kind]
    server = BucketServer(script, tmp_path_factory.mktemp("large"), "large")
    try:
        facts = server.facts
        studio.api.put("/api/config/photo-extensions", [".cr3"])
        studio.api.put("/api/config/metadata-extensions", [".xmp"])
        studio.api.put("/api/config/require-sidecar", [".cr3"])
        studio.api.post("/api/pipelines", {"template": "raw-only", "is_default": True})
        studio.agent(tmp_path).start()
        studio.wait_until_online()
        made = studio.api.post("/api/connectors", {
            "name": "Large", "type": kind, "configuration": place(facts), "credential_location": "server",
            "credentials": keys(facts)})
        collection = studio.api.post("/api/collections", {
            "name": "Remote", "type": kind, "location": "", "connector_guid": made["guid"]})
        found = {}
        for tool in ("photostats", "photo_pairing", "pipeline_validation"):
            job = studio.wait_until_ended(start_run(studio.api, collection, tool)["guid"])
            assert job["status"] == "completed", job
            found[tool] = studio.result_of(job["guid"])["results"]
        assert len(facts["files"]) == 10_000
        stats = found["photostats"]
        assert (stats["total_files"], stats["total_size"], stats["paired_count"]) == (10_000, 10_000, 5_000)
        assert found["photo_pairing"]["image_count"] == 5_000 and found["photo_pairing"]["invalid_files_count"] == 0
        assert found["pipeline_validation"]["archival_ready_count"] == 5_000
    finally:
        server.close()
