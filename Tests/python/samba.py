"""A private Samba for one test run: nothing of it is shared, nothing of it stays."""

import contextlib
import getpass
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from postgres import free_port
from program import Failure, Program

PREFIX = "safelight-smb-"
USER, PASSWORD, DOMAIN = "studio", "Darkroom #1; 50% grey?", "STUDIO"
# Nobody else can look at the server while it runs, and nothing of it asks the rest of the machine.
SETTINGS = {
    "server role": "standalone server", "workgroup": DOMAIN, "interfaces": "lo", "bind interfaces only": "yes",
    "disable netbios": "yes", "load printers": "no", "printing": "bsd", "printcap name": "/dev/null",
    "disable spoolss": "yes", "usershare max shares": "0", "map to guest": "Never", "max log size": "0",
    "server multi channel support": "no",
    # From here on it says when it is ready.
    "log level": "2",
}


def program(name):
    found = shutil.which(name) or next((p for p in (f"/usr/sbin/{name}", f"/usr/bin/{name}") if Path(p).exists()), None)
    if not found:
        raise Failure(f"{name} is not there: install the package samba — `make setup` does")
    return found


def unix_user():
    """Who reads the files: nobody in particular where the tests are root, so that rights mean something."""
    return "nobody" if os.geteuid() == 0 else getpass.getuser()


class Samba:
    """smbd on a free port, in a folder of its own that `close` removes.

    `shares` are names with the settings of each; `settings` are those of smb.conf's global part. One user is let in.
    """

    def __init__(self, shares, settings=None):
        remove_leftovers()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self.folder.chmod(0o755)
        self.shares = shares
        self.settings = SETTINGS | (settings or {})
        self.port = 0
        self.program = None

    def start(self):
        """Runs it, on the port that it had before."""
        self.port = self.port or free_port()
        configuration = self._configure()
        if not (self.folder / "private" / "passdb.tdb").exists():
            self._add_user(configuration)
        # It would go on when whoever started it is gone.
        command = [
            "setpriv", "--pdeathsig", "KILL", program("smbd"), "--foreground", "--no-process-group", "--debug-stdout",
            f"--configfile={configuration}"]
        self.program = Program(command, self.folder / "log")
        try:
            self.program.wait_for("waiting for connections")
        except Failure:
            self.program.kill()
            raise
        return self

    def _configure(self):
        folders = {name: self.folder / name for name in ("private", "lock", "state", "cache", "pid", "rpc")}
        for folder in folders.values():
            folder.mkdir(exist_ok=True, mode=0o755)
        users = self.folder / "users"
        users.write_text(f"{unix_user()} = {USER}\n", encoding="ascii")
        settings = self.settings | {
            "smb ports": self.port, "private dir": folders["private"], "lock directory": folders["lock"],
            "state directory": folders["state"], "cache directory": folders["cache"], "pid directory": folders["pid"],
            "ncalrpc dir": folders["rpc"], "passdb backend": f"tdbsam:{folders['private']}/passdb.tdb",
            "username map": users, "log file": self.folder / "log.smbd", "guest account": unix_user()}
        parts = {"global": settings, **self.shares}
        lines = []
        for name, values in parts.items():
            lines += [f"[{name}]", *(f"{key} = {value}" for key, value in values.items())]
        configuration = self.folder / "smb.conf"
        configuration.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return configuration

    def _add_user(self, configuration):
        command = [program("pdbedit"), "--configfile", str(configuration), "-a", "-t", "-u", unix_user()]
        made = subprocess.run(command, input=f"{PASSWORD}\n{PASSWORD}\n", capture_output=True, text=True)
        if made.returncode:
            raise Failure(f"pdbedit could not add a user: {made.stdout}{made.stderr}")

    def kill(self):
        """Ends it and whatever serves its connections, as a lost machine does."""
        if self.program is not None:
            self.program.kill()

    def close(self):
        self.kill()
        for path in self.folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *error):
        self.close()


def remove_leftovers():
    """What a test run that was killed could not remove: folders of an hour ago with no smbd."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < time.time() - 3600:
                shutil.rmtree(folder, ignore_errors=True)
