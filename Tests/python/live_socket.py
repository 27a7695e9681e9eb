"""A WebSocket as the pages open it: with the session's cookie and the server's own origin."""

import json
import time

from websockets.sync.client import connect


class LiveSocket:
    """Frames of one socket; all that came are kept in `frames`."""

    def __init__(self, address, path, cookie):
        self._opening = connect(
            "ws" + address.removeprefix("http") + path, origin=address, additional_headers={"Cookie": cookie})
        self._socket = None
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
        self._socket = self._opening.__enter__()
        return self

    def __exit__(self, *error):
        self._opening.__exit__(*error)
