"""`make check`: the project's rules, each finding on a line of its own; exit 1 if there is any.

Usage: python3 scripts/check [ROOT] [--no-swift]   (--no-swift leaves out what needs the Swift toolchain)
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import imports  # noqa: E402
import languages  # noqa: E402
import names  # noqa: E402
import paths  # noqa: E402
import reasons  # noqa: E402
import sizes  # noqa: E402
import wording  # noqa: E402
from tree import Tree  # noqa: E402

RULES = [
    imports.check_sources, sizes.check, reasons.check, names.check, paths.check, wording.check,
    languages.check_scripts,
]


def findings_of(root, with_swift):
    """All findings below a root; Swift's own tools run while the rules do."""
    with ThreadPoolExecutor() as pool:
        format_findings = pool.submit(languages.check_format, root) if with_swift else None
        package = pool.submit(languages.dump_package, root) if with_swift else None
        tree = Tree.read(root)
        found = [finding for rule in RULES for finding in rule(tree)]
        if with_swift:
            found += imports.check_package(package.result())
            found += format_findings.result()
    return sorted(set(found))


def main(arguments):
    with_swift = "--no-swift" not in arguments
    roots = [argument for argument in arguments if not argument.startswith("--")]
    root = Path(roots[0] if roots else Path(__file__).resolve().parents[2]).resolve()
    found = findings_of(root, with_swift)
    for finding in found:
        print(finding)
    print(f"{len(found)} finding(s)" if found else "All rules hold.", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
