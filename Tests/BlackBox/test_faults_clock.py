"""The clock of the server is set by an hour while agents work: no lease is lost, no job has to wait for it."""

import pytest

from fault_rig import Rig, rounds
from shifted_clock import ShiftedClock


@pytest.mark.parametrize("seconds, name", [(3600, "forwards"), (-3600, "backwards")])
def test_the_clock_is_set_by_an_hour(engine, tmp_path, seconds, name):
    """proves: NFR-200.1, NFR-200.4"""
    clock = ShiftedClock(tmp_path)
    with Rig(tmp_path, engine, settings=clock.settings) as rig:
        rig.is_clock_steady = False
        with rig.busy() as journal:
            for number in range(rounds(2)):
                clock.shift(seconds if number % 2 == 0 else 0)
                journal.until_more(15)
        rig.verdict(f"clock set {name} by an hour, and back", rounds(2))
        assert rig.lost_attempts == 0, "an agent that could be heard all the time must keep its job"
