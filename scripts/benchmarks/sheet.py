"""Figures of loads as a table with a column for everything that a bar is about, and as JSON."""

from dataclasses import dataclass, field


@dataclass
class Bar:
    """A figure and what it may be: at most, or at least."""

    what: str
    value: float
    most: float = None
    least: float = None

    @property
    def holds(self):
        return self.value <= self.most if self.most is not None else self.value >= self.least

    @property
    def limit(self):
        return f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"

    def json(self):
        key = "at_most" if self.most is not None else "at_least"
        limit = self.most if self.most is not None else self.least
        return {"what": self.what, "value": round(self.value, 3), key: limit, "holds": self.holds}

    def __str__(self):
        return f"{self.value:,.2f} {self.what} ({self.limit}: {'holds' if self.holds else 'MISSED'})"


@dataclass
class Line:
    """One line of the table: a rate, latencies in microseconds, words, bars, and what of it goes into the JSON."""

    what: str
    rate: float = None
    p50: float = None
    p99: float = None
    notes: str = ""
    bars: list = field(default_factory=list)
    document: dict = field(default_factory=dict)

    @classmethod
    def of(cls, what, runs, step="request", notes="", bars=()):
        """A line of repeated runs."""
        document = runs.json(step)
        database = f"PostgreSQL {document['database_cpu_us']:,.0f}, " if "database_cpu_us" in document else ""
        notes = notes or (f"processor µs each: server {document['server_cpu_us']:,.0f}, {database}"
                          f"generator {document['generator_cpu_us']:,.0f}")
        return cls(what, runs.rate, runs.microseconds(step, "p50"), runs.microseconds(step, "p99"), notes, list(bars),
                   document)

    def texts(self):
        """The line, and one for each bar."""
        rate = "" if self.rate is None else f"{self.rate:,.0f}/s"
        yield f"{self.what:<44}{rate:>11}{milliseconds(self.p50):>12}{milliseconds(self.p99):>12}  {self.notes}".rstrip()
        for bar in self.bars:
            yield f"{'':<44}  {bar}"

    def json(self):
        return self.document | ({"bars": [bar.json() for bar in self.bars]} if self.bars else {})


def milliseconds(microseconds):
    return "" if microseconds is None else f"{microseconds / 1000:,.2f} ms"


def show(title, lines):
    print(f"\n{title}\n")
    print(f"{'':<44}{'rate':>11}{'p50':>12}{'p99':>12}")
    for line in lines:
        for text in line.texts():
            print(text)


def document(lines):
    """The lines by their names."""
    return {line.what.strip(): line.json() for line in lines}
