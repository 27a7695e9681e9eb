"""Credentials of a connector, given to an agent as a script would."""

import json
import subprocess

from program import binary


def configure(agent, guid, credentials, expected=0):
    """Gives credentials on the standard input; what was said on both outputs."""
    done = subprocess.run(
        [binary("safelight-agent"), "connectors", "configure", guid, "--from-json", "-"], env=agent.environment,
        input=json.dumps(credentials).encode(), capture_output=True, timeout=120)
    assert done.returncode == expected, done.stderr.decode()
    return (done.stdout + done.stderr).decode()
