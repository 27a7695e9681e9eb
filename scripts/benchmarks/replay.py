"""Turns what PostgreSQL logged while a server did jobs into a pgbench script that sends the same statements for new jobs.

The rows of agents, collections and jobs are numbered from places far apart (`NUMBERS`), so that a number in a parameter
says what it stands for.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import runs

# Where the identities of tables are made to begin.
NUMBERS = {"agents": 71_000_001, "collections": 72_000_001, "attempts": 73_000_001, "results": 74_000_001,
           "jobs": 80_000_001}
PREFIX = "@@"
LINE = re.compile(rf"{PREFIX}(\d+) (LOG|DETAIL):  (.*)", re.DOTALL)
STATEMENT = re.compile(r"(?:statement|execute [^:]*): (.*)", re.DOTALL)
PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
PLACE = re.compile(r"\$(\d+)")
# The statement that a job has exactly one of, and that is in its last transaction.
MARK = "INSERT INTO results"


@dataclass(frozen=True)
class Sent:
    """A statement as it was sent, with its parameters as text; None is NULL."""

    session: str
    sql: str
    parameters: tuple = ()


def logged(text):
    """The statements of a log in their order. Lines that go on begin with a tab."""
    found = []
    for entry in re.split(rf"\n(?={PREFIX}\d+ )", text.strip("\n")):
        match = LINE.match(entry)
        if not match:
            continue
        session, kind, words = match.groups()
        if kind == "LOG" and (statement := STATEMENT.match(words)):
            found.append(Sent(session, " ".join(statement.group(1).split())))
        elif kind == "DETAIL" and words.startswith("parameters: ") and found:
            for index in range(len(found) - 1, -1, -1):
                if found[index].session == session:
                    found[index] = Sent(session, found[index].sql, tuple(_parameters(words)))
                    break
    return found


def _parameters(words):
    for _, value in PARAMETER.findall(words.replace("\n\t", "\n")):
        yield None if value == "NULL" else value[1:-1].replace("''", "'")


def in_turn(statements):
    """The same with each transaction in one piece, in the order in which they were begun: those of a server run side by
    side on several sessions, and pgbench has one for each client."""
    pieces, open_pieces = [], {}
    for sent in statements:
        if sent.session in open_pieces:
            open_pieces[sent.session].append(sent)
            if _ends(sent):
                del open_pieces[sent.session]
            continue
        pieces.append([sent])
        if sent.sql.upper().startswith("BEGIN"):
            open_pieces[sent.session] = pieces[-1]
    return [sent for piece in pieces for sent in piece]


def _ends(sent):
    return sent.sql.upper().startswith(("COMMIT", "ROLLBACK"))


def cycles(statements):
    """The statements of each job: those that follow the commit of the one before, up to its own commit."""
    found, current, is_last = [], [], False
    for sent in in_turn(statements):
        current.append(sent)
        is_last = is_last or sent.sql.startswith(MARK)
        if is_last and sent.sql.upper().startswith("COMMIT"):
            found.append(current)
            current, is_last = [], False
    return found[1:]


def usual(found):
    """A cycle of the kind that is most frequent: without what the server does only now and then."""
    if not found:
        raise runs.BenchFailure("the log of PostgreSQL holds no whole job")
    kinds = Counter(tuple(sent.sql for sent in cycle) for cycle in found)
    wanted = kinds.most_common(1)[0][0]
    return next(cycle for cycle in reversed(found) if tuple(sent.sql for sent in cycle) == wanted)


def script(cycle, job_guid):
    """The pgbench script of a cycle. `:job` is the job's row and `:client_id` the agent's; `:first`, `:each` and `:n`
    come from the command line (`-D`)."""
    lines = ["\\set job :first + :client_id * :each + :n", "\\set n :n + 1"]
    for sent in cycle:
        lines.append(PLACE.sub(lambda place, sent=sent: _value(sent.parameters[int(place.group(1)) - 1], job_guid),
                               sent.sql) + ";")
    return "\n".join(lines) + "\n"


def _value(value, job_guid):
    """What stands in the place of a parameter: the replayed job's own rows, or what was sent."""
    if value is None:
        return "NULL"
    if value == job_guid:
        return "('job_' || lpad((:job)::text, 26, '0'))"
    if re.fullmatch(r"res_[0-9a-z]{26}", value):
        return "('res_' || lpad((:job)::text, 26, '0'))"
    if value.isdigit() and len(value) == 8:
        for table, first in NUMBERS.items():
            if first <= int(value) < first + 1_000_000 or table == "jobs" and int(value) >= first:
                return _row(table)
    return literal(value)


def _row(table):
    """The row of a table that belongs to the replayed job."""
    if table == "jobs":
        return "(:job)::bigint"
    if table in ("agents", "collections"):
        return f"({NUMBERS[table]} + :client_id)::bigint"
    return f"(SELECT id FROM {table} WHERE job_id = :job)"


def literal(value):
    """A quoted text in which pgbench sees no variable."""
    if ":" in value or "\\" in value:
        return "E'" + value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\072") + "'"
    return "'" + value.replace("'", "''") + "'"


def summary(cycle):
    """How many statements and transactions a job takes, for the table."""
    kinds = defaultdict(int)
    for sent in cycle:
        kinds["transactions" if sent.sql.upper().startswith("COMMIT") else "statements"] += 1
    return dict(kinds)
