"""The files of the project, as rules see them: paths relative to the root, with text."""

import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from swift_source import SwiftSource

SKIPPED_FOLDERS = {".build", ".git", ".swiftpm", "__pycache__", "demo-data", "dist", "node_modules"}


@dataclass
class SourceFile:
    """One file of the project."""

    path: str
    text: str

    @property
    def extension(self):
        return Path(self.path).suffix

    @property
    def is_test(self):
        return self.path.startswith("Tests/")

    @property
    def target(self):
        """The name of the target whose sources hold the file, or None outside of Sources."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "Sources" and len(parts) > 2 else None

    @cached_property
    def lines(self):
        return self.text.splitlines()

    @cached_property
    def swift(self):
        return SwiftSource(self.text)

    @property
    def interpreter(self):
        """What the first line names: "bash", "python3", or an empty text."""
        first = self.text[:80].split("\n", 1)[0]
        if not first.startswith("#!"):
            return ""
        return first[2:].split()[-1].rsplit("/", 1)[-1]

    @property
    def is_python(self):
        return self.extension == ".py" or self.interpreter.startswith("python")

    @property
    def is_shell(self):
        return self.extension == ".sh" or self.interpreter in ("bash", "sh")


@dataclass
class Tree:
    """All text files under a root that git knows of, or would if they were added."""

    root: Path
    files: list = field(default_factory=list)

    @classmethod
    def read(cls, root):
        root = Path(root)
        files = []
        for path in cls._paths(root):
            try:
                files.append(SourceFile(path, (root / path).read_text(encoding="utf-8")))
            except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
                continue  # a picture or other data, or a file deleted but not yet committed: nothing to read
        return cls(root, files)

    @staticmethod
    def _paths(root):
        if (root / ".git").exists():
            listing = subprocess.run(
                ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                check=True, capture_output=True)
            return sorted(set(filter(None, listing.stdout.decode().split("\0"))))
        found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        return sorted(str(path) for path in found if not SKIPPED_FOLDERS & set(path.parts))

    def swift(self, tests=True):
        """The Swift files below Sources and, if wanted, Tests."""
        for file in self.files:
            if file.extension == ".swift" and (file.target or (tests and file.is_test)):
                yield file
