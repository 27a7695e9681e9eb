"""Addresses stand in the route table (Sources/Wire/Routes…) and nowhere else."""

import re

from finding import Finding

ROUTE_TABLE = "Sources/Wire/Routes"
FIRST_PARTS = {
    "api", "ws", "agents", "assets", "collections", "connectors", "dashboard", "health", "jobs", "login", "logout",
    "metrics", "notifications", "pipelines", "results", "settings", "set-up", "setup", "sign-in", "sign-out", "theme",
}
_ROUTE = re.compile(r"/([a-z][a-z-]*)(?=$|[/?#\\])")
_IN_MARKUP = re.compile(r"""\b(?:href|src|action|formaction)=\\?["']/""")
_SCRIPT_TEXT = re.compile(r"""(["'`])(/[^"'`\n]*)\1""")
_REMEDY = "take it from the route table in Sources/Wire"


def check(tree):
    """String literals of Sources, and of the scripts that browsers get."""
    for file in tree.swift(tests=False):
        if file.path.startswith(ROUTE_TABLE):
            continue
        for literal in file.swift.literals:
            if is_route(literal.text) or _IN_MARKUP.search(literal.text):
                yield Finding(file.path, literal.line, f'the address "{literal.text.strip()[:60]}"', _REMEDY)
    for file in tree.files:
        if file.target and file.extension == ".js":
            for match in _SCRIPT_TEXT.finditer(file.text):
                if is_route(match.group(2)):
                    line = file.text.count("\n", 0, match.start()) + 1
                    yield Finding(file.path, line, f'the address "{match.group(2)}"',
                                  "let the page hand it over in a data attribute, from the route table")


def is_route(text):
    """Whether a text begins as one of the site's addresses does."""
    match = _ROUTE.match(text)
    return bool(match) and match.group(1) in FIRST_PARTS
