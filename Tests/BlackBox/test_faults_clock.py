"""The clock of the server is set by an hour while agents work: no lease is lost, no job has to wait for it."""

import pytest

from fault_rig import Rig, rounds, wait_until
from shifted_clock import ShiftedClock


@pytest.mark.parametrize("seconds, name", [(3600, "forwards"), (-3600, "backwards")])
def test_the_clock_is_set_by_an_hour(engine, tmp_path, seconds, name):
    """proves: NFR-200.1, NFR-200.4"""
    clock = ShiftedClock(tmp_path)
    with Rig(tmp_path, engine, settings=clock.settings) as rig:
        rig.is_clock_steady = False
        with rig.busy() as journal, rig.long_job() as silent:
            for number in range(rounds(2)):
                clock.shift(seconds if number % 2 == 0 else 0)
                journal.until_more(15)
                wait_for_sweeps(rig, silent)
        rig.verdict(f"clock set {name} by an hour, and back", rounds(2))
        assert rig.lost_attempts == 0, "an agent that could be heard all the time must keep its job"


def wait_for_sweeps(rig, silent):
    """Until the server has looked for silent agents, twice: it writes what it has heard before."""
    for _ in range(2):
        before = seen(rig, silent)
        wait_until(lambda: seen(rig, silent) != before, 30, "a sweep")


def seen(rig, silent):
    return rig.engine.execute(f"SELECT max(last_seen) AS seen FROM agents WHERE guid <> '{silent}'")[0][0]
