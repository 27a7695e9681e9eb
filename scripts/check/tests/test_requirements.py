import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "requirements"
LIST = "FR-1.1\tDoes the one thing\tnow\nFR-1.2\tDoes the other\tnow\nFR-2\tComes later\tlater\n"


class RequirementTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("docs/requirements.tsv", LIST)

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def run_script(self):
        return subprocess.run([sys.executable, SCRIPT, self.root], capture_output=True, text=True)

    def test_all_is_proven(self):
        self.write("Tests/ATests/ATests.swift",
                   '@Suite(.proves("FR-1.1")) struct ATests {\n'
                   '  @Test("a, b", .proves("FR-1.2", "FR-2"), .timeLimit(.minutes(1)))\n  func `it works`() {}\n}\n')
        outcome = self.run_script()
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertIn("Tests/ATests/ATests.swift:1 ATests", outcome.stdout)
        self.assertIn("Tests/ATests/ATests.swift:2 it works", outcome.stdout)
        self.assertIn("3 numbers, 3 with tests, 0 without", outcome.stdout)

    def test_marks_in_python(self):
        self.write("Tests/Browser/test_a.py",
                   'def test_a():\n    """Looks.\n\n    proves: FR-1.1, FR-1.2\n    """\n')
        outcome = self.run_script()
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertIn("Tests/Browser/test_a.py:1 test_a", outcome.stdout)

    def test_a_number_without_a_test(self):
        self.write("Tests/ATests/ATests.swift", '@Test(.proves("FR-1.1")) func a() {}\n// .proves("FR-1.2")\n')
        outcome = self.run_script()
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("FR-1.2 has no test", outcome.stderr)
        self.assertNotIn("FR-2 has", outcome.stderr)

    def test_a_number_that_nobody_knows(self):
        self.write("Tests/ATests/ATests.swift", '@Test(.proves("FR-1.1", "FR-1.2", "FR-9.9")) func a() {}\n')
        outcome = self.run_script()
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("Tests/ATests/ATests.swift:1 a: proves FR-9.9", outcome.stderr)

    def test_what_is_no_test_proves_nothing(self):
        self.write("Sources/A/A.swift", '@Test(.proves("FR-1.1", "FR-1.2")) func a() {}\n')
        self.assertEqual(self.run_script().returncode, 1)

    def test_a_broken_list(self):
        for row in ["FR-3\tno state\n", "FR-3\ttext\tsoon\n", "FR-1.1\ttwice\tnow\n"]:
            self.write("docs/requirements.tsv", LIST + row)
            self.assertIn("requirements.tsv:4", self.run_script().stderr)


if __name__ == "__main__":
    unittest.main()
