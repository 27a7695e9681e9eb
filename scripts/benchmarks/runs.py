"""Single measurements: the bench program and well known programs, each in a process of its own, and what repeated ones give."""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".build" / "bench"
SIZES = (10_000, 100_000, 1_000_000)
# What the tests and the demo drive the built programs with.
sys.path += [str(ROOT / "scripts" / "app"), str(ROOT / "Tests" / "python")]


class BenchFailure(Exception):
    """A measurement that could not be made, in a sentence."""


@dataclass
class Times:
    """What the runs of one thing took, in seconds."""

    runs: list

    @property
    def median(self):
        return statistics.median(self.runs)

    @property
    def slowest(self):
        return max(self.runs)

    def json(self):
        return {"median_ms": round(self.median * 1000, 2), "slowest_ms": round(self.slowest * 1000, 2),
                "runs": len(self.runs)}


def build(product):
    """A program of ours, built for speed; BENCH_BUILT=1 takes those that are there."""
    built = ROOT / ".build" / "release" / product
    if os.environ.get("BENCH_BUILT") and built.exists():
        return built
    command = ["swift", "build", "-c", "release", "--product", product]
    if subprocess.run(command, cwd=ROOT, stdout=sys.stderr).returncode:
        raise BenchFailure("the release build failed — its output above says where")
    return built


def measure(*words):
    """One run of the bench program: its figures by name."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode:
        raise BenchFailure(done.stderr.strip() or f"{words[1]} ended with {done.returncode}")
    return json.loads(done.stdout)


def find_seconds(folder):
    """How long `find` takes to print size, time and path of every file."""
    began = time.perf_counter()
    with open(os.devnull, "wb") as nothing:
        subprocess.run(["find", folder, "-type", "f", "-printf", "%s %T@ %p\\n"], stdout=nothing, check=True)
    return time.perf_counter() - began


def archives(bench, sizes):
    """The folders that hold so many files, made where they are missing; a smaller one lies in a larger one."""
    sizes = sorted(set(sizes))
    name = "-".join(str(size) for size in sizes)
    root, done = PLACE / f"archive-{name}", PLACE / f"archive-{name}.done"
    if not done.exists():
        print(f"making {sizes[-1]:,} files", file=sys.stderr)
        PLACE.mkdir(parents=True, exist_ok=True)
        measure(bench, "archive", root, *sizes)
        done.touch()
    depth = len(sizes) - 1
    return {size: root.joinpath(*["older"] * (depth - index)) for index, size in enumerate(sizes)}
