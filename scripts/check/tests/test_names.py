import unittest

from fixtures import lines, of, places
import names


def check(text, path="Sources/Web/A.swift"):
    return lines(names.check(of({path: text})))


class NameTests(unittest.TestCase):
    def test_types_whose_names_say_nothing(self):
        for name in ["JobManager", "PathHelper", "StringUtils", "UtilBox", "CommonThings", "BaseStore", "MiscPart"]:
            self.assertEqual(check(f"struct A {{}}\nfinal class {name} {{}}\n"), [2], name)

    def test_names_that_only_hold_such_a_word_inside_another(self):
        for name in ["Database", "Base64", "Baseline", "Utilization", "Uncommon", "Helpful"]:
            self.assertEqual(check(f"struct A {{}}\nstruct {name} {{}}\n"), [], name)

    def test_what_others_named_may_be_extended(self):
        self.assertEqual(check("struct A {}\nextension FileManager {}\n"), [])

    def test_files_whose_names_say_nothing(self):
        self.assertEqual(places(names.check(of({"Sources/WebAssets/Files/job-helper.js": "",
                                                "Tests/Browser/common_pages.py": ""}))),
                         [("Sources/WebAssets/Files/job-helper.js", 1), ("Tests/Browser/common_pages.py", 1)])

    def test_a_file_is_called_after_a_type_in_it(self):
        self.assertEqual(check("struct B {}\n"), [1])
        self.assertEqual(check("struct A {}\nstruct B {}\n"), [])
        self.assertEqual(check("extension B.A { class func f() {} }\n"), [])
        self.assertEqual(check("extension Job {}\n", "Sources/Web/Job+Text.swift"), [])
        self.assertEqual(check("extension Jobs {}\n", "Sources/Web/Job+Text.swift"), [1])

    def test_a_file_of_small_types_is_called_after_what_they_share(self):
        text = "struct ClaimRequest {}\nstruct ClaimResponse {}\n"
        self.assertEqual(check(text, "Sources/Wire/Claim.swift"), [])
        self.assertEqual(check(text, "Sources/Wire/ClaimRequests.swift"), [])
        self.assertEqual(check(text, "Sources/Wire/Clai.swift"), [1])
        self.assertEqual(check(text, "Sources/Wire/Answers.swift"), [1])

    def test_a_file_without_types_is_free(self):
        self.assertEqual(check("func f() {}\n"), [])
        self.assertEqual(check("struct B {}\n", "Sources/safelight/main.swift"), [])


if __name__ == "__main__":
    unittest.main()
