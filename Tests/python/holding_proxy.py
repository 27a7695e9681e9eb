"""A way between an agent and its server that can be blocked in the middle of a chosen request."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class HoldingProxy:
    """Passes bytes on. Once `hold` is set, the first bytes of a client that contain the pattern stay here:
    `reached` is set, and nothing more of that connection goes on until `release`.
    """

    def __init__(self, address):
        self._upstream = (urlsplit(address).hostname, urlsplit(address).port)
        self._pattern = None
        self._pass_on = 0
        self._free = threading.Event()
        self.reached = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self, pattern, pass_on=0):
        """Stops at the next request with these bytes, after `pass_on` bytes of it have gone on."""
        self._free.clear()
        self.reached.clear()
        self._pattern, self._pass_on = pattern, pass_on

    def release(self):
        """Lets everything pass again."""
        self._pattern = None
        self._free.set()

    def close(self):
        self.release()
        self._listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            server = socket.create_connection(self._upstream, timeout=10)
            server.settimeout(None)
        except OSError:
            client.close()
            return
        threading.Thread(target=self._pump, args=(server, client, False), daemon=True).start()
        self._pump(client, server, True)

    def _pump(self, source, target, is_request):
        with contextlib.suppress(OSError):
            while content := source.recv(65_536):
                if is_request and self._pattern and self._pattern in content:
                    target.sendall(content[:self._pass_on])
                    content = content[self._pass_on:]
                    self._pattern = None
                    self.reached.set()
                    self._free.wait()
                target.sendall(content)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
