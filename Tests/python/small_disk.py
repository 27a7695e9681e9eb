"""A small disk that only this test run sees: a tmpfs in a mount namespace of its own."""

import contextlib
import ctypes
import os
import subprocess
from pathlib import Path

import pytest

NEW_MOUNTS = 0x20000
_is_apart = False


class SmallDisk:
    """A folder on a disk of so many megabytes. It is gone when it is closed, or when the test run ends."""

    def __init__(self, folder, megabytes):
        _stand_apart()
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(self.folder))

    def fill(self):
        """Leaves not a byte."""
        with open(self.folder / "ballast", "ab", buffering=0) as ballast:
            for size in (65_536, 4096, 1):
                with contextlib.suppress(OSError):
                    while ballast.write(bytes(size)):
                        pass

    def empty(self):
        """Gives the room back."""
        (self.folder / "ballast").unlink(missing_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        _run("umount", "--lazy", str(self.folder))


def _stand_apart():
    """Takes this thread, and whatever it starts, into a mount namespace of its own."""
    global _is_apart
    if _is_apart:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_MOUNTS) != 0:
        pytest.skip(f"a small disk needs a mount namespace: {os.strerror(ctypes.get_errno())}")
    _run("mount", "--make-rprivate", "/")
    _is_apart = True


def _run(*command):
    subprocess.run(command, check=True, capture_output=True)
