"""`analyse`: each tool over listed files, without the listing, against the listing's time; results and report apart."""

import runs
from table import Bar, Row

TOOLS = ("photostats", "photo_pairing", "pipeline_validation")


def run(bench, sizes, count):
    """Rows of the table, and the same as JSON, for the largest size."""
    size, folder = list(runs.archives(bench, sizes).items())[-1]
    known = runs.measure(bench, "tools")
    tools = [tool for tool in TOOLS if tool in known]
    found = {tool: [] for tool in tools}
    for _ in range(count):
        for tool in tools:
            found[tool].append(runs.measure(bench, "analyse", tool, folder))
    rows, document = [], {"files": size}
    for tool in tools:
        rows += _rows(tool, found[tool], document)
    return rows, document


def _rows(tool, figures, document):
    def times(name):
        return runs.Times([run[name] / 1e6 for run in figures])

    lists, tool_times = times("list_us"), times("analyse_us")
    memory = {
        name: runs.Times([(run[name] - run["base_bytes"] - run["path_bytes"]) / run["files"] for run in figures]).median
        for name in ("listed_bytes", "analysed_bytes", "peak_bytes")
    }
    bars = [Bar("× scan", tool_times.median / lists.median, 1.0),
            Bar("bytes a file beyond its path", memory["analysed_bytes"], 200)]
    document[tool] = {
        "listing": lists.json(), "tool": tool_times.json(), "results": times("results_us").json(),
        "report": times("report_us").json(), "results_bytes": figures[0]["results_bytes"],
        "report_bytes": figures[0]["report_bytes"], "bytes_per_file_with_report": round(memory["peak_bytes"], 1),
        "bars": [bar.json() for bar in bars],
    }
    yield Row(f"{tool}: listing", lists)
    yield Row("  tool", tool_times, f"{memory['listed_bytes']:,.0f} of the bytes are the listing's", bars)
    yield Row("  results", times("results_us"), f"{figures[0]['results_bytes'] / 1e6:,.1f} MB")
    yield Row("  report", times("report_us"),
              f"{figures[0]['report_bytes'] / 1e6:,.1f} MB; {memory['peak_bytes']:,.0f} bytes a file at the peak")
