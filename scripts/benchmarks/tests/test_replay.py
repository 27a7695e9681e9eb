"""What PostgreSQL logged becomes a script that sends the same for other jobs."""

import pytest
import replay
import runs

JOB = "job_01jbench000000000000000001"


def log(*cycles):
    """A log as PostgreSQL writes it, of jobs with these numbers, with another session's statements in between."""
    lines = []
    for number in cycles:
        guid = JOB[:-3] + f"{number:03d}"
        lines += [
            "@@11 LOG:  statement: BEGIN",
            "@@11 LOG:  execute s1: UPDATE jobs",
            "\tSET status = 'assigned', agent_id = $2",
            "\tWHERE id = $1",
            f"@@11 DETAIL:  parameters: $1 = '{80000000 + number}', $2 = '71000001'",
            "@@11 LOG:  statement: COMMIT",
            "@@12 LOG:  statement: BEGIN",
            "@@12 LOG:  execute <unnamed>: INSERT INTO results (guid, job_id, note, gap) VALUES ($1, $2, $3, $4)",
            f"@@12 DETAIL:  parameters: $1 = 'res_{number:026d}', $2 = '{80000000 + number}', $3 = 'it''s 10:30, {guid}',"
            " $4 = NULL",
            f"@@12 LOG:  execute s3: UPDATE jobs SET done = $1 WHERE guid = $2",
            f"@@12 DETAIL:  parameters: $1 = '2026-01-01T10:30:00Z', $2 = '{guid}'",
            "@@12 LOG:  statement: COMMIT",
        ]
    return "\n".join(lines) + "\n"


def test_statements_come_with_their_parameters():
    found = replay.logged(log(1))
    assert found[1] == replay.Sent(
        "11", "UPDATE jobs SET status = 'assigned', agent_id = $2 WHERE id = $1", ("80000001", "71000001"))
    assert found[4].parameters[2:] == (f"it's 10:30, {JOB}", None)


def test_other_lines_of_a_log_are_left_out():
    assert replay.logged("@@9 LOG:  checkpoint starting: time\nnonsense\n@@9 DETAIL:  parameters: $1 = 'x'\n") == []


def test_a_job_ends_with_the_commit_of_its_result():
    found = replay.cycles(replay.logged(log(1, 2, 3)))
    assert [len(cycle) for cycle in found] == [7, 7]
    assert found[0][0].sql == "BEGIN" and found[0][-1].sql == "COMMIT"


def test_transactions_that_ran_side_by_side_are_taken_one_after_the_other():
    sent = [replay.Sent(session, sql) for session, sql in [
        ("1", "BEGIN"), ("1", "a"), ("2", "begin"), ("2", "b"), ("1", "COMMIT"), ("3", "alone"), ("2", "ROLLBACK")]]
    assert [one.sql for one in replay.in_turn(sent)] == ["BEGIN", "a", "COMMIT", "begin", "b", "ROLLBACK", "alone"]


def test_the_usual_job_is_taken_and_not_one_with_something_rare_in_it():
    plain = replay.cycles(replay.logged(log(1, 2, 3)))
    rare = [replay.Sent("13", "DELETE FROM sessions"), *plain[0]]
    assert replay.usual([rare, *plain]) == plain[-1]


def test_no_whole_job_is_a_clear_error():
    with pytest.raises(runs.BenchFailure, match="no whole job"):
        replay.usual(replay.cycles(replay.logged(log(1))))


def test_the_script_names_the_replayed_jobs_own_rows():
    made = replay.script(replay.cycles(replay.logged(log(1, 2)))[-1], JOB[:-3] + "002")
    assert "agent_id = (71000001 + :client_id)::bigint WHERE id = (:job)::bigint;" in made
    assert "('res_' || lpad((:job)::text, 26, '0')), (:job)::bigint" in made
    assert "WHERE guid = ('job_' || lpad((:job)::text, 26, '0'));" in made
    assert "NULL);" in made
    assert made.startswith("\\set job :first + :client_id * :each + :n\n")


def test_pgbench_sees_no_variable_in_a_text():
    assert replay.literal("10:30") == "E'10\\07230'"
    assert replay.literal("it's a\\b") == "E'it''s a\\\\b'"
    assert replay.literal("it's") == "'it''s'"


def test_statements_and_transactions_of_a_job_are_counted():
    assert replay.summary(replay.cycles(replay.logged(log(1, 2)))[0]) == {"statements": 5, "transactions": 2}
