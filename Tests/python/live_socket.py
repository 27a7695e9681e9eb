"""A WebSocket as the pages open it: with the session's cookie and the server's own origin."""

import json
import time

from websockets.sync.client import connect


class LiveSocket:
    """Frames of one socket; all that came are kept in `frames`."""

    def __init__(self, address, path, cookie):
        self._socket = connect(
            "ws" + address.removeprefix("http") + path, origin=address, additional_headers={"Cookie": cookie})
        self.frames = []

    def until(self, wanted, seconds=60):
        """The first frame that fits, from those that come now on."""
        limit = time.monotonic() + seconds
        while True:
            try:
                text = self._socket.recv(timeout=max(limit - time.monotonic(), 0))
            except TimeoutError:
                raise AssertionError(f"no such frame in {seconds} s; the last ones: {self.frames[-5:]}") from None
            self.frames.append(json.loads(text))
            if wanted(self.frames[-1]):
                return self.frames[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()
