"""What goes through the nginx of docs/deploy.md, and how a server stops."""

import threading

import pytest

from fault_rig import wait_until
from nginx import adapted, documented
from replicas import Page, ReplicatedRig
from scripted_agent import ScriptedAgent, report_of

CHUNK = 5 * 1_048_576


@pytest.fixture
def rig(postgres, tmp_path):
    with ReplicatedRig(tmp_path, postgres, servers=2, agents=1, settings={"SAFELIGHT_DRAIN_SECONDS": "2"}) as made:
        yield made


def idle_agent(rig):
    return rig.agents[0].agent


def test_uploads_claims_and_sockets_go_through(rig):
    """A report in pieces through either server, a claim that waits, a live page.

    proves: SL-8, FR-530.4, EC-6
    """
    agent = idle_agent(rig)
    with Page(rig.nginx.address) as page:
        claims = []
        waiting = threading.Thread(target=lambda: claims.append(agent.claim(30)))
        waiting.start()
        rig.api.post(f"/api/collections/{rig.collections[0]['guid']}/runs", {"tool": "photostats"})
        waiting.join(20)
        job = claims[0]
        assert job, "the claim got nothing"
        direct = []
        for server in rig.servers:
            direct.append(ScriptedAgent(server.address))
            direct[-1].key = agent.key
        assert direct[0].progress(job, 10).status == 200
        report = report_of(2 * CHUNK + 1000)
        upload = agent.complete(job, report=report).json
        assert direct[0].send_chunk(upload, report, 0).status == 200
        assert direct[1].send_chunk(upload, report, 1).status == 200
        assert direct[1].upload_state(upload).json["received"] == [0, 1]
        assert agent.send_chunk(upload, report, 2).json["complete"] is True
        assert direct[0].finalize(upload).status == 200
        wait_until(lambda: job["guid"] in page.ended, 20, "the job's end on the page")
        result = rig.api.get(f"/api/jobs/{job['guid']}")["result_guid"]
        for address in [rig.nginx.address] + [server.address for server in rig.servers]:
            rig.api.address = address
            assert rig.api.call("GET", f"/api/results/{result}/report", accept="text/html").encode() == report


def test_a_server_says_that_it_will_stop_and_then_stops(rig):
    """Not ready first, then held claims are answered and sockets closed, and the exit is a good one."""
    agent, claims = ScriptedAgent(rig.servers[0].address), []
    agent.key = idle_agent(rig).key
    page = Page(rig.servers[0].address)
    with page:
        waiting = threading.Thread(target=lambda: claims.append(agent.claim(50)))
        waiting.start()
        rig.servers[0].program.process.terminate()
        wait_until(lambda: rig.is_ready(0) is False, 10, "health/ready saying no")
        waiting.join(20)
        assert claims == [None], "a claim that is held is answered, with no job"
        assert rig.servers[0].program.stop() == 0
        wait_until(lambda: page.closes, 10, "the page's socket closing")
        assert page.closes[0] == 1001
    assert rig.is_ready(1) is True
    assert ScriptedAgent(rig.nginx.address).call("GET", "/health/ready").status == 200


def test_the_documented_configuration_is_kept_but_for_addresses():
    """What this test changes is what an administrator changes."""
    site = documented()
    changed = adapted(site, ["http://127.0.0.1:1", "http://127.0.0.1:2"], 3).splitlines()
    kept = [line for line in site.splitlines() if line in changed]
    assert len(site.splitlines()) - len(kept) == 5, "two servers, listen, two lines of certificates"
