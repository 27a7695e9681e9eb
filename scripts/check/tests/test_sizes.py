import unittest

from fixtures import lines, of, places
import sizes
from swift_source import SwiftSource


def long_function(count):
    """A function whose braces are `count` lines apart, both counted."""
    return "func long() {\n" + '    use("}")\n' * (count - 2) + "}\n"


class LengthTests(unittest.TestCase):
    def test_files_of_every_language(self):
        for name in ["Sources/Web/A.swift", "Tests/WebTests/A.swift", "Tests/Browser/a.py", "Sources/WebAssets/a.css"]:
            self.assertEqual(lines(sizes.check(of({name: "\n" * 400}))), [], name)
            self.assertEqual(lines(sizes.check(of({name: "\n" * 401}))), [401], name)

    def test_modules_of_javascript(self):
        self.assertEqual(lines(sizes.check(of({"Sources/WebAssets/Files/a.js": "\n" * 200}))), [])
        self.assertEqual(lines(sizes.check(of({"Sources/WebAssets/Files/a.js": "\n" * 201}))), [201])

    def test_executables(self):
        self.assertEqual(lines(sizes.check(of({"Sources/safelight/main.swift": "\n" * 60}))), [])
        self.assertEqual(lines(sizes.check(of({"Sources/safelight-agent/main.swift": "\n" * 61}))), [61])

    def test_functions(self):
        self.assertEqual(lines(sizes.check(of({"Sources/Web/A.swift": long_function(60)}))), [])
        self.assertEqual(lines(sizes.check(of({"Sources/Web/A.swift": "\n" + long_function(61)}))), [2])
        self.assertEqual(lines(sizes.check(of({"Tests/WebTests/A.swift": long_function(61)}))), [1])

    def test_functions_of_python(self):
        text = "def long():\n" + "    use()\n" * 60
        self.assertEqual(places(sizes.check(of({"scripts/a.py": text}))), [("scripts/a.py", 1)])
        self.assertEqual(places(sizes.check(of({"scripts/b": "#!/usr/bin/env python3\n" + text}))), [("scripts/b", 2)])


class FunctionTests(unittest.TestCase):
    def functions(self, text):
        return [(name, line, length) for name, line, length in sizes.functions(SwiftSource(text))]

    def test_bodies_are_matched_through_strings_and_interpolation(self):
        text = 'func a() {\n  b("}\\(c { "}" })")\n  /* } */ // }\n}\nfunc d() {}\n'
        self.assertEqual(self.functions(text), [("func a", 1, 4), ("func d", 5, 1)])

    def test_defaults_attributes_and_constraints_before_the_body(self):
        text = "func a<T>(\n  _ f: () -> Void = { x() },\n  b: [Int: String] = [:]\n) async throws -> T where T: P {\n}\n"
        self.assertEqual(self.functions(text), [("func a", 1, 5)])

    def test_requirements_of_a_protocol_have_no_body(self):
        text = "protocol P {\n  func a() -> Int\n  init(b: Int)\n  func c()\n}\nstruct S {\n  func d() {\n  }\n}\n"
        self.assertEqual(self.functions(text), [("func d", 7, 2)])

    def test_initializers_and_computed_properties(self):
        text = "init?(a: Int) {\n}\nvar b: Int {\n  1\n}\nvar c = f { 1 }\nvar d: Int\n{ let x = 1 }\nself.init(a: 1)\n"
        self.assertEqual([name for name, _, _ in self.functions(text)], ["init", "var b"])

    def test_a_function_inside_of_another_counts_for_both(self):
        text = "func a() {\n  func b() {\n  }\n}\n"
        self.assertEqual(self.functions(text), [("func a", 1, 4), ("func b", 2, 2)])

    def test_names_in_quotes(self):
        self.assertEqual(self.functions("func `an agent { says`() {\n}\n"), [("func `an agent { says`", 1, 2)])


if __name__ == "__main__":
    unittest.main()
