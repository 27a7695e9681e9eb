"""A server in a network of its own: one way to the database that can be cut, another to the agents that stays."""

import os
import subprocess

import pytest


class CutNetwork:
    """Programs that begin with `prefix` live in it: there is the database at `database`, and they are at `server`."""

    def __init__(self):
        number, self._ends = os.getpid() % 250, (f"sl{os.getpid() % 100_000}a", f"sl{os.getpid() % 100_000}d")
        self.server, self.database = f"198.18.{number}.2", f"198.19.{number}.1"
        self._holder = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo apart && exec cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        if self._holder.stdout.readline() != "apart\n":
            pytest.skip(f"this kernel gives no network namespaces: {self._holder.communicate()[1].strip()}")
        self.prefix = ["nsenter", f"--target={self._holder.pid}", "--net", "--"]
        try:
            self._within("ip", "link", "set", "lo", "up")
            self._connect(self._ends[0], "agents", f"198.18.{number}.1/30", f"{self.server}/30")
            self._connect(self._ends[1], "database", f"{self.database}/30", f"198.19.{number}.2/30")
        except subprocess.CalledProcessError as error:
            self.close()
            pytest.skip(f"a network cannot be made here: {error.stderr.decode().strip()}")

    def _connect(self, end, name, here, there):
        _run("ip", "link", "add", end, "type", "veth", "peer", "name", name, "netns", str(self._holder.pid))
        _run("ip", "address", "add", here, "dev", end)
        _run("ip", "link", "set", end, "up")
        self._within("ip", "address", "add", there, "dev", name)
        self._within("ip", "link", "set", name, "up")

    def _within(self, *command):
        _run(*self.prefix, *command)

    def cut(self):
        """Nothing passes between server and database any more, nor is anybody told."""
        _run("ip", "link", "set", self._ends[1], "down")

    def mend(self):
        _run("ip", "link", "set", self._ends[1], "up")

    def close(self):
        # With its namespace goes one end of each pair, and with it the other.
        self._holder.stdin.close()
        self._holder.wait(10)
        self._holder.stdout.close()
        self._holder.stderr.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def _run(*command):
    subprocess.run(command, check=True, capture_output=True)
