"""What must hold of every history; each rule gives a sentence for each violation."""

from collections import Counter, defaultdict

ENDED = ("completed", "failed", "cancelled")
HELD = ("assigned", "running")
# The server's word for how an attempt ended, by what its agent handed in.
OUTCOMES = {"completed": ("completed",), "failed": ("failed",), "cancelled": ("cancelled",)}


def lost(history):
    """Every job that was created with a 2xx is there."""
    known = {job.guid for job in history.jobs}
    for answer in history.answered("run"):
        if answer["job"] not in known:
            yield f"{answer['job']} was created, and is not there"


def stuck(history):
    """Every job has come to an end."""
    for job in history.jobs:
        if job.status not in ENDED:
            yield f"{job.guid} is still {job.status}"


def without_lease(history):
    """A job is held under a lease that runs, or has none."""
    for job in history.jobs:
        if job.status in HELD:
            if job.lease_expires_at is None or job.agent is None:
                yield f"{job.guid} is {job.status} without a lease"
            elif job.lease_expires_at <= history.now:
                yield f"{job.guid} is {job.status}, and its lease has run out"
        elif job.lease_expires_at is not None:
            yield f"{job.guid} is {job.status}, and has a lease"


def accepted_twice(history):
    """One result and one accepted completion for a job; its repeats get the same answer."""
    for job, count in Counter(result.job for result in history.results).items():
        if count > 1:
            yield f"{job} has {count} results"
    completed = Counter(attempt.job for attempt in history.attempts if attempt.outcome == "completed")
    for job, count in completed.items():
        if count > 1:
            yield f"{job} has {count} completed attempts"
    words, answers = defaultdict(set), defaultdict(set)
    for answer in history.accepted():
        if answer["outcome"] == "completed":
            words[answer["job"]].add((answer["attempt"], answer["signature"]))
        answers[answer["job"], answer["attempt"], answer["signature"]].add(answer["result_guid"])
    for job, accepted in words.items():
        if len(accepted) > 1:
            yield f"{job}: {len(accepted)} different completions were accepted"
    for (job, attempt, _), guids in answers.items():
        if len(guids) > 1:
            yield f"{job}, attempt {attempt}: repeats were answered with {sorted(map(str, guids))}"


def not_kept(history):
    """What a completion was answered 200 for is in the rows, with the bytes that were sent."""
    attempts = {(attempt.job, attempt.number): attempt for attempt in history.attempts}
    results = {result.guid: result for result in history.results}
    for answer in history.accepted():
        name = f"{answer['job']}, attempt {answer['attempt']}"
        attempt = attempts.get((answer["job"], answer["attempt"]))
        if attempt is None or attempt.outcome not in OUTCOMES[answer["outcome"]]:
            yield f"{name}: {answer['outcome']} was accepted; kept is {attempt and attempt.outcome}"
        elif attempt.signature != answer["signature"] or attempt.result_guid != answer["result_guid"]:
            yield f"{name}: another signature or result is kept than was accepted"
        elif answer["outcome"] == "completed":
            result = results.get(answer["result_guid"])
            if result is None or result.job != answer["job"]:
                yield f"{name}: the result {answer['result_guid']} is not there"
            elif result.results_sha256 != answer["results_sha256"]:
                yield f"{name}: the result {result.guid} has other bytes than were sent"
            elif result.report_sha256 != answer.get("report_sha256"):
                yield f"{name}: the report of {result.guid} has other bytes than were sent"


def blobs_missing(history):
    """Every blob that a result names is there."""
    for result in history.results:
        if result.missing_blob:
            yield f"{result.guid} of {result.job} names {result.missing_blob}, which is not there"


def gaps(history):
    """Attempts count from 1 without a gap, and the job knows the last."""
    by_job = history.attempts_by("job")
    for job in history.jobs:
        numbers = sorted(attempt.number for attempt in by_job[job.guid])
        if numbers != list(range(1, len(numbers) + 1)) or job.attempt != len(numbers):
            yield f"{job.guid} is at attempt {job.attempt} and has the attempts {numbers}"


def two_jobs_at_once(history):
    """No agent holds two jobs at a time."""
    for agent, attempts in history.attempts_by("agent").items():
        for earlier, later in zip(attempts, attempts[1:]):
            if earlier.ended_at is None:
                yield f"{agent} was given {later.job} while it held {earlier.job}"
            elif history.is_clock_steady and later.assigned_at < earlier.ended_at:
                yield f"{agent} was given {later.job} before the end of {earlier.job}"


def handed_twice(history):
    """An attempt is handed to one agent, the one that the rows name."""
    attempts = {(attempt.job, attempt.number): attempt for attempt in history.attempts}
    holders = defaultdict(set)
    for answer in history.answered("claim"):
        holders[answer["job"], answer["attempt"]].add(answer["agent"])
    for (job, number), agents in holders.items():
        attempt = attempts.get((job, number))
        if len(agents) > 1:
            yield f"{job}, attempt {number} was handed to {sorted(agents)}"
        elif attempt is None:
            yield f"{job}, attempt {number} was handed to {min(agents)}, and is not there"
        elif attempt.agent not in agents:
            yield f"{job}, attempt {number} was handed to {min(agents)}; kept is {attempt.agent}"


def not_started(history):
    """Work that was acknowledged has begun."""
    attempts = {(attempt.job, attempt.number): attempt for attempt in history.attempts}
    for answer in history.answered("progress"):
        attempt = attempts.get((answer["job"], answer["attempt"]))
        if attempt is None or attempt.started_at is None:
            yield f"{answer['job']}, attempt {answer['attempt']}: progress was acknowledged, a start was not kept"


def inconsistent(history):
    """A job's status, its attempts and its result say the same."""
    by_job = history.attempts_by("job")
    results = {result.job: result for result in history.results}
    for job in history.jobs:
        attempts = by_job[job.guid]
        completed = next((one for one in attempts if one.outcome == "completed"), None)
        result = results.get(job.guid)
        guids = {result and result.guid, job.result_guid, completed and completed.result_guid}
        if (job.status == "completed") != (completed is not None) or len(guids) > 1:
            yield f"{job.guid} is {job.status}; job, attempt and result do not agree on {sorted(map(str, guids))}"
        if (job.status in ENDED) != (job.completed_at is not None):
            yield f"{job.guid} is {job.status}, and its end is {job.completed_at}"
        held = [attempt for attempt in attempts if attempt.outcome is None]
        if len(held) != (1 if job.status in HELD else 0) or any(one.number != job.attempt for one in held):
            yield f"{job.guid} is {job.status}, and {len(held)} of its attempts have not ended"
        losses = sum(attempt.outcome == "lost" for attempt in attempts)
        if losses != job.loss_count:
            yield f"{job.guid} counts {job.loss_count} losses, its attempts {losses}"


RULES = [lost, stuck, without_lease, accepted_twice, not_kept, blobs_missing, gaps, two_jobs_at_once, handed_twice,
         not_started, inconsistent]


def violations(history, rules=None):
    """A sentence for each violation, with the name of its rule."""
    return [f"{rule.__name__}: {sentence}" for rule in rules or RULES for sentence in rule(history)]


def counts(history):
    """What the run came to, in figures."""
    outcomes = Counter(attempt.outcome or "held" for attempt in history.attempts)
    return {
        "jobs": len(history.jobs), "attempts": len(history.attempts), "results": len(history.results),
        "lost attempts": outcomes["lost"] + outcomes["handed_back"],
        "repeats": len(history.accepted()) - len({(one["job"], one["attempt"]) for one in history.accepted()})}
