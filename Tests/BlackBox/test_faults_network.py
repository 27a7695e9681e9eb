"""The network between server and database is cut while agents work, and mended."""

from cut_network import CutNetwork
from fault_rig import PostgresEngine, Rig, rounds
from postgres import Cluster


def test_the_way_to_the_database_is_cut(tmp_path):
    """proves: NFR-200.1"""
    times = rounds(1)
    with CutNetwork() as network, Cluster(addresses="*") as cluster:
        engine = PostgresEngine(cluster, host=network.database)
        with Rig(tmp_path, engine, prefix=network.prefix, settings={"SAFELIGHT_HOST": network.server}) as rig:
            with rig.busy() as journal:
                for _ in range(times):
                    network.cut()
                    journal.until_troubled(3)
                    rig.wait_until_ready(is_ready=False)
                    network.mend()
                    rig.wait_until_ready()
                    journal.until_more(15)
            rig.verdict("network to the database cut", times)
