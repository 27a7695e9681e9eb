"""What the languages' own tools say: Swift's formatter, bash and Python."""

import json
import re
import subprocess

from finding import Finding

_FORMAT = re.compile(r"^(?P<path>[^:\n]+):(?P<line>\d+):\d+: (?:error|warning): (?P<what>.*)$", re.MULTILINE)
FORMATTED = ["Sources", "Tests", "Benchmarks", "Fuzz", "Package.swift"]


def check_scripts(tree):
    """Shell scripts and Python must at least parse."""
    for file in tree.files:
        if file.is_shell:
            yield from _check_shell(tree.root, file)
        elif file.is_python:
            yield from _check_python(file)


def _check_shell(root, file):
    outcome = subprocess.run(["bash", "-n", file.path], cwd=root, capture_output=True, text=True)
    if outcome.returncode:
        where = re.search(r"line (\d+): (.*)", outcome.stderr)
        yield Finding(file.path, int(where.group(1)) if where else 1,
                      where.group(2) if where else "bash cannot read it", "mend the syntax (bash -n)")


def _check_python(file):
    try:
        compile(file.text, file.path, "exec", dont_inherit=True)
    except SyntaxError as error:
        yield Finding(file.path, error.lineno or 1, f"Python cannot read it: {error.msg}", "mend the syntax")


def check_format(root):
    """`swift format lint --strict` over all Swift, several files at a time."""
    outcome = subprocess.run(
        ["swift", "format", "lint", "--strict", "--parallel", "--recursive", *FORMATTED],
        cwd=root, capture_output=True, text=True)
    findings = [
        Finding(match["path"].removeprefix(f"{root}/"), int(match["line"]), match["what"],
                "run make format, and see .swift-format")
        for match in _FORMAT.finditer(outcome.stdout + outcome.stderr)
    ]
    if outcome.returncode and not findings:
        words = (outcome.stderr or outcome.stdout).strip().splitlines() or ["no output"]
        findings = [Finding("Package.swift", 1, f"swift format lint failed: {words[-1]}", "see its whole output")]
    return findings


def dump_package(root):
    """Package.swift as data."""
    outcome = subprocess.run(
        ["swift", "package", "dump-package"], cwd=root, check=True, capture_output=True, text=True)
    return json.loads(outcome.stdout)
