"""What the tests of faults share: the engines, and the table at the end."""

import sys

import pytest

from fault_rig import PostgresEngine, SQLiteEngine
from installation import Agent
from postgres import Cluster
from recording_proxy import RecordingProxy
from studio import TEAM


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


@pytest.fixture
def proxy(studio):
    made = RecordingProxy(studio.address)
    yield made
    made.close()


@pytest.fixture
def agent(studio, proxy, tmp_path):
    """An agent that talks to the server through the recording proxy, and is not started."""
    made = Agent(tmp_path / "agent", "attic")
    studio.agents.append(made)
    return made.register(proxy.address, studio.server.agent_token(TEAM))


def pytest_terminal_summary(terminalreporter):
    rig = sys.modules.get("fault_rig")
    if rig and rig.TABLE:
        terminalreporter.section("faults")
        for line in rig.table():
            terminalreporter.write_line(line)
