import unittest

from fixtures import lines, of, places
import imports


def in_target(target, text):
    return of({f"Sources/{target}/File.swift": text})


class ImportTableTests(unittest.TestCase):
    def check(self, target, text):
        return list(imports.check_sources(in_target(target, text)))

    def test_every_way_to_write_an_import_is_seen(self):
        for line in ["import Store", "public import Store", "private import Store", "@testable import Store",
                     "@preconcurrency internal import Store", "import struct Store.JobRow", "@_spi(X) import Store",
                     "  import Store"]:
            with self.subTest(line):
                self.assertEqual(lines(self.check("Wire", f"// first\n{line}\n")), [2])

    def test_words_that_only_look_like_an_import(self):
        self.assertEqual(self.check("Wire", '// import Store\nlet a = """\nimport Store\n"""\n'), [])

    def test_the_row_of_a_target_is_allowed(self):
        for target, row in imports.TABLE.items():
            text = "".join(f"import {module}\n" for module in row)
            self.assertEqual(self.check(target, text), [], target)

    def test_everything_beside_the_row_is_refused(self):
        for target in imports.TABLE:
            beside = set(imports.TABLE) - imports.allowed(target) - {target}
            beside = {module for module in beside if "-" not in module}
            text = "".join(f"import {module}\n" for module in sorted(beside))
            self.assertEqual(len(self.check(target, text)), len(beside), target)

    def test_domain_is_the_vocabulary_of_all_above_it_and_of_nobody_else(self):
        self.assertEqual(self.check("Web", "import Domain\n"), [])
        self.assertEqual(lines(self.check("HTML", "import Domain\n")), [1])
        self.assertEqual(lines(self.check("Database", "import Domain\n")), [1])

    def test_the_agent_side_reaches_nothing_of_the_server_side(self):
        server_side = set(imports.TABLE) - imports.AGENT_SIDE
        for target in imports.AGENT_SIDE:
            self.assertFalse(imports.reachable({target}) & server_side, target)

    def test_rows_stay_below_the_web(self):
        self.assertEqual(lines(self.check("Web", "import Store\nimport Database\n")), [1, 2])

    def test_an_unknown_target_is_named(self):
        self.assertIn("Novelty", str(self.check("Novelty", "")[0]))

    def test_packages_of_the_server_stay_off_the_agent_side(self):
        self.assertEqual(lines(self.check("AgentRuntime", "import Hummingbird\nimport NIOCore\nimport GRDB\n")), [1, 3])
        self.assertEqual(self.check("Web", "import Hummingbird\n"), [])

    def test_tests_may_import_what_they_like(self):
        tree = of({"Tests/WireTests/A.swift": "import Foundation\nimport Store\n"})
        self.assertEqual(list(imports.check_sources(tree)), [])


class FoundationTests(unittest.TestCase):
    ALLOWED = "#if canImport(FoundationEssentials)\nimport FoundationEssentials\n#else\nimport Foundation\n#endif\n"

    def check(self, text, target="Analysis"):
        return list(imports.check_sources(in_target(target, text)))

    def test_the_one_allowed_form(self):
        self.assertEqual(self.check(self.ALLOWED), [])

    def test_the_plain_import(self):
        self.assertEqual(lines(self.check("import Foundation\n")), [1])

    def test_the_server_side_may(self):
        self.assertEqual(self.check("import Foundation\n", "Server"), [])

    def test_the_wrong_branch_and_the_wrong_condition(self):
        self.assertEqual(lines(self.check("#if canImport(FoundationEssentials)\nimport Foundation\n#endif\n")), [2])
        self.assertEqual(lines(self.check("#if os(Linux)\n#else\nimport Foundation\n#endif\n")), [3])
        self.assertEqual(lines(self.check(self.ALLOWED + "import Foundation\n")), [6])
        self.assertEqual(lines(self.check(
            "#if canImport(FoundationEssentials)\n#elseif os(macOS)\nimport Foundation\n#endif\n")), [3])

    def test_packages_that_bring_foundation(self):
        self.assertEqual(lines(self.check("import Yams\nimport Mustache\n")), [1, 2])


class PackageTests(unittest.TestCase):
    def check(self, name, *dependencies, **more):
        target = {"name": name, "type": "regular", "dependencies": list(dependencies)} | more
        return [str(finding) for finding in imports.check_package({"targets": [target]})]

    def test_a_dependency_beside_the_table(self):
        self.assertIn("Web depends on Store", self.check("Web", {"byName": ["Store", None]})[0])
        self.assertIn("HTML depends on Domain", self.check("HTML", {"target": ["Domain", None]})[0])
        self.assertEqual(self.check("Web", {"byName": ["HTML", None]}), [])

    def test_a_package_of_the_server_on_the_agent_side(self):
        product = {"product": ["Hummingbird", "hummingbird", None, None]}
        self.assertIn("hummingbird", self.check("AgentRuntime", product)[0])
        self.assertEqual(self.check("Web", product), [])

    def test_targets_of_tests_are_free(self):
        self.assertEqual(self.check("WebTests", {"byName": ["Store", None]}, type="test"), [])
        self.assertEqual(self.check("TestSupport", {"byName": ["Store", None]}, path="Tests/TestSupport"), [])

    def test_an_unknown_target(self):
        self.assertIn("not in the import table", self.check("Novelty")[0])

    def test_places_are_in_the_manifest(self):
        found = imports.check_package({"targets": [{"name": "Novelty", "type": "regular", "dependencies": []}]})
        self.assertEqual(places(found), [("Package.swift", 1)])


if __name__ == "__main__":
    unittest.main()
