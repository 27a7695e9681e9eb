"""Who may import whom: the table of docs/architecture.md, in import lines and in Package.swift."""

import re

from finding import Finding

# Target: the targets of ours that it may depend on.
TABLE = {
    "Domain": set(),
    "Wire": {"Domain"},
    "HTML": set(),
    "CYAML": set(),
    "CExpat": set(),
    "YAML": {"CYAML"},
    "XML": {"CExpat"},
    "S3": {"Domain", "XML"},
    "Analysis": {"Domain", "YAML", "XML"},
    "Reports": {"Analysis", "HTML"},
    "CollectionSources": {"Domain", "XML", "S3"},
    "AgentRuntime": {"Wire", "YAML", "Analysis", "Reports", "CollectionSources", "S3"},
    "AgentCommands": {"AgentRuntime"},
    "safelight-agent": {"AgentCommands"},
    "CLibPQ": set(),
    "Database": {"CLibPQ"},
    "Store": {"Database", "Domain"},
    "Coordinator": {"Database", "Store", "Wire", "Analysis"},
    "WebAssets": set(),
    "CZlib": set(),
    "Web": {"CZlib", "Coordinator", "Wire", "HTML", "Analysis", "Reports", "WebAssets"},
    "Server": {"Web", "Coordinator", "Database", "S3", "Wire", "YAML"},
    "safelight": {"Server"},
    "safelight-bench": {"CollectionSources", "Analysis", "Reports", "Coordinator", "Domain"},
    "safelight-load": {"Wire", "Domain"},
    "safelight-fuzz": {"Analysis", "YAML", "XML", "Domain"},
}

# What an agent is linked from. It never imports the server side, nor a package that belongs there.
AGENT_SIDE = {
    "Domain", "Wire", "HTML", "CYAML", "CExpat", "YAML", "XML", "S3", "Analysis", "Reports", "CollectionSources",
    "AgentRuntime", "AgentCommands", "safelight-agent",
}
SERVER_PACKAGES = {"grdb.swift", "hummingbird", "hummingbird-websocket", "postgres-nio"}
SERVER_MODULES = re.compile(r"GRDB|Hummingbird\w*|HB\w*|PostgresNIO")

# These pull in all of Foundation, and with it 45 MB of tables: an agent stays under 50 MB without.
IMPORT_FOUNDATION = {"Yams", "Mustache", "GRDB"}

_IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)]*\))?[ \t]+)*(?:(?:public|package|internal|fileprivate|private)[ \t]+)?import[ \t]+"
    r"(?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)[ \t]+)?([A-Za-z_]\w*)", re.MULTILINE)
_CONDITION = re.compile(r"^[ \t]*#(if|elseif|else|endif)\b[ \t]*(.*)$", re.MULTILINE)


def imports(swift):
    """The (module, line, offset) of every import of a source."""
    for match in _IMPORT.finditer(swift.code):
        yield match.group(1), swift.line(match.start(1)), match.start(1)


def allowed(target):
    """The targets of ours that a target's sources may name: its row and, as everybody's vocabulary, Domain."""
    row = TABLE[target]
    return row | ({"Domain"} if "Domain" in reachable(row) else set())


def reachable(targets):
    """The targets and all below them."""
    found, waiting = set(), list(targets)
    while waiting:
        target = waiting.pop()
        if target not in found:
            found.add(target)
            waiting += TABLE.get(target, ())
    return found


def check_sources(tree):
    """Every import line of Sources against the table."""
    for file in tree.swift(tests=False):
        if file.target not in TABLE:
            yield Finding(file.path, 1, f"target {file.target} is not in the import table",
                          "add it to docs/architecture.md and to TABLE in scripts/check/imports.py")
            continue
        for module, line, offset in imports(file.swift):
            yield from _check_import(file, module, line, offset)


def _check_import(file, module, line, offset):
    if module in TABLE and module != file.target and module not in allowed(file.target):
        row = ", ".join(sorted(allowed(file.target))) or "nothing of ours"
        yield Finding(file.path, line, f"{file.target} imports {module}",
                      f"it may import {row} (docs/architecture.md)")
    if file.target not in AGENT_SIDE:
        return
    if module == "Foundation" and not _is_fallback(file.swift, offset):
        yield Finding(file.path, line, "full Foundation on the agent side",
                      "write #if canImport(FoundationEssentials) / import FoundationEssentials / #else / "
                      "import Foundation / #endif")
    elif module in IMPORT_FOUNDATION:
        yield Finding(file.path, line, f"{module} imports full Foundation", "the agent side does without it")
    elif SERVER_MODULES.fullmatch(module):
        yield Finding(file.path, line, f"{module} belongs to the server side", "the agent side does without it")


def _is_fallback(swift, offset):
    """Whether an offset lies in the `#else` of `#if canImport(FoundationEssentials)`."""
    open_blocks = []
    for match in _CONDITION.finditer(swift.code, 0, offset):
        word, condition = match.groups()
        if word == "if":
            open_blocks.append([condition.replace(" ", ""), False])
        elif word == "endif":
            del open_blocks[-1:]
        elif open_blocks:
            open_blocks[-1][1] = word == "else"
    return any(condition == "canImport(FoundationEssentials)" and is_else for condition, is_else in open_blocks)


def check_package(package):
    """The dependencies of Package.swift, as `swift package dump-package` gives them, against the table."""
    for target in package["targets"]:
        name = target["name"]
        if target["type"] == "test" or (target.get("path") or "").startswith("Tests/"):
            continue
        if name not in TABLE:
            yield _in_package(f"target {name} is not in the import table",
                              "add it to docs/architecture.md and to TABLE in scripts/check/imports.py")
            continue
        ours, packages = _dependencies(target)
        for other in sorted(ours - TABLE[name]):
            yield _in_package(f"{name} depends on {other}", "remove it (docs/architecture.md)")
        if name in AGENT_SIDE:
            for other in sorted(packages & SERVER_PACKAGES):
                yield _in_package(f"{name} depends on the package {other}", "it belongs to the server side")


def _dependencies(target):
    ours, packages = set(), set()
    for dependency in target["dependencies"]:
        for kind, value in dependency.items():
            if kind == "product":
                packages.add((value[1] or value[0]).lower())
            else:
                ours.add(value[0])
    return ours, packages


def _in_package(what, remedy):
    return Finding("Package.swift", 1, what, remedy)
