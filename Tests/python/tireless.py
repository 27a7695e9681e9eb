"""Agents and users that repeat every request until it is answered, whatever happens to the server."""

import hashlib
import http.client
import json
import random
import threading

from scripted_agent import BASE, CAPABILITIES, ScriptedAgent, report_of, sign

# How an agent treats a job, and how often: at once with the results inline, with a report to upload, as a failure.
WAYS = ["inline"] * 7 + ["upload"] * 2 + ["failure"]
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)


class Stopped(Exception):
    """The run is over."""


class Tireless:
    """Sends a request again while the server cannot be reached or says 503."""

    def __init__(self, journal, stop):
        self.journal = journal
        self._stop = stop

    def insist(self, name, send):
        """The first answer that is one; `send` makes an `Answer`."""
        tries = 0
        while not self._stop.is_set():
            try:
                answer = send()
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.journal.trouble(type(error).__name__)
            else:
                if answer.status < 500:
                    return answer
                self._judge(name, answer)
            self._stop.wait(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1
        raise Stopped

    def _judge(self, name, answer):
        if answer.status == 503 and "Retry-After" in answer.headers:
            self.journal.trouble(f"503 {answer.code}")
        elif answer.status in (502, 504):
            self.journal.trouble(str(answer.status))
        else:
            self.journal.surprise(f"{name} was answered {answer.status} {answer.code}: {answer.json}")


class TirelessAgent(Tireless):
    """An agent in a thread of its own that does one job after the other, in ways that chance decides."""

    def __init__(self, agent, seed, journal, stop):
        super().__init__(journal, stop)
        self.agent = agent
        self.agent.patience = 15
        self.random = random.Random(seed)
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self.thread.start()
        return self

    def _run(self):
        try:
            while True:
                job = self._claim()
                if job and self.random.random() < 0.1:
                    # As if the answer had been lost on its way: the same assignment comes again.
                    job = self._claim()
                if job:
                    self._work(job)
        except Stopped:
            pass
        except Exception as error:
            self.journal.surprise(f"{self.agent.guid} gave up: {error!r}")

    def begin(self):
        """Claims a job as soon as there is one, and says that work on it has begun."""
        job = None
        while job is None:
            job = self._claim()
        assert self._report(job, 10).status == 200
        return job

    def _call(self, name, method, path, **content):
        return self.insist(name, lambda: self.agent.call(method, BASE + path, **content))

    def _claim(self):
        answer = self._call("claim", "POST", "/jobs/claim", body={"capabilities": CAPABILITIES, "wait_seconds": 2})
        if answer.status != 200:
            raise AssertionError(f"a claim was answered {answer.status} {answer.json}")
        job = answer.json["job"]
        if job:
            self._note("claim", 200, job)
        return job

    def _note(self, call, status, job, **facts):
        self.journal.note(call, status, agent=self.agent.guid, job=job["guid"], attempt=job["attempt"], **facts)

    def _work(self, job):
        for percentage in (10, 70):
            answer = self._report(job, percentage)
            if answer.status != 200:
                return self._dropped(answer)
        self.hand_in(job, self.random.choice(WAYS))

    def _report(self, job, percentage):
        body = {"stage": "analyzing", "percentage": percentage}
        answer = self._call("progress", "POST", f"/jobs/{job['guid']}/progress", body=body)
        if answer.status == 200:
            self._note("progress", 200, job)
        return answer

    def hand_in(self, job, way):
        """Hands in the end of a job, one of `WAYS`; at times once more, as if the answer had been lost."""
        completion = Completion(job, way, self.agent.guid)
        times = 2 if self.random.random() < 0.25 else 1
        while times > 0:
            answer = self._call("complete", "POST", f"/jobs/{job['guid']}/complete", body=completion.body)
            if answer.status == 202:
                answer = self._upload(answer.json, completion)
                if answer is None:
                    continue
            if answer.status != 200:
                return self._dropped(answer)
            self._note("complete", 200, job, result_guid=answer.json.get("result_guid"), **completion.facts)
            times -= 1

    def _upload(self, upload, completion):
        """The answer to finalize; None where the upload is gone, and the completion has to be sent again."""
        path = f"/uploads/{upload['upload_id']}"
        sent = self._call("chunk", "PUT", f"{path}/0", raw=completion.report)
        if sent.status == 404:
            return None
        if sent.status not in (200, 409):
            raise AssertionError(f"a chunk was answered {sent.status} {sent.json}")
        answer = self._call("finalize", "POST", f"{path}/finalize", body={})
        return None if answer.status == 404 else answer

    def _dropped(self, answer):
        """An attempt that is no longer the agent's own is no trouble of this run; anything else is."""
        if answer.code not in ("stale_attempt", "job_ended", "not_your_job"):
            raise AssertionError(f"answered {answer.status} {answer.json}")
        self.journal.trouble(f"409 {answer.code}")


class Completion:
    """What an agent hands in for an attempt: bytes that no other attempt has."""

    def __init__(self, job, way, agent):
        mark = int(hashlib.sha256(f"{job['guid']} {job['attempt']} {agent}".encode()).hexdigest()[:8], 16)
        self.report = report_of(20_000 + mark % 5000) if way == "upload" else None
        self.outcome = "failed" if way == "failure" else "completed"
        self.body = {"status": self.outcome, "attempt": job["attempt"]}
        canonical = b""
        if way == "failure":
            self.body |= {"error_kind": "permission_denied", "error_message": "The folder may not be read."}
        else:
            results = {"total_files": 3, "total_size": mark}
            canonical = json.dumps(results, sort_keys=True, separators=(",", ":")).encode()
            self.body |= {"results_json": results, "metrics": {"duration_seconds": 1, "files_processed": 3}}
        if self.report:
            self.body |= {"report_size": len(self.report), "report_checksum": _checksum(self.report)}
        self.body["signature"] = sign(job, self.outcome, canonical, self.report)
        self.facts = {
            "outcome": self.outcome, "signature": self.body["signature"],
            "results_sha256": _checksum(canonical) if canonical else None,
            "report_sha256": _checksum(self.report) if self.report else None}


def _checksum(content):
    return hashlib.sha256(content).hexdigest()


class TirelessUser(Tireless):
    """A person who starts runs, each until it is there."""

    def __init__(self, api, journal, stop):
        super().__init__(journal, stop)
        self._caller = ScriptedAgent(api.address)
        self._caller.patience = 15
        self._caller.key = api.token

    def start_run(self, collection):
        body = {"tool": "photostats"}
        path = f"/api/collections/{collection['guid']}/runs"
        answer = self.insist("run", lambda: self._caller.call("POST", path, body))
        assert answer.status == 201, answer.json
        self.journal.note("run", 201, job=answer.json["guid"])
        return answer.json
