"""The disk fills up while agents work, and has room again."""

from fault_rig import Rig, SQLiteEngine, rounds
from small_disk import SmallDisk


def test_the_disk_of_a_sqlite_database(tmp_path):
    """proves: NFR-200.1"""
    with SmallDisk(tmp_path / "server-0", 24) as disk, Rig(tmp_path, SQLiteEngine()) as rig:
        with rig.busy() as journal:
            for _ in range(rounds(2)):
                disk.fill()
                journal.until_troubled(10)
                disk.empty()
                rig.wait_until_ready()
                journal.until_more(10)
        assert "503 database_full" in journal.troubles
        rig.verdict("disk of the database full", rounds(2))


def test_the_disk_of_the_blobs(engine, tmp_path):
    """Uploads are refused meanwhile; what needs no blob goes on.

    proves: NFR-200.1, EC-6
    """
    with SmallDisk(tmp_path / "blobs", 4) as disk, Rig(tmp_path, engine) as rig:
        with rig.busy() as journal:
            for _ in range(rounds(2)):
                disk.fill()
                full = journal.troubles["503 disk_full"]
                journal.until(lambda: journal.troubles["503 disk_full"] > full, what="an upload that finds no room")
                disk.empty()
                journal.until_more(10)
        rig.verdict("disk of the blobs full", rounds(2))
