"""`backlog`: claims while the queue is full of jobs that these agents cannot run, or not yet."""

from claim import claims
from load import Runs, run
from service import Service
from sheet import Bar, Line

AGENTS = 16
SIZES = (0, 10_000, 100_000, 1_000_000)
NOT_YET_DUE = 100_000
# Tools that nobody has, each a requirement of its own.
OTHER_TOOLS = 8
DAY = 24 * 3600 * 1000


def measure(engine, count, seconds):
    """The lines of one engine."""
    lines, queued, rate, empty = [], 0, None, None
    with Service(engine) as service:
        service.add_agents(AGENTS + 1)
        service.add_templates()
        _add_requirements(service)
        for size in SIZES:
            _fill(service, size - queued)
            queued = size
            rate = rate or Runs([claims(service, AGENTS, seconds) for _ in range(count)]).rate / 4
            empty = _lines(service, f"{size:,} queued for others", rate, count, seconds, lines, empty,
                           most=1.5 if size == SIZES[-1] else None)
    with Service(engine) as service:
        service.add_agents(AGENTS)
        service.add_templates()
        service.add_jobs(NOT_YET_DUE // AGENTS, available_at=f"available_at + {DAY}", not_before=f"available_at + {DAY}")
        service.database.settle()
        _lines(service, f"{NOT_YET_DUE:,} not yet due", rate, count, seconds, lines, empty)
    return lines


def _lines(service, words, rate, count, seconds, lines, empty, most=None):
    timed = Runs([claims(service, AGENTS, seconds, rate=rate) for _ in range(count)])
    service.database.execute("UPDATE jobs SET status = 'cancelled' WHERE status = 'pending'"
                             " AND available_at < created_at + 1000 AND collection_id IN"
                             f" (SELECT collection_id FROM jobs WHERE guid IN ({_quoted(service.templates[:AGENTS])}))"
                             " AND bound_agent_id <> 0")
    nothing = Runs([run(service, "empty_claim", seconds, service.agents(AGENTS), rate=rate) for _ in range(count)])
    p99s = timed.microseconds("claim", "p99"), nothing.microseconds("request", "p99")
    empty = empty or p99s
    ratios = [p99 / first for p99, first in zip(p99s, empty)]
    bar = [Bar("× the p99 with an empty queue", ratios[0], most=most)] if most else []
    lines.append(Line.of(f"{words}: claim", timed, "claim", f"{ratios[0]:.2f} × an empty queue", bar))
    lines.append(Line.of(f"{words}: nothing there", nothing, notes=f"{ratios[1]:.2f} × an empty queue"))
    return empty


def _add_requirements(service):
    for number in range(OTHER_TOOLS):
        service.database.execute(f"INSERT INTO requirements (needs) VALUES ('tool:other_{number}')")


def _fill(service, count):
    """Half of them bound to an agent that is away, half lacking a capability."""
    if not count:
        return
    other = [service.templates[AGENTS]]
    service.add_jobs(count // 2, other)
    for number in range(OTHER_TOOLS):
        requirement = f"(SELECT id FROM requirements WHERE needs = 'tool:other_{number}')"
        service.add_jobs(count // 2 // OTHER_TOOLS, other, bound_agent_id="0", requirement_id=requirement)
    service.database.settle()


def _quoted(words):
    return ", ".join(f"'{word}'" for word in words)
