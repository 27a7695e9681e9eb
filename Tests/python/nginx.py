"""nginx as docs/deploy.md has it, in front of servers of a test."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from postgres import free_port
from program import ROOT, Failure, Program

DOCUMENT = ROOT / "docs" / "deploy.md"
# What belongs to the machine and not to the site, so that nginx runs in a folder of its own.
FRAME = """{user}
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
events {{ worker_connections 4096; }}
http {{
access_log {folder}/access.log;
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{site}
}}
"""


def documented():
    """The configuration that docs/deploy.md shows."""
    blocks = re.findall(r"^```nginx\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    if len(blocks) != 1:
        raise Failure(f"{DOCUMENT} shows {len(blocks)} nginx configurations, not one")
    return blocks[0]


def adapted(site, addresses, port):
    """The same with the addresses of servers here, and without TLS; nothing else is changed."""
    server = re.compile(r"^( *)server +[\d.]+:\d+( [^;]*)?;\n", re.MULTILINE)
    first = server.search(site)
    lines = "".join(f"{first[1]}server {urlsplit(address).netloc}{first[2] or ''};\n" for address in addresses)
    site = site[:first.start()] + lines + server.sub("", site[first.start():])
    site, listens = re.subn(r"\blisten 443 ssl;", f"listen 127.0.0.1:{port};", site)
    site, certificates = re.subn(r"^ *ssl_certificate(_key)? .*;\n", "", site, flags=re.MULTILINE)
    if (listens, certificates) != (1, 2):
        raise Failure(f"{DOCUMENT}: the nginx configuration listens otherwise than this test knows")
    return site


class Nginx:
    """Runs for as long as the block; `address` is the site's."""

    def __init__(self, folder, addresses):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        user = "user root;" if os.geteuid() == 0 else ""
        self._file = self.folder / "nginx.conf"
        site = adapted(documented(), addresses, self.port)
        self._file.write_text(FRAME.format(user=user, folder=self.folder, site=site), encoding="utf-8")
        self.program = None

    def __enter__(self):
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        # It ends with the test run, also where that is killed.
        command = ["setpriv", "--pdeathsig", "TERM", nginx, "-p", str(self.folder), "-e", "stderr", "-c", str(self._file)]
        self.program = Program(command, self.folder / "nginx.log")
        log = self.folder / "error.log"
        self._wait_until_written(log, "start worker process")
        return self

    def _wait_until_written(self, log, text):
        from fault_rig import wait_until
        wait_until(lambda: not self.program.is_running or (log.exists() and text in log.read_text()), 20, text)
        if not self.program.is_running:
            raise Failure(f"nginx does not take the configuration — {self.program.last_words()}")

    def __exit__(self, *error):
        self.program.stop()
