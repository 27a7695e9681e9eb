import unittest

import fixtures  # noqa: F401
from swift_source import SwiftSource


class SwiftSourceTests(unittest.TestCase):
    def test_comments_are_no_code(self):
        source = SwiftSource("let a = 1 // try! { \n/* outer /* inner } */ still } */ let b = 2\n")
        self.assertNotIn("try!", source.code)
        self.assertNotIn("}", source.code)
        self.assertIn("let b = 2", source.code)
        self.assertEqual(len(source.code), len(source.text))

    def test_the_text_of_strings_is_no_code(self):
        source = SwiftSource('let a = "} // \\" try!"; let b = 2')
        self.assertNotIn("try!", source.code)
        self.assertNotIn("}", source.code)
        self.assertIn("let b = 2", source.code)
        self.assertEqual(source.comments, {})

    def test_what_is_interpolated_is_code(self):
        source = SwiftSource('let a = "x \\(f(g("}"), try? h())) y"; done()')
        self.assertIn("try? h()", source.code)
        self.assertNotIn("}", source.code)
        self.assertIn("done()", source.code)

    def test_strings_of_several_lines(self):
        source = SwiftSource('let a = """\n  } "quoted" \\(b { 1 })\n  """\nlet c = 1')
        self.assertEqual(source.code.count("}"), 1)
        self.assertIn("b { 1 }", source.code)
        self.assertIn("let c = 1", source.code)

    def test_raw_strings(self):
        source = SwiftSource('let a = #"\\" } \\(no) \\#(yes { 2 })"#; let b = ##"a"# }"##; end()')
        self.assertNotIn("no", source.code)
        self.assertIn("yes { 2 }", source.code)
        self.assertEqual(source.code.count("}"), 1)
        self.assertIn("end()", source.code)

    def test_raw_strings_of_several_lines(self):
        source = SwiftSource('let a = #"""\n """ \\(x) }\n """#\nlet b = 3')
        self.assertNotIn("}", source.code)
        self.assertIn("let b = 3", source.code)

    def test_literals_keep_their_text_and_line(self):
        source = SwiftSource('a()\nlet p = "/api/\\(id)/x"')
        self.assertEqual([(literal.line, literal.text) for literal in source.literals], [(2, "/api/\\(id)/x")])

    def test_quoted_identifiers_are_no_code(self):
        source = SwiftSource('@Test func `a func { that` () {}')
        self.assertEqual(source.code.count("{"), 1)

    def test_an_open_string_ends_with_its_line(self):
        self.assertIn("let b", SwiftSource('let a = "open\nlet b = 1').code)


if __name__ == "__main__":
    unittest.main()
