"""Figures of repeated runs, their bars, and the table."""

import json

import load
import markdown
import results
import sheet


def run(rate, p50, p99, server=0.5, operations=1000):
    latencies = {"p50": p50, "p90": p50, "p99": p99, "p999": p99, "max": p99, "mean": p50, "count": operations}
    return load.Run({"operations": operations, "rate": rate, "steps": {"request": latencies}, "failures": {},
                     "generator_seconds": 0.1}, server, 0.5)


def test_medians_count_and_the_worst_is_kept():
    runs = load.Runs([run(100, 10, 90), run(300, 30, 50), run(200, 20, 70)])
    assert runs.rate == 200
    assert runs.microseconds("request", "p99") == 70
    assert runs.worst_microseconds("request", "p99") == 90
    assert runs.operations == 3000


def test_processor_time_is_that_of_the_window():
    assert run(1, 1, 1).server_microseconds == 250
    assert run(1, 1, 1).generator_microseconds == 50


def test_a_bar_is_at_most_or_at_least():
    assert sheet.Bar("ms", 5, most=5).holds and not sheet.Bar("ms", 5.1, most=5).holds
    assert sheet.Bar("jobs/s", 2000, least=2000).holds and not sheet.Bar("jobs/s", 1999, least=2000).holds
    assert "MISSED" in str(sheet.Bar("jobs/s", 1, least=2)) and "at least 2" in str(sheet.Bar("jobs/s", 1, least=2))
    assert sheet.Bar("ms", 1, most=2).json() == {"what": "ms", "value": 1, "at_most": 2, "holds": True}


def test_a_line_shows_rate_and_latencies_with_its_bars_below():
    line = sheet.Line.of("heartbeat", load.Runs([run(1234, 1500, 4900)]), bars=[sheet.Bar("ms p99", 4.9, most=5)])
    first, second = line.texts()
    assert "1,234/s" in first and "1.50 ms" in first and "4.90 ms" in first
    assert "4.90 ms p99 (at most 5: holds)" in second
    assert line.json()["bars"][0]["holds"] and line.json()["p99_us"] == 4900


def test_lines_without_a_rate_leave_its_place_empty():
    assert list(sheet.Line("of which claim", None, 1000, 2000).texts())[0].split() == [
        "of", "which", "claim", "1.00", "ms", "2.00", "ms"]


def test_results_have_the_size_asked_for_and_are_canonical():
    for size in (5 * 1024, 1 << 20):
        text = results.results_of(size)
        assert size * 0.9 < len(text) <= size
        assert results.canonical(json.loads(text)) == text


def test_reports_have_the_size_asked_for():
    assert (1 << 20) * 0.99 < len(results.report_of(1 << 20)) <= 1 << 20


def test_the_page_gets_a_table_in_its_place_and_keeps_all_else(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text("before\n<!-- claim: written by make bench -->\nold\n<!-- end of claim -->\nafter\n")
    line = sheet.Line.of("16 agents: claim", load.Runs([run(700, 1000, 9000)]), bars=[sheet.Bar("ms p99", 9, most=5)])
    machine = {"cores": 2, "processor": "P", "system": "L", "file_system": "ext4", "load_before": 0.1}
    known = {"claim": {"sqlite": {"machine": machine, **sheet.document([line])}}}
    for _ in range(2):
        markdown.refresh(page, known, ["claim", "upload"])
        text = page.read_text()
        assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
        assert "| 16 agents: claim | 700/s | 1.00 ms | 9.00 ms | 250, 50 | 9.00 ms p99 (≤ 5: **missed**) |" in text
        assert text.count("**claim, SQLite**") == 1
