"""The figures of loads (docs/benchmarks.json) as tables in docs/benchmarks.md, between two marks for each part."""

import re

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = ["| | rate | p50 | p99 | processor µs: server, PostgreSQL, generator | bars |", "|---|---|---|---|---|---|"]


def refresh(path, known, names):
    """Writes the tables of these benchmarks anew wherever the page has a place for them; all else stays."""
    text = path.read_text(encoding="utf-8")
    for name in names:
        begin, end = f"<!-- {name}: written by make bench -->", f"<!-- end of {name} -->"
        made = "\n".join(tables(name, known.get(name, {})))
        text = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _, made=made: f"{begin}\n{made}\n{end}", text,
                      flags=re.DOTALL)
    path.write_text(text, encoding="utf-8")


def tables(name, engines):
    """Lines of Markdown, a table for each engine that has figures."""
    for engine, title in ENGINES.items():
        if not (figures := engines.get(engine)):
            continue
        machine = figures["machine"]
        yield ""
        yield (f"**{name}, {title}** ({machine['cores']} cores, {machine['processor']}, {machine['system']},"
               f" {machine['file_system']}; load before {machine['load_before']})")
        yield ""
        yield from HEAD
        for what in figures["lines"]:
            yield _row(what, figures["figures"][what])


def _row(what, figure):
    rate = f"{figure['per_second']:,.0f}/s" if "per_second" in figure else ""
    used = ", ".join(f"{figure[key]:,.0f}" for key in ("server_cpu_us", "database_cpu_us", "generator_cpu_us")
                     if key in figure)
    words = "; ".join([f"{bar['value']:,.2f} {bar['what']} ({_limit(bar)})" for bar in figure.get("bars", [])]
                      + ([figure["notes"]] if figure.get("notes") else []))
    return f"| {what} | {rate} | {_time(figure, 'p50_us')} | {_time(figure, 'p99_us')} | {used} | {words} |"


def _limit(bar):
    limit = f"≤ {bar['at_most']:g}" if "at_most" in bar else f"≥ {bar['at_least']:g}"
    return limit if bar["holds"] else f"{limit}: **missed**"


def _time(figure, key):
    return f"{figure[key] / 1000:,.2f} ms" if key in figure else ""
