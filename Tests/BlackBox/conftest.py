"""What the tests of faults share: the engines, and the table at the end."""

import sys

import pytest

from fault_rig import PostgresEngine, SQLiteEngine
from postgres import Cluster


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL for the tests of faults, which are gentle to none but their own connections and databases."""
    with Cluster() as running:
        yield running


@pytest.fixture
def postgres(cluster):
    if not cluster.is_running:
        cluster.start()
    return PostgresEngine(cluster)


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request):
    """Both engines, one after the other."""
    return SQLiteEngine() if request.param == "sqlite" else request.getfixturevalue("postgres")


def pytest_terminal_summary(terminalreporter):
    rig = sys.modules.get("fault_rig")
    if rig and rig.TABLE:
        terminalreporter.section("faults")
        for line in rig.table():
            terminalreporter.write_line(line)
