"""A wall clock that a test sets for one program while it runs."""

import mmap
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent / "native" / "shifted_clock.c"


class ShiftedClock:
    """Give `settings` to a program as its environment; its clock then goes by `shift`."""

    def __init__(self, folder):
        compiler = shutil.which("clang") or shutil.which("cc")
        if not compiler:
            pytest.skip("the clock of a program is set by a library that needs a C compiler to be built")
        library = Path(folder) / "shifted_clock.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, SOURCE], check=True)
        file = Path(folder) / "shift"
        file.write_bytes(bytes(8))
        self.settings = {"LD_PRELOAD": str(library), "SHIFTED_CLOCK": str(file)}
        with open(file, "r+b") as opened:
            self._shift = mmap.mmap(opened.fileno(), 8)

    def shift(self, seconds):
        """From now on the clock shows so many seconds more than the true one, or less."""
        self._shift[:] = struct.pack("=q", seconds)
