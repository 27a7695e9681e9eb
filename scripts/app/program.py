"""A program of ours as a child: what it says is kept, and can be waited for without asking again and again."""

import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Failure(Exception):
    """Something that cannot go on; the text says what happened and what to do."""


def binary(name):
    """The built program: from SAFELIGHT_BUILD, or where `swift build` puts it."""
    path = Path(os.environ.get("SAFELIGHT_BUILD", ROOT / ".build" / "debug")) / name
    if not path.exists():
        raise Failure(f"{path} is not there — run `swift build` first")
    return str(path)


def environment(**more):
    """The environment for a child: none of the caller's own Safelight settings, no colours."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SAFELIGHT")}
    return own | {"NO_COLOR": "1"} | more


class Program:
    """A running child. Its stdout and stderr go line by line into `lines` and into a log file."""

    def __init__(self, arguments, log, env=None):
        self.name = Path(arguments[0]).name
        self.lines = []
        self.log_path = Path(log)
        self._news = threading.Condition()
        self._log = open(log, "ab")
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=env or environment(), start_new_session=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self._log.write(line)
            self._log.flush()
            with self._news:
                self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))
                self._news.notify_all()
        self.process.wait()
        with self._news:
            self._news.notify_all()

    def wait_for(self, pattern, seconds=60, after=0):
        """The first match of a pattern in the lines from number `after` on, as soon as it is there."""
        wanted, limit, seen = re.compile(pattern), time.monotonic() + seconds, after
        with self._news:
            while True:
                is_talking = self._reader.is_alive()
                for line in self.lines[seen:]:
                    if match := wanted.search(line):
                        return match
                seen = len(self.lines)
                if not is_talking:
                    raise Failure(f"{self.name} has ended with {self.process.returncode} — {self.last_words()}")
                if time.monotonic() > limit:
                    raise Failure(f"{self.name} did not say {pattern!r} in {seconds} s — {self.last_words()}")
                self._news.wait(0.2)

    def last_words(self):
        """The end of its log, for a message."""
        return f"the end of {self.log_path} is:\n    " + "\n    ".join(self.lines[-8:] or ["(nothing)"])

    @property
    def is_running(self):
        return self.process.poll() is None

    def stop(self, seconds=30):
        """Asks it to end and returns its exit code; after `seconds` it is ended the hard way."""
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
        return self._collect(seconds)

    def kill(self):
        """Ends it with no chance to tidy up."""
        if self.is_running:
            os.killpg(self.process.pid, signal.SIGKILL)
        return self._collect(10)

    def _collect(self, seconds):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._reader.join(10)
        self._log.close()
        return self.process.returncode


def run(arguments, stdin=None, env=None, expected=(0,)):
    """Runs a command to its end and gives its stdout, stripped."""
    outcome = subprocess.run(
        arguments, input=stdin, capture_output=True, text=True, env=env or environment(), timeout=120)
    if outcome.returncode not in expected:
        words = (outcome.stderr or outcome.stdout).strip() or "it said nothing"
        shown = " ".join([Path(arguments[0]).name, *map(str, arguments[1:3])])
        raise Failure(f"`{shown} …` ended with {outcome.returncode}: {words}")
    return outcome.stdout.strip()
