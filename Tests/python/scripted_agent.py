"""An agent that does only what a test tells it to, step by step over the agent API."""

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from contextlib import contextmanager

from websockets.sync.client import connect

BASE = "/api/agent/v1"
CAPABILITIES = ["local_filesystem", "tool:photostats:1.0.0"]
RESULTS = {"total_files": 3, "total_size": 4096, "file_counts": {".dng": 2, ".xmp": 1}, "paired_count": 1}
REPORT = (b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>PhotoStats</title>'
          b'<meta name="generator" content="Safelight 0.1.0"></head><body><h1>Scripted report</h1>')
END_OF_REPORT = b"</body></html>\n"


class Answer:
    """An HTTP answer of any status."""

    def __init__(self, status, content, headers=None):
        self.status = status
        self.headers = headers or {}
        self.json = json.loads(content) if content.strip() else None

    @property
    def code(self):
        return (self.json or {}).get("error", {}).get("code")


class ScriptedAgent:
    """Calls the agent API with a key of its own."""

    patience = 60

    def __init__(self, address):
        self.address = address
        self.guid = ""
        self.key = ""
        self.capabilities = CAPABILITIES

    def call(self, method, path, body=None, raw=None, raw_json=None):
        """Sends an object as JSON, bytes as such, or bytes that only claim to be JSON."""
        data = json.dumps(body).encode() if body is not None else raw if raw is not None else raw_json
        headers = {"Content-Type": "application/octet-stream" if raw is not None else "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=self.patience) as answer:
                return Answer(answer.status, answer.read(), answer.headers)
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read(), error.headers)

    def ask_to_register(self, token, name, **facts):
        """The answer, whatever it is; `facts` replace what an agent says of itself."""
        return self.call("POST", BASE + "/register", {
            "registration_token": token, "name": name, "hostname": "test.local", "version": "0.1.0",
            "platform": "linux-amd64", "binary_checksum": "0" * 64, "capabilities": self.capabilities, "roots": ["/"],
            **facts})

    def register(self, token, name, **facts):
        answer = self.ask_to_register(token, name, **facts)
        assert answer.status == 201, answer.json
        self.guid, self.key = answer.json["agent_guid"], answer.json["api_key"]
        return self

    def heartbeat(self, **facts):
        return self.call("POST", BASE + "/heartbeat", {"status": "online", **facts})

    def report(self, connector, works=True, message="Reached."):
        """Says whether its credentials of a connector work."""
        body = {"test_successful": works, "test_message": message}
        return self.call("POST", f"{BASE}/connectors/{connector}/report-capability", body)

    def claim(self, wait_seconds=20):
        answer = self.call(
            "POST", BASE + "/jobs/claim", {"capabilities": self.capabilities, "wait_seconds": wait_seconds})
        assert answer.status == 200, answer.json
        return answer.json["job"]

    def progress(self, job, percentage, stage="analyzing", **facts):
        body = {"stage": stage, "percentage": percentage, **facts}
        return self.call("POST", f"{BASE}/jobs/{job['guid']}/progress", body)

    def complete(self, job, results=None, report=None, **changes):
        """Hands in a signed result; `changes` replace fields after signing."""
        results = RESULTS if results is None else results
        canonical = json.dumps(results, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        body = {
            "status": "completed", "attempt": job["attempt"], "results_json": results,
            "signature": sign(job, "completed", canonical, report),
            "metrics": {"duration_seconds": 1, "files_processed": results.get("total_files", 0)}}
        if report is not None:
            body |= {"report_size": len(report), "report_checksum": hashlib.sha256(report).hexdigest()}
        return self.call("POST", f"{BASE}/jobs/{job['guid']}/complete", body | changes)

    def deliver(self, job, results=None, report=None):
        """Completes a job with a small report, piece by piece as agents do; gives the result's guid."""
        report = report or report_of(2000)
        upload = self.complete(job, results, report=report).json
        assert "upload_id" in upload, upload
        assert self.send_chunk(upload, report, 0).status == 200
        done = self.finalize(upload)
        assert done.status == 200, done.json
        return done.json["result_guid"]

    @contextmanager
    def on_socket(self, job):
        """Opens the job's socket, and gives a function that says on it that something is odd, as no plain request can."""
        address = f"ws{self.address.removeprefix('http')}/ws/agent/jobs/{job['guid']}/progress"
        with connect(address, additional_headers={"Authorization": f"Bearer {self.key}"}) as socket:
            def warn(message, file):
                socket.send(json.dumps({
                    "type": "warning", "timestamp": "2026-01-01T00:00:00Z", "data": {"message": message, "file": file}}))

            yield warn

    def fail(self, job, kind, message, **more):
        """Hands in that the job cannot be done."""
        return self._end(job, {"status": "failed", "error_kind": kind, "error_message": message, **more})

    def cancelled(self, job):
        """Confirms that it has stopped."""
        return self._end(job, {"status": "cancelled"})

    def _end(self, job, facts):
        signed = {"attempt": job["attempt"], "signature": sign(job, facts["status"])}
        return self.call("POST", f"{BASE}/jobs/{job['guid']}/complete", facts | signed)

    def disconnect(self):
        return self.call("POST", BASE + "/disconnect", {})

    def upload_state(self, upload):
        return self.call("GET", f"{BASE}/uploads/{upload['upload_id']}")

    def send_chunk(self, upload, content, index):
        size = upload["chunk_size"]
        chunk = content[index * size:(index + 1) * size]
        return self.call("PUT", f"{BASE}/uploads/{upload['upload_id']}/{index}", raw=chunk)

    def finalize(self, upload):
        return self.call("POST", f"{BASE}/uploads/{upload['upload_id']}/finalize", {})


def sign(job, status, canonical=b"", report=None):
    """The signature of a completion (`safelight-result-v1`)."""
    secret = job["signing_secret"]
    key = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
    parts = [hashlib.sha256(part).hexdigest() if part else "" for part in (canonical, report)]
    message = "\n".join(["safelight-result-v1", job["guid"], str(job["attempt"]), status, *parts])
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


def report_of(size):
    """A valid report of exactly so many bytes."""
    filling = size - len(REPORT) - len(END_OF_REPORT) - len(b"<p></p>")
    return REPORT + b"<p>" + b"x" * filling + b"</p>" + END_OF_REPORT
