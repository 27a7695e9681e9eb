"""Servers are killed over and over while agents work."""

import random

from fault_rig import Rig, rounds


def test_one_server_killed_wherever_it_stands(engine, tmp_path):
    """proves: FR-200.1, NFR-200.1, EC-4"""
    chance, kills = random.Random(1), rounds(4)
    with Rig(tmp_path, engine) as rig:
        with rig.busy() as journal:
            for _ in range(kills):
                rig.restart()
                journal.until_more(chance.randint(3, 20))
        rig.verdict("kill -9 of the server", kills)
