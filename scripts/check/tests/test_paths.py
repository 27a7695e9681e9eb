import unittest

from fixtures import lines, of
import paths


def check(text, path="Sources/Web/A.swift"):
    return lines(paths.check(of({path: text})))


class PathTests(unittest.TestCase):
    def test_addresses_outside_of_the_route_table(self):
        for address in ["/api/jobs", "/api", "/ws/jobs/all", "/collections", "/collections/\\(guid)", "/agents?x=1",
                        "/health/live", "/metrics"]:
            self.assertEqual(check(f'\nlet a = "{address}"\n'), [2], address)

    def test_addresses_in_markup(self):
        self.assertEqual(check('let a: HTML = "<a href=\\"/somewhere\\">x</a>"\n'), [1])
        self.assertEqual(check('let a: HTML = """\n  <form action="/x">\n  """\n'), [1])

    def test_the_route_table_and_tests(self):
        for path in ["Sources/Wire/Routes.swift", "Sources/Wire/Routes/JobRoutes.swift", "Tests/WebTests/A.swift"]:
            self.assertEqual(check('let a = "/api/jobs"\n', path), [], path)

    def test_other_texts(self):
        self.assertEqual(check('let a = "/"\nlet b = "/tmp/x"\nlet c = "/apiary"\nlet d = "see /api/jobs"\n'), [])

    def test_scripts_of_the_browser(self):
        path = "Sources/WebAssets/Files/a.js"
        self.assertEqual(check("const a = 1;\nfetch('/api/jobs');\n", path), [2])
        self.assertEqual(check("fetch(element.dataset.url);\n", path), [])


if __name__ == "__main__":
    unittest.main()
