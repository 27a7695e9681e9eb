"""Servers, agents and archives for the tests that drive the built programs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
for folder in ("scripts/app", "scripts/archive", "Tests/python", "Tests/Browser"):
    sys.path.insert(0, str(ROOT / folder))

import figures  # noqa: E402
from studio import Studio  # noqa: E402


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """A generated archive with all the awkward names; only to be read."""
    folder = tmp_path_factory.mktemp("photos") / "archive"
    script = ROOT / "scripts" / "make-archive"
    subprocess.run([sys.executable, script, folder, "--files", "600"], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def expected(archive):
    """What PhotoStats must find in the archive."""
    return figures.expected(figures.listing(archive))


@pytest.fixture(scope="session")
def manifest(archive):
    """The configuration that the archive was made for, a pipeline, and what each tool must find with them."""
    return json.loads(archive.with_name(archive.name + ".json").read_text(encoding="utf-8"))


@pytest.fixture
def studio(tmp_path):
    """A running server with a team and its administrator, for one test; stopped with its agents at the end."""
    made = Studio(tmp_path).open()
    yield made
    made.close()
    shutil.rmtree(tmp_path / "server", ignore_errors=True)


@pytest.fixture(scope="module")
def shared_studio(tmp_path_factory):
    """The same, for all tests of a module."""
    made = Studio(tmp_path_factory.mktemp("studio")).open()
    yield made
    made.close()
