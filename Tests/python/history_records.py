"""What the history of a run is made of: rows of the database, and what clients were answered."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Job:
    guid: str
    status: str
    attempt: int
    agent: str = None
    lease_expires_at: int = None
    result_guid: str = None
    loss_count: int = 0
    completed_at: int = None


@dataclass
class Attempt:
    row: int
    job: str
    number: int
    agent: str
    assigned_at: int
    started_at: int = None
    ended_at: int = None
    outcome: str = None
    signature: str = None
    result_guid: str = None


@dataclass
class Result:
    guid: str
    job: str
    results_sha256: str = None
    report_sha256: str = None
    missing_blob: str = None


@dataclass
class History:
    """All that is judged: the rows, and the answers of 2xx as the clients noted them."""

    jobs: list = field(default_factory=list)
    attempts: list = field(default_factory=list)
    results: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    now: int = 0
    # Where the server's clock was changed, its times tell no order.
    is_clock_steady: bool = True

    def attempts_by(self, key):
        groups = defaultdict(list)
        for attempt in sorted(self.attempts, key=lambda one: one.row):
            groups[getattr(attempt, key)].append(attempt)
        return groups

    def answered(self, *calls):
        return [answer for answer in self.answers if answer["call"] in calls]

    def accepted(self):
        """Answers that took a completion: at once, or after its upload. A 202 only asks for the bytes."""
        return [answer for answer in self.answered("complete", "finalize") if answer["status"] == 200]
