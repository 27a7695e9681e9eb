"""`pages`: every page a person opens, in a team with 100,000 jobs, 10,000 results and 1,000 agents."""

import seeds
from load import Runs, run
from scripted_agent import ScriptedAgent
from service import Service
from sheet import Bar, Line

AGENTS = 1_000
JOBS = 100_000
RESULTS = 10_000
# One in so many jobs waits; the others have ended, most of them well.
WAITING, FAILED = 100, 20
RATE = 20
CONNECTIONS = 4
REPORT = (b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>PhotoStats</title>'
          b'<meta name="generator" content="Safelight 0.1.0"></head><body><h1>Report</h1></body></html>')


def measure(engine, count, seconds):
    """The lines of one engine."""
    with Service(engine) as service:
        service.add_agents(AGENTS)
        service.add_templates()
        result = _complete_one(service)
        _fill(service, result)
        cookie = service.cookie
        paths = _paths(service, result)
        live = Runs([run(service, "live", seconds, connections=CONNECTIONS, rate=RATE) for _ in range(count)])
        lines = [Line.of("health/live, as often", live)]
        for name, path in paths.items():
            opened = Runs([run(service, "page", seconds, connections=CONNECTIONS, rate=RATE, path=path, cookie=cookie)
                           for _ in range(count)])
            lines.append(Line.of(name, opened, bars=[Bar("ms p99", opened.microseconds("request", "p99") / 1000, most=30)]))
        return lines


def _complete_one(service):
    """A result with a report, over the API; all others are copies of its row."""
    agent = ScriptedAgent(service.server.address)
    agent.key = service.keys[0]
    job = agent.claim()
    invitation = agent.complete(job, report=REPORT).json
    agent.send_chunk(invitation, REPORT, 0)
    return agent.finalize(invitation).json["result_guid"]


def _fill(service, result):
    database = service.database
    service.add_jobs(JOBS // AGENTS, status="'completed'", attempt="1", agent_id="bound_agent_id",
                     started_at="created_at + 1000", completed_at="created_at + 60000")
    database.execute(f"UPDATE jobs SET status = 'failed', error_message = 'The folder is gone.' WHERE id % {FAILED} = 1"
                     " AND status = 'completed' AND result_guid IS NULL",
                     f"UPDATE jobs SET status = 'pending', agent_id = NULL, started_at = NULL, completed_at = NULL"
                     f" WHERE id % {WAITING} = 2 AND status = 'completed' AND result_guid IS NULL")
    # They stay online for as long as the benchmark takes.
    database.execute("UPDATE agents SET last_seen = last_seen + 86400000")
    columns = ("report_blob, report_size, inline_results, fingerprint, total_files, duration_seconds, files_processed,"
               " created_by, figures")
    number = "j.id"
    database.execute(
        f"INSERT INTO results (guid, team_id, job_id, collection_id, tool, agent_id, created_at, {columns})"
        f" SELECT {database.guid_of('res', number)}, j.team_id, j.id, j.collection_id, j.tool, j.agent_id,"
        f" j.created_at + 60000, {', '.join('r.' + name.strip() for name in columns.split(','))}"
        f" FROM (SELECT * FROM jobs WHERE status = 'completed' AND result_guid IS NULL ORDER BY id DESC LIMIT {RESULTS}) j,"
        f" results r WHERE r.guid = '{result}'",
        "UPDATE jobs SET result_guid = (SELECT r.guid FROM results r WHERE r.job_id = jobs.id)"
        " WHERE result_guid IS NULL AND id IN (SELECT job_id FROM results)")
    database.settle()


def _paths(service, result):
    """What is opened, by its name."""
    api = service.api
    done = api.get("/api/jobs", status="completed", limit=50)
    agent = api.get("/api/agents")["items"][0]["guid"]
    return {
        "dashboard": "/", "collections": "/collections", "a collection": f"/collections/{service.collections[0]}",
        "jobs, active": "/jobs", "jobs, done": "/jobs?view=done",
        "jobs, done, a later part": f"/jobs?view=done&cursor={done['next_cursor']}",
        "jobs, done, of a collection": f"/jobs?view=done&collection={service.collections[0]}",
        "jobs, failed": "/jobs?view=done&status=failed", "a job": f"/jobs/{done['items'][0]['guid']}",
        "results": "/results", "results of a tool": "/results?tool=photo_pairing", "a result": f"/results/{result}",
        "pipelines": "/pipelines", "agents": "/agents", "an agent": f"/agents/{agent}",
        "notifications": "/notifications", "settings": "/settings/team",
    }
