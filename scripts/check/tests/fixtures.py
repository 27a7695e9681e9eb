"""Trees that exist only for a test."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tree import SourceFile, Tree  # noqa: E402


def tree(**files):
    """A tree of the files given as path=text, `__` standing for a slash."""
    return of({path.replace("__", "/") + ".swift": text for path, text in files.items()})


def of(files, root="/nowhere"):
    """A tree of the files given as {path: text}."""
    return Tree(Path(root), [SourceFile(path, text) for path, text in files.items()])


def places(findings):
    """The findings as (path, line), in order."""
    return sorted((finding.path, finding.line) for finding in findings)


def lines(findings):
    """The lines of the findings, in order."""
    return sorted(finding.line for finding in findings)
