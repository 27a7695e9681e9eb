import json
import subprocess
import sys
import tempfile
import unicodedata
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(FOLDER))

import figures  # noqa: E402


def counted(*names):
    """(paired, orphaned images, orphaned sidecars, colliding names) of files of one byte."""
    found = figures.expected([(name.encode(), 1) for name in names])
    return (found["paired_count"], found["orphaned_images_count"], found["orphaned_xmp_count"],
            found["colliding_names_count"])


class FigureTests(unittest.TestCase):
    def test_both_schools_of_sidecars(self):
        self.assertEqual(counted("a.cr3", "a.xmp"), (1, 0, 0, 0))
        self.assertEqual(counted("a.cr3", "a.cr3.xmp"), (1, 0, 0, 0))
        self.assertEqual(counted("a.cr3", "a.xmp", "a.cr3.xmp"), (1, 0, 0, 0))

    def test_the_full_name_goes_before_the_stem(self):
        self.assertEqual(counted("a.cr3", "a.nef", "a.cr3.xmp"), (1, 1, 0, 0))
        self.assertEqual(counted("a.cr3", "a.nef", "a.xmp"), (1, 0, 0, 0))

    def test_orphans(self):
        self.assertEqual(counted("a.cr3", "b.dng", "c.xmp", "d.txt"), (0, 1, 1, 0))
        self.assertEqual(counted("x/a.cr3", "y/a.xmp"), (0, 1, 1, 0))

    def test_case_and_normalisation(self):
        composed = unicodedata.normalize("NFC", "é.cr3")
        self.assertEqual(counted("A.CR3", "a.Xmp"), (1, 0, 0, 0))
        self.assertEqual(counted(composed, unicodedata.normalize("NFD", "é.xmp")), (1, 0, 0, 0))
        self.assertEqual(counted(composed, unicodedata.normalize("NFD", "é.cr3")), (0, 2, 0, 1))
        self.assertEqual(counted("a.dng", "A.dng", "A.DNG"), (0, 0, 0, 1))

    def test_extensions(self):
        self.assertEqual(figures.split(b".dng"), (b".dng", b""))
        self.assertEqual(figures.split(b"..dng"), (b".", b".dng"))
        self.assertEqual(figures.split(b"a"), (b"a", b""))
        self.assertEqual(figures.split(b"a.b.c"), (b"a.b", b".c"))

    def test_sizes_and_empty_files(self):
        found = figures.expected([(b"a.dng", 5), (b"b.DNG", 0), (b"c.xmp", 2), (b"d.txt", 9)])
        self.assertEqual((found["total_files"], found["total_size"], found["empty_files_count"]), (3, 7, 1))
        self.assertEqual(found["storage_by_type"], {".dng": 5, ".xmp": 2})


class ArchiveTests(unittest.TestCase):
    def make(self, folder):
        script = FOLDER.parent / "make-archive"
        return subprocess.run([sys.executable, script, folder, "--files", "300"], capture_output=True, text=True)

    def test_the_same_archive_each_time(self):
        with tempfile.TemporaryDirectory() as place:
            manifests = []
            for name in ("one", "two"):
                outcome = self.make(Path(place) / name)
                self.assertEqual(outcome.returncode, 0, outcome.stderr)
                manifests.append(json.loads((Path(place) / f"{name}.json").read_text()))
            self.assertEqual(manifests[0], manifests[1])
            self.assertGreaterEqual(manifests[0]["files"], 300)
            expected = manifests[0]["expected"]
            self.assertGreater(expected["photostats"]["orphaned_xmp_count"], 0)
            self.assertGreater(expected["photo_pairing"]["ambiguous_groups_count"], 0)
            self.assertTrue(all(expected["pipeline_validation"]["status_counts"].values()), expected)

    def test_nothing_is_overwritten(self):
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "mine.dng").touch()
            outcome = self.make(place)
            self.assertNotEqual(outcome.returncode, 0)
            self.assertIn("is not empty", outcome.stderr)

    def test_what_is_left_behind_and_linked_is_no_part_of_it(self):
        with tempfile.TemporaryDirectory() as place:
            self.make(Path(place) / "a")
            paths = [path for path, _ in figures.listing(Path(place) / "a")]
            self.assertFalse([path for path in paths if path.startswith((b"Links", b"Left behind"))])
            self.assertIn(b"Odd pairs/TWIN.dng", paths)


if __name__ == "__main__":
    unittest.main()
