"""`safelight-agent analyze` as a new user runs it: the built program, real terminals, pipes and signals."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios

import pytest

from collection_run import report_faults
from figures import CONFIGURATION as CONFIGURATION_OF_TEAM
from program import binary, environment

TOOLS = ("photostats", "photo_pairing", "pipeline_validation")
CONFIGURATION = """\
photo_extensions: [.cr3, .dng, .tif, .nef]
metadata_extensions: [.xmp]
require_sidecar: [.cr3]
processing_methods: { HDR: High Dynamic Range }
processing_pipelines:
  default:
    nodes:
      - { id: shot, type: Capture, name: Shot, output: [raw] }
      - { id: raw, type: File, name: Raw, extension: .cr3, output: [done, sidecar] }
      - { id: sidecar, type: File, name: Sidecar, extension: .xmp, optional: true, output: [] }
      - { id: done, type: Termination, name: Archived, termination_type: Archive, output: [] }
"""


@pytest.fixture
def home(tmp_path):
    return environment(SAFELIGHT_AGENT_HOME=str(tmp_path / "home"))


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "studio.yaml"
    path.write_text(CONFIGURATION)
    return path


def analyze(home, *arguments, **options):
    """The finished program with its stdout and stderr as bytes."""
    command = [binary("safelight-agent"), "analyze", *arguments]
    return subprocess.run(command, capture_output=True, env=home, timeout=120, check=False, **options)


def on_terminal(home, *arguments, columns=80):
    """What a terminal of that width was sent, and the exit code."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [binary("safelight-agent"), "analyze", *map(str, arguments)]
    variables = {name: value for name, value in home.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    child = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=variables)
    os.close(follower)
    sent = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        sent += part
    os.close(leader)
    return child.wait(60), sent.decode("utf-8", "replace")


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_runs_alone(home, tmp_path, archive, config, tool):
    """proves: FR-540.12"""
    report, results = tmp_path / "report.html", tmp_path / "results.json"
    run = analyze(home, archive, "--tool", tool, "--config", config, "--output", report, "--json", results)
    assert run.returncode == 1, run.stderr
    assert list(report_faults(report.read_text())) == []
    printed = analyze(home, archive, "--tool", tool, "--config", config, "--json", "-")
    first, second = json.loads(results.read_bytes()), json.loads(printed.stdout)
    first.pop("scan_seconds"), second.pop("scan_seconds")
    assert first == second
    assert printed.stdout.count(b"\n") == 1
    assert b"\r" not in run.stderr and b"\x1b" not in run.stdout + run.stderr


def test_variables_stand_for_every_flag(home, archive, config):
    variables = home | {
        "SAFELIGHT_AGENT_TOOL": "pipeline_validation", "SAFELIGHT_AGENT_CONFIG": str(config),
        "SAFELIGHT_AGENT_PIPELINE": "default", "SAFELIGHT_AGENT_FULL": "yes", "SAFELIGHT_AGENT_JSON": "-",
        "SAFELIGHT_AGENT_READ_SIDECARS": "1", "SAFELIGHT_AGENT_PAIR_ACROSS_DIRECTORIES": "true"}
    by_variables = analyze(variables, archive)
    by_flags = analyze(home, archive, "--tool", "pipeline_validation", "--config", config, "--full", "--json", "-")
    first, second = json.loads(by_variables.stdout), json.loads(by_flags.stdout)
    first.pop("scan_seconds"), second.pop("scan_seconds")
    assert first == second
    assert any(image["status"] == "CONSISTENT" for image in first["images"])


@pytest.mark.parametrize("columns", [40, 100])
def test_a_terminal_is_left_clean(home, archive, columns):
    """The progress stays on one line that fits, and is gone in the end; the summary is in colour."""
    code, sent = on_terminal(home, archive, "--tool", "photostats", columns=columns)
    assert code == 1
    progress, summary = sent.rsplit("\r\x1b[K", 1)
    drawn = [line for line in progress.split("\r\x1b[K") if line]
    assert any("Listing" in line for line in drawn) and any("Analysing" in line for line in drawn)
    assert all(len(line) < columns and "\n" not in line for line in drawn), drawn
    assert "\x1b[1mPhotoStats of" in summary and "\x1b[0m" in summary
    assert "\x1b[" not in on_terminal(home | {"NO_COLOR": "1"}, archive, "--tool", "x")[1]


def test_a_reader_that_goes_away_is_no_crash(home, archive):
    command = [binary("safelight-agent"), "analyze", archive, "--tool", "photostats", "--json", "-"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=home)
    child.stdout.close()
    words = child.stderr.read().decode()
    assert child.wait(60) == 1
    assert "Fatal" not in words and "Error" not in words


def test_ctrl_c_writes_nothing(home, tmp_path):
    """The program ends by the signal, as a shell expects, and leaves no half of a report."""
    photos = tmp_path / "photos"
    for folder in range(100):
        (photos / str(folder)).mkdir(parents=True)
        for number in range(400):
            (photos / str(folder) / f"AB3D{number + 1:04}.cr3").touch()
    report = tmp_path / "report.html"
    command = [binary("safelight-agent"), "analyze", photos, "--tool", "photostats", "--output", report]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=home)
    assert b"Listing" in child.stderr.readline()
    child.send_signal(signal.SIGINT)
    out, words = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGINT, words
    assert out == b"" and words.endswith(b"Stopped; nothing was written.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photos"]


def test_a_path_that_is_no_utf8(home, tmp_path):
    """The folder is found by its bytes, and shown with the odd ones spelled out."""
    photos = os.fsencode(tmp_path) + b"/caf\xe9"
    os.mkdir(photos)
    with open(photos + b"/AB3D0001.dng", "wb") as file:
        file.write(b"x")
    run = analyze(home, photos, "--tool", "photostats", "--output", os.fsencode(tmp_path) + b"/r\xe9port.html")
    assert run.returncode == 0, run.stderr
    assert rb"PhotoStats of " + os.fsencode(tmp_path) + rb"/caf\xE9" in run.stdout
    assert b"r\xe9port.html" in os.listdir(os.fsencode(tmp_path))
    missing = analyze(home, photos + b"\xff", "--tool", "photostats")
    assert missing.returncode == 66
    assert rb"caf\xE9\xFF does not exist" in missing.stderr


def test_a_huge_configuration_is_refused_at_once(home, archive, tmp_path):
    huge = tmp_path / "huge.yaml"
    with open(huge, "wb") as file:
        file.truncate(100_000_000)
    run = analyze(home, archive, "--tool", "photostats", "--config", huge)
    assert run.returncode == 78
    assert b"larger than 1 MiB" in run.stderr


def test_a_configuration_from_a_pipe(home, archive, config):
    """As a shell's <(...) gives it."""
    reader, writer = os.pipe()
    os.write(writer, CONFIGURATION.encode())
    os.close(writer)
    run = analyze(home, archive, "--tool", "photo_pairing", "--config", f"/dev/fd/{reader}", "--json", "-",
                  pass_fds=[reader])
    os.close(reader)
    assert json.loads(run.stdout)["group_count"] > 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not read")
def test_a_folder_that_may_not_be_read(home, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir(mode=0o700)
    for folder in (tmp_path, *tmp_path.parents):
        if os.stat(folder).st_uid == 0 and folder != photos:
            os.chmod(folder, os.stat(folder).st_mode | 0o055) if str(folder).startswith("/tmp/") else None
    run = analyze(home, photos, "--tool", "photostats", user=65534, group=65534, extra_groups=[])
    assert run.returncode == 69, run.stderr
    assert f"You may not read the folder {photos}.".encode() in run.stderr


@pytest.mark.parametrize("stdout", ["/dev/full"])
def test_a_full_disk_is_told(home, archive, stdout):
    with open(stdout, "wb") as full:
        run = subprocess.run([binary("safelight-agent"), "analyze", archive, "--tool", "photostats", "--json", "-"],
                             stdout=full, stderr=subprocess.PIPE, env=home, timeout=120, check=False)
    assert run.returncode == 73
    assert re.search(rb"stdout .*No space left", run.stderr)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_job_finds_what_analyze_finds(studio, archive, home, tmp_path, tool):
    """By a server's settings and pipeline, the same as by a file that says so.

    proves: FR-540.11
    """
    nodes = [{"id": "shot", "type": "Capture", "name": "Shot", "output": ["raw"]},
             {"id": "raw", "type": "File", "name": "Raw", "extension": ".cr3", "output": ["done"]},
             {"id": "done", "type": "Termination", "name": "Archived", "termination_type": "Archive", "output": []}]
    run = {"tool": tool, "parameters": {"read_sidecars": True}}
    if tool == "pipeline_validation":
        run["pipeline_guid"] = studio.api.post("/api/pipelines", {"name": "Raw", "nodes": nodes})["guid"]
    agent = studio.agent(archive).start()
    studio.wait_until_online()
    collection = studio.collection(archive, agent.guid)
    job = studio.wait_until_ended(studio.api.post(f"/api/collections/{collection['guid']}/runs", run)["guid"])
    assert job["status"] == "completed", job["error_message"]
    result = studio.result_of(job["guid"])
    assert list(report_faults(studio.report_of(result))) == []
    settings = tmp_path / "settings.yaml"
    settings.write_text(json.dumps({**CONFIGURATION_OF_TEAM, "processing_pipelines": {"Raw": {"nodes": nodes}}}))
    full = ["--full"] if tool == "photo_pairing" else []
    alone = analyze(home, archive, "--tool", tool, "--config", settings, "--read-sidecars", "--json", "-", *full)
    first, second = result["results"], json.loads(alone.stdout)
    first.pop("scan_seconds"), second.pop("scan_seconds")
    assert first == second
    assert agent.stop() == 0
