"""`upload`: 50 MB of results and a 20 MB report in chunks, against writing and hashing as much to the same disk."""

import hashlib
import os
import statistics
import time

import runs
from load import Runs, run
from results import report_of, results_of
from service import Service
from sheet import Bar, Line

MB = 1 << 20
RESULTS, REPORT = 50 * MB, 20 * MB
CHUNK = 10 * MB
# The generator does one upload; this is only when it would no longer count.
LONG_ENOUGH = 300


def measure(engine, count, seconds):
    """The lines of one engine."""
    del seconds
    bench = runs.build("safelight-bench")
    with Service(engine) as service:
        service.add_agents(1)
        service.add_templates()
        service.add_jobs(count * 2 + 2)
        results, report = service.folder / "results.json", service.folder / "report.html"
        results.write_text(results_of(RESULTS))
        report.write_bytes(report_of(REPORT))
        whole, without, written, checked = [], [], [], []
        for _ in range(count):
            written.append(_write_and_hash(service.folder / "plain", results, report))
            checked.append(runs.measure(bench, "check", report)["check_us"])
            whole.append(_upload(service, results, report))
            without.append(_upload(service, results, None))
    return _lines(Runs(whole), Runs(without), statistics.median(written), statistics.median(checked))


def _lines(whole, without, written, check):
    total = whole.microseconds("upload", "p50")
    plain = written * 1e6
    size = (RESULTS + REPORT) / MB
    return [
        Line("written, hashed, synced", None, plain, None, f"{size / written:,.0f} MB/s", document={"p50_us": plain}),
        Line("transfer, hash and all checks", None, total, None, f"{size / total * 1e6:,.0f} MB/s",
             [Bar("× written and hashed", total / plain, most=2)], whole.json("upload")),
        Line("  of which chunks, each of 5 MB", None, whole.microseconds("chunk", "p50"),
             whole.microseconds("chunk", "p99"), document=whole.json("chunk")),
        Line("  of which finalize, without a report", None, without.microseconds("finalize", "p50"), None,
             document=without.json("finalize")),
        Line("  of which finalize, with the report", None, whole.microseconds("finalize", "p50"), None,
             document=whole.json("finalize")),
        Line("report check, 20 MB", None, check, None, "in a process of its own",
             [Bar("MB/s", REPORT / MB / (check / 1e6), least=100)], {"p50_us": check}),
    ]


def _upload(service, results, report):
    """One upload: the run is over after it."""
    files = {"results_file": str(results)} | ({"report_file": str(report)} if report else {})
    return run(service, "upload", LONG_ENOUGH, service.agents(1), warmup=0.0, **files)


def _write_and_hash(target, *sources):
    """Seconds to write files in chunks to the disk, hash them and make them last."""
    contents = [source.read_bytes() for source in sources]
    began = time.perf_counter()
    with open(target, "wb", buffering=0) as file:
        for content in contents:
            digest = hashlib.sha256()
            for start in range(0, len(content), CHUNK):
                file.write(content[start:start + CHUNK])
                digest.update(content[start:start + CHUNK])
        os.fsync(file.fileno())
    return time.perf_counter() - began
