import unittest

from fixtures import lines, of
import reasons


def check(text, path="Sources/Web/A.swift"):
    return lines(reasons.check(of({path: text})))


class ReasonTests(unittest.TestCase):
    DEMANDING = [
        "let a = try? f()", "let a = try! f()", 'fatalError("x y")', "preconditionFailure()", "Task { await f() }",
        "Task.detached { f() }", "Task.detached(priority: .low) { f() }", "Task<Void, Never> { f() }",
        "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1", "do { try f() } catch { }",
        "do { try f() } catch is E {}", "do { try f() } catch let e as E {\n}",
    ]

    def test_without_a_reason(self):
        for text in self.DEMANDING:
            with self.subTest(text):
                self.assertEqual(check(f"\n\n{text}\n"), [3])

    def test_with_the_reason_on_the_line_or_above(self):
        for text in self.DEMANDING:
            with self.subTest(text):
                self.assertEqual(check(f"{text.splitlines()[0]} // the peer is gone\n" + text.partition("\n")[2]), [])
                self.assertEqual(check(f"// the peer is gone\n{text}\n"), [])

    def test_a_reason_inside_of_the_empty_catch(self):
        self.assertEqual(check("do { try f() } catch {\n  // nothing is lost here\n}\n"), [])

    def test_one_reason_for_lines_that_do_the_same(self):
        self.assertEqual(check("// the peer is gone\nguard let a = try? f(),\n  let b = try? g()\n"), [])
        self.assertEqual(check("// the peer is gone\nlet a = try? f()\nh()\nlet b = try? g()\n"), [4])

    def test_one_word_is_no_reason(self):
        self.assertEqual(check("let a = try? f() // why\n"), [1])

    def test_a_reason_two_lines_above_is_too_far(self):
        self.assertEqual(check("// the peer is gone\n\nlet a = try? f()\n"), [3])

    def test_what_only_looks_like_it(self):
        self.assertEqual(check('let a = "try! f()" + g\nTask.isCancelled\nlet t: Task<Void, Never>\nasTask { }\n'), [])

    def test_tests_need_no_reason(self):
        self.assertEqual(check("let a = try? f()\n", "Tests/WebTests/A.swift"), [])


class SleepTests(unittest.TestCase):
    def test_swift_tests_do_not_sleep(self):
        for text in ["try await Task.sleep(for: .seconds(1))", "sleep(1)", "usleep(10)", "Thread.sleep(1)"]:
            self.assertEqual(check(text, "Tests/WebTests/A.swift"), [1], text)

    def test_a_clock_moved_by_hand_is_no_sleep(self):
        text = "func sleep(until instant: Timestamp) {}\ntry await time.sleep(for: .seconds(1))\n"
        self.assertEqual(check(text, "Tests/TestSupport/A.swift"), [])

    def test_python_tests_do_not_sleep(self):
        for text in ["time.sleep(1)", "await asyncio.sleep(1)", "sleep(1)", "page.wait_for_timeout(5)"]:
            self.assertEqual(check(text, "Tests/Browser/test_a.py"), [1], text)
        self.assertEqual(check("time.sleep(1)", "scripts/demo.py"), [])


if __name__ == "__main__":
    unittest.main()
