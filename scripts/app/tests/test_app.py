import http.server
import json
import signal
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import collection_run  # noqa: E402
from installation import ADDRESS, API, SETUP_CODE, Refusal  # noqa: E402
from program import Failure, Program, run  # noqa: E402

EXPECTED = {"total_files": 3, "total_size": 9, "paired_count": 1, "orphaned_images_count": 0, "orphaned_xmp_count": 0,
            "file_counts": {".dng": 3}, "storage_by_type": {".dng": 9}, "empty_files_count": 1,
            "colliding_names_count": 0}
RESULTS = EXPECTED | {"empty_files": ["a.dng"], "case_collisions": []}


class ProgramTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = Path(folder.name) / "log"

    def program(self, text):
        made = Program([sys.executable, "-u", "-c", text], self.log)
        self.addCleanup(made.kill)
        return made

    def test_what_it_says_is_waited_for_and_kept(self):
        program = self.program("print('at http://127.0.0.1:81'); input_ = __import__('signal').pause()")
        self.assertEqual(program.wait_for(ADDRESS).group(), "http://127.0.0.1:81")
        self.assertTrue(program.is_running)
        self.assertEqual(program.stop(), -signal.SIGTERM)
        self.assertIn("http://127.0.0.1:81", self.log.read_text())

    def test_one_that_ends_is_not_waited_for(self):
        with self.assertRaises(Failure) as failure:
            self.program("print('no room on the disk'); exit(70)").wait_for("ready", seconds=30)
        self.assertIn("ended with 70", str(failure.exception))
        self.assertIn("no room on the disk", str(failure.exception))

    def test_one_that_says_something_else(self):
        with self.assertRaises(Failure) as failure:
            self.program("print('hm'); __import__('signal').pause()").wait_for("ready", seconds=0.5)
        self.assertIn("did not say", str(failure.exception))

    def test_a_command_that_fails_is_quoted(self):
        with self.assertRaises(Failure) as failure:
            run([sys.executable, "-c", "import sys; sys.exit('the team exists')"])
        self.assertIn("the team exists", str(failure.exception))


class TextTests(unittest.TestCase):
    def test_the_set_up_code_is_found(self):
        for line in ["One-time set-up code: 7K3M-QX9P-2R", "The setup code is ABCD1234.", "Set-up code  abcdefgh"]:
            self.assertRegex(line, SETUP_CODE)

    def test_figures_that_differ_are_named(self):
        self.assertEqual(list(collection_run.differences(RESULTS, EXPECTED)), [])
        for name, wrong in [("total_files", 4), ("file_counts", {".dng": 2}), ("empty_files", [])]:
            found = list(collection_run.differences(RESULTS | {name: wrong}, EXPECTED))
            self.assertEqual(len(found), 1)
            self.assertIn(name, found[0])

    def test_reports(self):
        good = '<!doctype html><meta name="generator" content="Safelight 1">&lt;script>'
        self.assertEqual(list(collection_run.report_faults(good)), [])
        self.assertEqual(len(list(collection_run.report_faults("<p><script>"))), 3)


class APITests(unittest.TestCase):
    def setUp(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                known = self.path == "/api/jobs?status=pending" and self.headers["Authorization"] == "Bearer tok_1"
                error = {"error": {"code": "not_found", "message": "There is no such job."}}
                self.send_response(200 if known else 404)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps({"items": [1]} if known else error).encode())

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.address = f"http://127.0.0.1:{server.server_port}"

    def test_answers_and_refusals(self):
        api = API(self.address, "tok_1")
        self.assertEqual(api.items("/api/jobs", status="pending"), [1])
        with self.assertRaises(Refusal) as refusal:
            api.get("/api/jobs/x")
        self.assertEqual((refusal.exception.status, refusal.exception.code), (404, "not_found"))
        self.assertIn("There is no such job.", str(refusal.exception))


if __name__ == "__main__":
    unittest.main()
