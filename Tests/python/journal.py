"""What clients were answered in the course of a run, kept in memory and line by line on the disk."""

import json
import threading
import time
from collections import Counter


class Journal:
    """Answers of 2xx for the history checker, and how often the server could not answer.

    `surprises` are answers that no fault excuses: an internal error, or a 503 that does not say when to come again.
    """

    def __init__(self, path):
        self.path = path
        self.answers = []
        self.troubles = Counter()
        self.surprises = []
        self._news = threading.Condition()
        self._file = open(path, "a", encoding="utf-8")

    def note(self, call, status, **facts):
        with self._news:
            self.answers.append({"call": call, "status": status} | facts)
            self._file.write(json.dumps(self.answers[-1]) + "\n")
            self._file.flush()
            self._news.notify_all()

    def trouble(self, kind):
        """A request that was not answered, or with a 503: to be sent again."""
        with self._news:
            self.troubles[kind] += 1
            self._news.notify_all()

    def surprise(self, text):
        with self._news:
            self.surprises.append(text)
            self._news.notify_all()

    def count(self, *calls, status=200):
        """How many answers to such calls there were."""
        return sum(answer["call"] in calls and answer["status"] == status for answer in self.answers)

    def until(self, happened, seconds=60, what="what was waited for"):
        """Returns as soon as a condition holds; it is looked at after every answer, and now and then."""
        limit = time.monotonic() + seconds
        with self._news:
            while not happened():
                left = limit - time.monotonic()
                assert left > 0, (
                    f"{what} did not come in {seconds} s; {len(self.answers)} answers, troubles {dict(self.troubles)},"
                    f" surprises {self.surprises[:3]}")
                self._news.wait(min(left, 0.1))

    def until_more(self, count, seconds=60):
        """Returns after so many further completions."""
        wanted = self.count("complete", "finalize") + count
        self.until(lambda: self.count("complete", "finalize") >= wanted, seconds, f"{count} more completions")

    def until_troubled(self, count=1, seconds=60):
        """Returns after so many further requests that were not answered, or with a 503."""
        wanted = self.troubles.total() + count
        self.until(lambda: self.troubles.total() >= wanted, seconds, f"{count} more troubles")

    def close(self):
        self._file.close()
