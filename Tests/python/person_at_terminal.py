"""A person at a terminal: a program with a terminal of its own, and what stands on its screen."""

import os
import pty
import select


class PersonAtTerminal:
    """Runs a program at a new terminal."""

    def __init__(self, arguments, environment):
        self.screen = ""
        self._seen = 0
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.execvpe(arguments[0], [str(argument) for argument in arguments], environment)

    def waits_for(self, text, seconds=60):
        """Reads the screen until a text stands there that was not waited for yet."""
        while text not in self.screen[self._seen:]:
            ready, _, _ = select.select([self._terminal], [], [], seconds)
            assert ready, f"{text!r} did not come; the screen: {self.screen!r}"
            if not self._read():
                raise AssertionError(f"the program ended without {text!r}; the screen: {self.screen!r}")
        self._seen = self.screen.index(text, self._seen) + len(text)

    def types(self, text):
        os.write(self._terminal, text.encode())

    def ends(self):
        """The exit code, with all that was still said on the screen."""
        while self._read():
            pass
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])

    def _read(self):
        try:
            part = os.read(self._terminal, 65536)
        except OSError:  # Linux says it so where the other side is closed.
            return False
        self.screen += part.decode(errors="replace")
        return bool(part)
