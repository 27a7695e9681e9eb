"""`scan`: the listing of local files against `find` and against two bare threads of readdir and fstatat."""

import runs
from table import Bar, Row


def run(bench, sizes, count):
    """Rows of the table, and the same as JSON, for every size."""
    rows, document = [], {}
    for size, folder in runs.archives(bench, sizes).items():
        rows += _rows(size, *_times(bench, folder, count), document)
    return rows, document


def _times(bench, folder, count):
    """find, bare walk and listing in turn, so that all three meet the same machine; find less its start."""
    empty = runs.PLACE / "empty"
    empty.mkdir(exist_ok=True)
    runs.find_seconds(folder)
    finds, walks, lists, starts, memory = [], [], [], [], []
    for _ in range(count):
        starts.append(runs.find_seconds(empty))
        finds.append(runs.find_seconds(folder))
        walks.append(runs.measure(bench, "walk", folder)["list_us"] / 1e6)
        figures = runs.measure(bench, "list", folder)
        lists.append(figures["list_us"] / 1e6)
        memory.append((figures["listed_bytes"] - figures["base_bytes"] - figures["path_bytes"]) / figures["files"])
    start = runs.Times(starts).median
    finds = [max(seconds - start, 0) for seconds in finds]
    return runs.Times(finds), runs.Times(walks), runs.Times(lists), runs.Times(memory).median


def _rows(size, finds, walks, lists, memory, document):
    bars = [Bar("× find", lists.median / finds.median, 0.6), Bar("× bare walk", lists.median / walks.median, 1.2)]
    document[str(size)] = {
        "find": finds.json(), "bare_walk": walks.json(), "listing": lists.json(),
        "files_per_second": round(size / lists.median), "bytes_per_file_beyond_path": round(memory, 1),
        "bars": [bar.json() for bar in bars],
    }
    yield Row(f"{size:,} files: find -printf", finds, f"{size / finds.median:,.0f}/s")
    yield Row("  bare walk, 2 threads", walks, f"{size / walks.median:,.0f}/s")
    yield Row("  listing", lists, f"{size / lists.median:,.0f}/s; {memory:,.0f} bytes a file beyond its path", bars)
