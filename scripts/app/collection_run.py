"""A collection analysed over the user API, and what came out of it held against what was made."""

import time

from program import Failure

CONFIGURATION_PATHS = {
    "photo_extensions": "/api/config/photo-extensions",
    "metadata_extensions": "/api/config/metadata-extensions",
    "require_sidecar": "/api/config/require-sidecar",
    "camera_mappings": "/api/config/camera-mappings",
    "processing_methods": "/api/config/processing-methods",
}
TOOLS = {"photostats": "PhotoStats", "photo_pairing": "Photo Pairing", "pipeline_validation": "Pipeline Validation"}
ENDED = {"completed", "failed", "cancelled"}
# Lists whose length is compared, by the name under which it is expected.
LISTED = {"empty_files_count": "empty_files", "colliding_names_count": "case_collisions",
          "ambiguous_groups_count": "ambiguous_groups"}


def adopt_configuration(api, wanted):
    """Makes the team's settings those that an archive's figures were made for."""
    for name, path in CONFIGURATION_PATHS.items():
        if api.get(path) != wanted[name]:
            api.put(path, wanted[name])


def adopt_pipeline(api, nodes):
    """A pipeline from a template, changed to what the archive holds, as the team's default."""
    made = api.post("/api/pipelines", {"template": "raw-only"})
    return api.call("PATCH", f"/api/pipelines/{made['guid']}", {
        "name": "Raw archive", "description": "Each camera's raw format with its sidecar", "nodes": nodes,
        "is_default": True})


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
    for name, wanted in expected.items():
        listed = LISTED.get(name)
        found = len(results.get(listed) or []) if listed else results.get(name)
        if isinstance(wanted, dict):
            found, wanted = without_zeros(found or {}), without_zeros(wanted)
        if found != wanted:
            yield f"{listed or name} is {found}, not {wanted}"


def without_zeros(figures):
    """A kind that there is none of may be named or left out."""
    return {name: figure for name, figure in figures.items() if figure}


def report_faults(report):
    """Sentences on what a report must not have, or must."""
    beginning = report.lstrip()[:15].lower()
    if not beginning.startswith("<!doctype html"):
        yield "the report does not begin with a doctype"
    if 'name="generator"' not in report or "Safelight" not in report:
        yield "the report has no generator mark"
    if "<script" in report.lower() or "<b>bold" in report:
        yield "the name of a file has become markup in the report"
