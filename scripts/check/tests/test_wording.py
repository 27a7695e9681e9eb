import unittest

from fixtures import lines, of
import wording


class WordingTests(unittest.TestCase):
    def check(self, text, path="docs/a.md"):
        return lines(wording.check(of({path: text})))

    def test_what_is_unfinished(self):
        for word in ["TO" "DO", "FIX" "ME", "X" "XX"]:
            self.assertEqual(self.check(f"fine\n// {word}: later\n", "Sources/Web/A.swift"), [2])
        self.assertEqual(self.check("X" "XXL\nlet todo = 1\n"), [])

    def test_paths_of_one_machine(self):
        self.assertEqual(self.check("see /wo" "rk/design.md\nand /tmp/" "wt/a\n"), [1, 2])
        self.assertEqual(self.check("at work/play\n/tmp/x\n"), [])


if __name__ == "__main__":
    unittest.main()
