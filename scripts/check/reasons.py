"""What is allowed only with the reason beside it, and what tests never do."""

import re

from finding import Finding

NEEDS_REASON = [
    (re.compile(r"\btry\?"), "try? throws an error away"),
    (re.compile(r"\btry!"), "try! ends the program on an error"),
    (re.compile(r"\b(?:fatalError|preconditionFailure)\s*\("), "this ends the program"),
    (re.compile(r"\bTask(?:\.detached)?\s*(?:<[^>\n]*>)?\s*(?:\([^)\n]*\))?\s*\{"), "an unstructured task"),
    (re.compile(r"@unchecked\s+Sendable\b"), "@unchecked Sendable is not proven"),
    (re.compile(r"\bnonisolated\(unsafe\)"), "nonisolated(unsafe) is not proven"),
]
_EMPTY_CATCH = re.compile(r"\bcatch\b[^{}\n]*\{(\s*)\}")
_SWIFT_SLEEP = re.compile(r"\bTask\.sleep\b|\bThread\.sleep\b|(?<![.\w])(?<!func )(?:u|nano)?sleep\s*\(")
_PYTHON_SLEEP = re.compile(r"\btime\.sleep\b|\basyncio\.sleep\b|(?<![.\w])sleep\(|\bwait_for_timeout\b")
_REMEDY = "say in a // comment on this line or the one above why that is right here"


def check(tree):
    """Sources for unexplained exceptions to the rules, tests for sleeping."""
    for file in tree.swift():
        if file.is_test:
            yield from _check_sleep(file, file.swift.code, _SWIFT_SLEEP)
        else:
            yield from _check_reasons(file)
    for file in tree.files:
        if file.is_test and file.is_python:
            yield from _check_sleep(file, file.text, _PYTHON_SLEEP)


def _check_reasons(file):
    swift = file.swift
    for pattern, what in NEEDS_REASON:
        explained = set()
        for match in pattern.finditer(swift.code):
            line = swift.line(match.start())
            # One reason holds for the lines directly below it that do the same.
            if swift.has_reason(line) or line - 1 in explained:
                explained.add(line)
            else:
                yield Finding(file.path, line, what, _REMEDY)
    for match in _EMPTY_CATCH.finditer(swift.code):
        first, last = swift.line(match.start()), swift.line(match.end())
        if not any(swift.has_reason(line) for line in range(first, last + 1)):
            yield Finding(file.path, first, "an empty catch throws an error away", _REMEDY)


def _check_sleep(file, code, pattern):
    for match in pattern.finditer(code):
        line = code.count("\n", 0, match.start()) + 1
        yield Finding(file.path, line, "a test sleeps", "wait for the event itself, or move an injected clock")
