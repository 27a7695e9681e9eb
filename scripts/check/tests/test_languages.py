import shutil
import tempfile
import unittest
from pathlib import Path

from fixtures import of, places
import languages
from tree import Tree


class LanguageTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def check(self):
        return places(languages.check_scripts(Tree.read(self.root)))

    def test_a_broken_shell_script(self):
        self.write("scripts/setup", "#!/usr/bin/env bash\necho ok\nif true; then\n")
        self.assertEqual([path for path, _ in self.check()], ["scripts/setup"])
        self.write("scripts/setup", "#!/usr/bin/env bash\necho ok\n")
        self.assertEqual(self.check(), [])

    def test_broken_python(self):
        self.assertEqual(places(languages.check_scripts(of({"a.py": "x = 1\ndef (:\n"}))), [("a.py", 2)])
        self.assertEqual(places(languages.check_scripts(of({"a": "#!/usr/bin/python3\ndef (:\n"}))), [("a", 2)])

    @unittest.skipUnless(shutil.which("swift"), "the Swift toolchain is not installed")
    def test_badly_formatted_swift(self):
        project = Path(__file__).resolve().parents[3]
        shutil.copy(project / ".swift-format", self.root)
        self.write("Package.swift", "let a = 1\n")
        self.write("Tests/ATests/A.swift", "let a = 1\n")
        self.write("Sources/A/A.swift", "/// Good.\npublic let a = 1\n")
        self.assertEqual(languages.check_format(self.root), [])
        self.write("Sources/A/A.swift", "public let a = 1\nlet b =    2\n")
        found = languages.check_format(self.root.resolve())
        self.assertEqual(places(found), [("Sources/A/A.swift", 1), ("Sources/A/A.swift", 2)])


class TreeTests(unittest.TestCase):
    def test_what_is_built_is_not_read(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in ["Sources/A/A.swift", ".build/B.swift", "demo-data/C.swift"]:
                (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / path).write_text("")
            (Path(folder) / "picture.png").write_bytes(b"\x89PNG\xff")
            self.assertEqual([file.path for file in Tree.read(folder).files], ["Sources/A/A.swift"])


if __name__ == "__main__":
    unittest.main()
