"""A server and agents of a demo or a test, run by their command lines as anybody would (docs/cli.md)."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from program import Failure, Program, binary, environment, run

ADDRESS = r"https?://[\w.\[\]:-]+:\d+"
SETUP_CODE = re.compile(r"set-?up code\W+(?:is\W+)?([A-Za-z0-9][A-Za-z0-9-]{5,})", re.IGNORECASE)


class API:
    """The user API as an API token sees it."""

    def __init__(self, address, token):
        self.address = address
        self.token = token

    def call(self, method, path, body=None, accept="application/json"):
        """The decoded JSON, or the text of any other answer. Raises `Failure` with the server's own words."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Accept": accept}
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                content, kind = answer.read(), answer.headers.get("Content-Type", "")
        except urllib.error.HTTPError as error:
            raise Refusal(method, path, error.code, error.read().decode("utf-8", "replace")) from None
        except OSError as error:
            raise Failure(f"{method} {path}: the server does not answer ({error}) — is it still running?") from None
        return json.loads(content) if "json" in kind and content else content.decode("utf-8")

    def get(self, path, **query):
        return self.call("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def post(self, path, body=None):
        return self.call("POST", path, {} if body is None else body)

    def put(self, path, body):
        return self.call("PUT", path, body)

    def items(self, path, **query):
        return self.get(path, **query)["items"]


class Refusal(Failure):
    """An answer that is no success: `status`, and the error's `code`."""

    def __init__(self, method, path, status, text):
        try:
            error = json.loads(text)["error"]
        except (ValueError, KeyError, TypeError):
            error = {}
        self.status = status
        self.code = error.get("code", "")
        super().__init__(f"{method} {path} was answered {status}: {error.get('message') or text[:300]}")


class Server:
    """The server on a data directory of its own, at a free port that it keeps over restarts.

    `settings` are `SAFELIGHT_…` names for its environment; `prefix` is what the command line begins with.
    """

    def __init__(self, folder, settings=None, prefix=()):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = environment(**settings or {})
        self.prefix = list(prefix)
        self.program = None
        self.port = 0
        self.address = ""
        self.setup_code = None

    def start(self, *arguments):
        command = [*self.prefix, binary("safelight"), "serve", "--data-dir", str(self.folder), "--port", str(self.port),
                   *arguments]
        self.program = Program(command, self.folder.with_name(self.folder.name + ".log"), self.environment)
        self.address = self.program.wait_for(ADDRESS).group()
        self.port = int(self.address.rsplit(":", 1)[1])
        for line in self.program.lines:
            if code := SETUP_CODE.search(line):
                self.setup_code = code.group(1)
        return self

    def command(self, *arguments, stdin=None):
        """Runs one of the server's commands on the data directory; gives its stdout."""
        return run([*self.prefix, binary("safelight"), *arguments, "--data-dir", str(self.folder)], stdin, self.environment)

    def set_up(self, team, email, password, name="Ada"):
        """Team and administrator; gives an API for that user."""
        self.command("team", "create", team)
        self.command("user", "create", "--team", team, "--email", email, "--name", name, "--role", "administrator",
                     "--password-stdin", stdin=password + "\n")
        return API(self.address, self.api_token(email))

    def api_token(self, email):
        return _token(self.command("api-token", "create", "--email", email), "tok_")

    def agent_token(self, team):
        return _token(self.command("agent-token", "create", "--team", team), "art_")

    def stop(self):
        return self.program.stop() if self.program else 0

    def kill(self):
        return self.program.kill()


class Agent:
    """An agent with a home of its own."""

    def __init__(self, home, name="demo"):
        self.home = Path(home)
        self.home.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.guid = ""
        self.program = None
        self.environment = environment(SAFELIGHT_AGENT_HOME=str(self.home))

    def command(self, *arguments, expected=(0,)):
        return run([binary("safelight-agent"), *map(str, arguments)], env=self.environment, expected=expected)

    def register(self, address, token, *roots):
        folders = [argument for root in roots for argument in ("--root", str(root))]
        said = self.command("register", "--server", address, "--token", token, "--name", self.name, *folders)
        guid = re.search(r"agt_[0-9a-z]{26}", said)
        if not guid:
            raise Failure(f"safelight-agent register printed no guid but: {said!r}")
        self.guid = guid.group()
        return self

    def start(self, *arguments):
        command = [binary("safelight-agent"), "start", *arguments]
        self.program = Program(command, self.home.with_name(self.home.name + ".log"), self.environment)
        return self

    def stop(self):
        return self.program.stop() if self.program else 0

    def kill(self):
        return self.program.kill()


def _token(printed, beginning):
    if not re.fullmatch(beginning + r"[\w-]+", printed):
        raise Failure(f"a token that begins {beginning} was expected alone on stdout, not {printed[:40]!r}")
    return printed
