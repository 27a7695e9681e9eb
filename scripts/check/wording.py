"""Words that do not belong into what is handed over."""

import re

from finding import Finding

# Put together from halves so that this file does not find itself.
UNFINISHED = re.compile(r"\b(?:" + "|".join(["TO" "DO", "FIX" "ME", "X" "XX"]) + r")\b")
WORKPLACE = re.compile("|".join(["/wo" "rk/", "/tmp/" "wt"]))


def check(tree):
    """Every text file of the project."""
    for file in tree.files:
        for number, line in enumerate(file.lines, 1):
            if match := UNFINISHED.search(line):
                yield Finding(file.path, number, f"{match.group()} is left", "do it, or file it as an issue")
            if match := WORKPLACE.search(line):
                yield Finding(file.path, number, f"{match.group()} is a path of one machine", "make it relative")
