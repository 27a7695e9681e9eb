"""Every rule of the history checker finds what it is there to find, and nothing in a good history."""

import copy
import json
import sqlite3
from contextlib import closing

import pytest

import history
from history_records import Attempt, History, Job, Result
from history_rules import RULES, violations

LATER = 10_000


def answer(call, job, attempt=1, agent="agt_a", **facts):
    return {"call": call, "status": 200, "job": job, "attempt": attempt, "agent": agent} | facts


def completion(job, attempt, agent="agt_a", outcome="completed", **facts):
    result = f"res_{job}" if outcome == "completed" else None
    checksum = f"sha-{job}" if outcome == "completed" else None
    return answer("complete", job, attempt, agent, outcome=outcome, signature=f"sig-{job}-{attempt}",
                  result_guid=result, results_sha256=checksum) | facts


def good():
    """One job done at once, one after its agent was lost, one that failed, one that nobody has wanted yet."""
    made = History(now=1_000)
    for number, guid in enumerate(["job_1", "job_2", "job_3", "job_4"]):
        made.jobs.append(Job(guid, "completed", 1, completed_at=10 * number + 9, agent="agt_a"))
        made.answers.append(answer("run", guid))
        if number < 3:
            made.attempts.append(Attempt(number, guid, 1, "agt_a", 10 * number, 10 * number + 1, 10 * number + 9,
                                         "completed", f"sig-{guid}-1", f"res_{guid}"))
            made.answers += [answer("claim", guid), answer("progress", guid)]
    for number in (0, 1):
        job = made.jobs[number]
        job.result_guid = f"res_{job.guid}"
        made.results.append(Result(job.result_guid, job.guid, f"sha-{job.guid}"))
    made.attempts[1].outcome, made.attempts[1].signature, made.attempts[1].result_guid = "lost", None, None
    made.attempts.append(Attempt(3, "job_2", 2, "agt_b", 50, 51, 59, "completed", "sig-job_2-2", "res_job_2"))
    made.jobs[1].attempt, made.jobs[1].loss_count, made.jobs[1].agent = 2, 1, "agt_b"
    made.jobs[2].status, made.attempts[2].outcome, made.attempts[2].result_guid = "failed", "failed", None
    made.jobs[3] = Job("job_4", "cancelled", 0, completed_at=39)
    made.answers += [
        answer("claim", "job_2", 2, "agt_b"), completion("job_1", 1), completion("job_1", 1),
        completion("job_2", 2, "agt_b"), completion("job_3", 1, outcome="failed")]
    return made


def test_a_good_history_has_no_violations():
    assert violations(good()) == []


def lose_a_job(bad):
    del bad.jobs[3]


def leave_a_job_waiting(bad):
    bad.jobs[3] = Job("job_4", "pending", 0)


def leave_a_job_running(bad):
    bad.jobs[0].status, bad.jobs[0].lease_expires_at = "running", 999


def forget_the_lease(bad):
    bad.jobs[0].status = "assigned"


def keep_a_lease_for_ever(bad):
    bad.jobs[0].lease_expires_at = LATER


def store_a_second_result(bad):
    bad.results.append(Result("res_other", "job_1", "sha-job_1"))


def complete_two_attempts(bad):
    bad.attempts[1].outcome = "completed"


def accept_two_completions(bad):
    bad.answers.append(completion("job_2", 1))


def answer_a_repeat_with_another_result(bad):
    bad.answers.append(completion("job_1", 1, result_guid="res_other"))


def forget_an_accepted_completion(bad):
    bad.attempts[0].outcome = None


def keep_another_signature(bad):
    bad.attempts[0].signature = "sig-other"


def forget_a_result(bad):
    del bad.results[0]


def change_the_bytes(bad):
    bad.results[0].results_sha256 = "sha-other"


def change_the_report(bad):
    bad.results[0].report_sha256 = "sha-of-a-report"


def lose_a_blob(bad):
    bad.results[0].missing_blob = "reports/res_job_1.html"


def skip_an_attempt(bad):
    bad.attempts[3].number = 3


def forget_the_count(bad):
    bad.jobs[1].attempt = 1


def give_a_second_job(bad):
    bad.attempts[2].assigned_at = 15


def give_a_second_job_without_an_end(bad):
    bad.attempts[0].ended_at = None


def hand_out_twice(bad):
    bad.answers.append(answer("claim", "job_1", 1, "agt_b"))


def forget_an_assignment(bad):
    del bad.attempts[3]


def hand_to_another_than_is_kept(bad):
    bad.attempts[3].agent = "agt_a"


def forget_the_start(bad):
    bad.attempts[0].started_at = None


def complete_without_an_attempt(bad):
    bad.jobs[3].status = "completed"


def end_without_a_time(bad):
    bad.jobs[3].completed_at = None


def end_with_an_open_attempt(bad):
    bad.attempts[2].outcome = None


def forget_a_loss(bad):
    bad.jobs[1].loss_count = 0


@pytest.mark.parametrize("rule, spoil", [
    ("lost", lose_a_job), ("stuck", leave_a_job_waiting), ("stuck", leave_a_job_running),
    ("without_lease", leave_a_job_running), ("without_lease", forget_the_lease),
    ("without_lease", keep_a_lease_for_ever), ("accepted_twice", store_a_second_result),
    ("accepted_twice", complete_two_attempts), ("accepted_twice", accept_two_completions),
    ("accepted_twice", answer_a_repeat_with_another_result), ("not_kept", forget_an_accepted_completion),
    ("not_kept", keep_another_signature), ("not_kept", forget_a_result), ("not_kept", change_the_bytes),
    ("not_kept", change_the_report), ("blobs_missing", lose_a_blob), ("gaps", skip_an_attempt),
    ("gaps", forget_the_count), ("two_jobs_at_once", give_a_second_job),
    ("two_jobs_at_once", give_a_second_job_without_an_end), ("handed_twice", hand_out_twice),
    ("handed_twice", forget_an_assignment), ("handed_twice", hand_to_another_than_is_kept),
    ("not_started", forget_the_start), ("inconsistent", complete_without_an_attempt),
    ("inconsistent", end_without_a_time), ("inconsistent", end_with_an_open_attempt), ("inconsistent", forget_a_loss)])
def test_a_rule_finds_what_breaks_it(rule, spoil):
    bad = copy.deepcopy(good())
    spoil(bad)
    assert rule in {sentence.split(":")[0] for sentence in violations(bad)}


def test_every_rule_has_a_history_that_breaks_it():
    marks = [mark for mark in test_a_rule_finds_what_breaks_it.pytestmark if mark.name == "parametrize"]
    assert {rule for rule, _ in marks[0].args[1]} == {rule.__name__ for rule in RULES}


def test_times_of_a_clock_that_was_changed_tell_no_order():
    changed = good()
    give_a_second_job(changed)
    changed.is_clock_steady = False
    assert violations(changed) == []


SCHEMA = """
    CREATE TABLE agents (id, guid); CREATE TABLE jobs (id, guid, status, attempt, agent_id, lease_expires_at,
      result_guid, loss_count, completed_at);
    CREATE TABLE attempts (id, job_id, attempt, agent_id, assigned_at, started_at, ended_at, outcome,
      completion_signature, result_guid);
    CREATE TABLE results (id, guid, job_id, inline_results, results_blob, report_blob);
    INSERT INTO agents VALUES (1, 'agt_a');
    INSERT INTO jobs VALUES (1, 'job_1', 'completed', 1, 1, NULL, 'res_1', 0, 9);
    INSERT INTO attempts VALUES (1, 1, 1, 1, 0, 1, 9, 'completed', 'sig', 'res_1');
    INSERT INTO results VALUES (1, 'res_1', 1, x'7b7d', NULL, 'reports/res_1.html');
    """


def test_the_program_reads_a_database_and_its_journals(tmp_path, capsys):
    with closing(sqlite3.connect(tmp_path / "database")) as made:
        made.executescript(SCHEMA)
    blobs, journal = tmp_path / "blobs", tmp_path / "journal"
    (blobs / "reports").mkdir(parents=True)
    journal.write_text(json.dumps(completion(
        "job_1", 1, signature="sig", result_guid="res_1", report_sha256=history._checksum(b"report"),
        results_sha256=history._checksum(b"{}"))) + "\n", encoding="utf-8")
    assert history.main(tmp_path / "database", blobs, journal) == 1
    assert "reports/res_1.html, which is not there" in capsys.readouterr().out
    (blobs / "reports" / "res_1.html").write_bytes(b"report")
    assert history.main(tmp_path / "database", blobs, journal) == 0
    assert "1 jobs, 1 attempts" in capsys.readouterr().out
