"""A listener between agents and a server that keeps every byte that goes to the server."""

import socket
import threading


class RecordingProxy:
    """Passes connections on to an address as they are; `heard` is all that came from the clients' side."""

    def __init__(self, address):
        host, port = address.removeprefix("http://").split(":")
        self._target = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._parts = []
        self._lock = threading.Lock()
        self.address = "http://127.0.0.1:{}".format(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def heard(self):
        with self._lock:
            return b"".join(self._parts)

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            for source, target, keeps in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pass, args=(source, target, keeps), daemon=True).start()

    def _pass(self, source, target, keeps):
        try:
            while part := source.recv(65536):
                if keeps:
                    with self._lock:
                        self._parts.append(part)
                target.sendall(part)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()
            target.close()
