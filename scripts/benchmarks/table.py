"""How figures are shown: a line each, with the bars that they are held to."""

from dataclasses import dataclass, field


@dataclass
class Bar:
    """A figure and the most that it may be."""

    what: str
    value: float
    most: float

    @property
    def holds(self):
        return self.value <= self.most

    def json(self):
        return {"what": self.what, "value": round(self.value, 2), "at_most": self.most, "holds": self.holds}

    def __str__(self):
        return f"{self.value:,.2f} {self.what} (at most {self.most:g}: {'holds' if self.holds else 'MISSED'})"


@dataclass
class Row:
    """What was measured, its times, words beside them, and bars."""

    what: str
    times: object
    notes: str = ""
    bars: list = field(default_factory=list)

    def lines(self):
        yield (f"{self.what:<32}{self.times.median * 1000:>9,.1f} ms{self.times.slowest * 1000:>9,.1f} ms"
               f"  {self.notes}").rstrip()
        for bar in self.bars:
            yield f"{'':<32}  {bar}"


def show(title, rows):
    print(f"\n{title}\n")
    print(f"{'':<32}{'median':>12}{'slowest':>12}")
    for row in rows:
        for line in row.lines():
            print(line)
