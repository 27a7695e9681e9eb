"""A collection analysed over the user API, and what came out of it held against what was made."""

import time

from program import Failure

CONFIGURATION_PATHS = {
    "photo_extensions": "/api/config/photo-extensions",
    "metadata_extensions": "/api/config/metadata-extensions",
    "require_sidecar": "/api/config/require-sidecar",
}
ENDED = {"completed", "failed", "cancelled"}
COMPARED = ["total_files", "total_size", "paired_count", "orphaned_images_count", "orphaned_xmp_count"]
COMPARED_BY_TYPE = ["file_counts", "storage_by_type"]


def adopt_configuration(api, wanted):
    """Makes the team's extensions those that an archive's figures were made for."""
    for name, path in CONFIGURATION_PATHS.items():
        if sorted(api.get(path)) != sorted(wanted[name]):
            api.put(path, wanted[name])


def create_local(api, name, folder, agent_guid):
    return api.post("/api/collections", {
        "name": name, "type": "LOCAL", "location": str(folder), "bound_agent_guid": agent_guid})


def start_run(api, collection, tool="photostats"):
    return api.post(f"/api/collections/{collection['guid']}/runs", {"tool": tool})


def watch(api, job, seconds, say):
    """Asks for a job until it has ended, saying what changes."""
    limit, shown = time.monotonic() + seconds, None
    while True:
        job = api.get(f"/api/jobs/{job['guid']}")
        progress = job.get("progress") or {}
        state = (job["status"], progress.get("stage"), progress.get("files_scanned"))
        if state != shown:
            say(f"  {job['status']}" + (f": {state[1]}, {state[2] or 0} files" if state[1] else ""))
            shown = state
        if job["status"] in ENDED:
            return job
        if time.monotonic() > limit:
            raise Failure(f"job {job['guid']} is still {job['status']} after {seconds} s — see the agent's log")
        time.sleep(0.25)


def finished(api, job):
    """The result of a completed job."""
    if job["status"] != "completed" or not job.get("result_guid"):
        reason = job.get("error_message") or "no reason was given"
        raise Failure(f"job {job['guid']} ended {job['status']}: {reason} — see the agent's log")
    return api.get(f"/api/results/{job['result_guid']}")


def differences(results, expected):
    """Sentences on each figure that is not as expected."""
    for name in COMPARED:
        if results.get(name) != expected[name]:
            yield f"{name} is {results.get(name)}, not {expected[name]}"
    for name in COMPARED_BY_TYPE:
        found = {kind: number for kind, number in (results.get(name) or {}).items() if number}
        if found != {kind: number for kind, number in expected[name].items() if number}:
            yield f"{name} is {found}, not {expected[name]}"
    for name, count in [("empty_files", "empty_files_count"), ("case_collisions", "colliding_names_count")]:
        if len(results.get(name) or []) != expected[count]:
            yield f"{name} has {len(results.get(name) or [])} entries, not {expected[count]}"


def report_faults(report):
    """Sentences on what a report must not have, or must."""
    beginning = report.lstrip()[:15].lower()
    if not beginning.startswith("<!doctype html"):
        yield "the report does not begin with a doctype"
    if 'name="generator"' not in report or "Safelight" not in report:
        yield "the report has no generator mark"
    if "<script" in report.lower() or "<b>bold" in report:
        yield "the name of a file has become markup in the report"
