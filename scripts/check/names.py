"""What types and files are called."""

import re
from pathlib import PurePosixPath

from finding import Finding

EMPTY_WORDS = {"Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Base", "Misc"}
FREE_NAMES = {"main", "Package", "Placeholder"}

_DECLARATION = re.compile(
    r"\b(struct|class|enum|actor|protocol|typealias|extension)\s+(?!func\b|var\b|let\b|subscript\b)([A-Za-z_][\w.]*)")
_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")


def words(name):
    """The words that a camel-case, snake-case or dashed name is made of."""
    return _WORD.findall(name)


def check(tree):
    """Names of types and files in Sources and Tests."""
    for file in tree.swift():
        declared = list(_DECLARATION.finditer(file.swift.code))
        for match in declared:
            if match.group(1) != "extension":
                yield from _check_words(file.path, file.swift.line(match.start()), match.group(2))
        yield from _check_file_name(file, {match.group(2) for match in declared})
    for file in tree.files:
        if file.extension in (".swift", ".js", ".css", ".py"):
            yield from _check_words(file.path, 1, PurePosixPath(file.path).stem)


def _check_words(path, line, name):
    for word in words(name):
        if word[0].upper() + word[1:] in EMPTY_WORDS:
            yield Finding(path, line, f'"{word}" in the name {name} says nothing', "name what it does")


def _check_file_name(file, declared):
    stem = PurePosixPath(file.path).stem
    if not declared or stem in FREE_NAMES:
        return
    known = {part for name in declared for part in [name, *name.split(".")]}
    wanted = stem.split("+")[0]
    if wanted not in known and not any(_is_family(wanted, name) for name in known):
        yield Finding(file.path, 1, f"no type called {wanted} is declared or extended here",
                      "call the file after its main type, an extension's file Type+Concern.swift")


def _is_family(stem, name):
    """Whether a file of several small types is called after what they share: Claim (ClaimRequest), Frames (JobFrame)."""
    parts, wanted = words(name), words(stem)
    return parts[:len(wanted)] == wanted or (stem.endswith("s") and parts[-1:] == [wanted[-1][:-1]])
