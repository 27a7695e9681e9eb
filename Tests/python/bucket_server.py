"""A real store in a process of its own, as the scripts beside this one make it."""

import json
import subprocess
import sys
from pathlib import Path


class BucketServer:
    """Runs such a script; `facts` is what it said of itself when it was ready."""

    def __init__(self, script, folder, *arguments):
        with open(Path(folder) / f"{script}.log", "wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, Path(__file__).with_name(script), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=log, text=True)
        self.facts = json.loads(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=30)
