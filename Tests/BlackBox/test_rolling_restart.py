"""Servers behind nginx are restarted one after the other under load: nobody loses anything."""

import pytest

from fault_rig import wait_until
from replicas import ENDS, Page, ReplicatedRig


def ended_jobs(rig):
    rows = rig.engine.execute(f"SELECT guid, status FROM jobs WHERE status IN {ENDS}")
    return {guid: status for guid, status in rows}


@pytest.mark.parametrize("count", [2, 3])
def test_rolling_restart_under_load(postgres, tmp_path, count):
    """proves: SL-8, FR-200.1, NFR-200.1, EC-4, FR-510.4"""
    with ReplicatedRig(tmp_path, postgres, servers=count) as rig:
        with Page(rig.nginx.address) as page, Page(rig.nginx.address) as other:
            with rig.busy() as journal:
                exits = [rig.roll(number, journal) for number in range(count)]
                rig.servers[0].kill()
                journal.until_more(5)
                rig.servers[0].start()
                wait_until(lambda: rig.is_ready(0), 30, "readiness")
                journal.until_more(5)
            assert exits == [0] * count
            wait_until(lambda: rig.open_jobs() == 0, 120, "the end of all jobs")
            expected = ended_jobs(rig)
            for watching in (page, other):
                # The end of a job whose news was lost is shown with the state that comes after the next connect.
                wait_until(lambda: expected.items() <= watching.ended.items(), 30, "every job's end on a page")
            assert 1001 in page.closes + other.closes, (page.closes, other.closes)
        rig.verdict("rolling restart behind nginx", count + 1)
