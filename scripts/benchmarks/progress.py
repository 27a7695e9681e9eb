"""`progress`: frames of 100 agents, ten a second each, until they come out at a browser, against a bare echo server."""

import json
import subprocess
from types import SimpleNamespace

from load import Runs, plan, program, run
from service import Service
from sheet import Bar, Line

JOBS = 100


def measure(engine, count, seconds):
    """The lines of one engine."""
    echoes = Runs([echo(seconds, JOBS) for _ in range(count)])
    frames = []
    with Service(engine) as service:
        service.add_agents(JOBS)
        service.add_templates()
        for _ in range(count):
            service.ensure_jobs(JOBS, 1)
            frames.append(run(service, "progress", seconds, service.agents(JOBS), cookie=service.cookie))
            _end_jobs(service)
    frames = Runs(frames)
    p99 = frames.microseconds("frame", "p99")
    ratio = p99 / echoes.microseconds("frame", "p99")
    return [Line.of("echo server and back", echoes, "frame"),
            Line.of("agent → browser", frames, "frame", f"{ratio:.1f} × the echo's p99",
                    [Bar("ms p99", p99 / 1000, most=10)])]


def echo(seconds, sockets):
    """One run against the echo server, in a process of its own."""
    server = subprocess.Popen([program()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        server.stdin.write(json.dumps(plan(SimpleNamespace(port=0), "echo_server", seconds + 60)))
        server.stdin.close()
        port = json.loads(server.stdout.readline())["port"]
        target = SimpleNamespace(port=port, processor_seconds=lambda: 0, database_seconds=lambda: 0)
        return run(target, "echo", seconds, connections=sockets)
    finally:
        server.kill()
        server.wait()


def _end_jobs(service):
    """The agents' jobs are over, so that each can take another."""
    service.server.stop()
    service.database.execute("UPDATE jobs SET status = 'cancelled', agent_id = NULL, lease_expires_at = NULL"
                             " WHERE status IN ('assigned', 'running')")
    service.server.start()
