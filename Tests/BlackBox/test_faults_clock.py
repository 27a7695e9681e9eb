"""The clock of the server is set by an hour while agents work: no lease is lost, no job has to wait for it."""

from fault_rig import Rig, rounds, wait_until
from shifted_clock import ShiftedClock


def test_the_clock_is_set_by_an_hour(engine, tmp_path):
    """Forwards and back, then backwards and back.

    proves: NFR-200.1, NFR-200.4
    """
    clock, shifts = ShiftedClock(tmp_path), [3600, 0, -3600, 0] * rounds(1)
    with Rig(tmp_path, engine, settings=clock.settings) as rig:
        rig.is_clock_steady = False
        with rig.busy() as journal, rig.long_job() as silent:
            for shift in shifts:
                clock.shift(shift)
                journal.until_more(15)
                wait_for_sweeps(rig, silent)
        rig.verdict("clock set by an hour", len(shifts))
        assert rig.lost_attempts == 0, "an agent that could be heard all the time must keep its job"


def wait_for_sweeps(rig, silent):
    """Until the server has looked for silent agents, twice: it writes what it has heard before."""
    for _ in range(2):
        before = seen(rig, silent)
        wait_until(lambda: seen(rig, silent) != before, 30, "a sweep")


def seen(rig, silent):
    return rig.engine.execute(f"SELECT max(last_seen) AS seen FROM agents WHERE guid <> '{silent}'")[0][0]
