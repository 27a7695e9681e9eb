"""The agent's findings over random folders, settings and pipelines against the plain reading of the rules."""

import json
import random
import subprocess

import pytest
from program import binary, environment
from reference.pairing import photo_pairing
from reference.photostats import photostats
from reference.validation import validation

SETTINGS = {
    "photo_extensions": [".dng", ".cr3", ".tif", ".jpg"], "metadata_extensions": [".xmp", ".pp3"],
    "require_sidecar": [".cr3"], "camera_mappings": {"AB3D": {"name": "Canon EOS R5"}, "XY12": {"name": ""}},
    "processing_methods": {"HDR": "High Dynamic Range", "BW": "Black and White", "Edit": ""},
}


def analyze(folder, tool, *flags, config=None):
    """The results of one run on the command line."""
    command = [binary("safelight-agent"), "analyze", folder, "--tool", tool, "--full", "--json", "-", *flags]
    done = subprocess.run(command + (["--config", config] if config else []), capture_output=True, text=True,
                          env=environment(SAFELIGHT_AGENT_HOME=str(folder.parent / "home")))
    if done.returncode == 78:
        return None
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def listing(dice, folder):
    """Writes a random archive with a good deal of awkwardness; gives {path: size}."""
    files = {}
    for directory in ["", "2024", "2024/a", "b-c", "Größe"]:
        (folder / directory).mkdir(parents=True, exist_ok=True)
        for _ in range(dice.randrange(14)):
            name = dice.choice(["AB3D0001", "AB3D0002", "XY120001", "XY12", "ab3d0001", "AB3D0000", "É", "é", "e\u0301"])
            if dice.random() < 0.9:
                parts = ["HDR", "BW", "hdr", "2", "03", "Edit", "a b", "a.b", "", "é"]
                name += "".join("-" + part for part in dice.choices(parts, [9, 9, 2, 7, 2, 7, 1, 1, 1, 1],
                                                                    k=dice.choice([0, 0, 0, 1, 1, 2, 3])))
            name += dice.choice([".dng", ".cr3", ".CR3", ".tif", ".xmp", ".xmp", ".jpg", ".JPG", ".cr3.xmp", ".dng.xmp",
                                 ".tif.XMP", ".pp3", ".txt", "", ".TIF"])
            path = f"{directory}/{name}" if directory else name
            files[path] = dice.choice([0, 1, 7, 20])
            (folder / path).write_bytes(b"x" * files[path])
    return files


def pipeline(dice):
    """A random graph; by far not every one is sound."""
    kinds = ["capture", "file", "file", "process", "process", "branching", "pairing", "file", "termination", "termination"]
    chosen = ["capture"] + dice.choices(kinds, k=dice.randrange(3, 9)) + ["termination"]
    nodes = []
    for number, kind in enumerate(chosen):
        later = [f"n{i}" for i in range(number + 1, len(chosen))]
        outputs = dice.sample(later, min(len(later), dice.choice([1, 1, 2]))) if later else []
        if number > 1 and dice.random() < 0.12:
            outputs.append(f"n{dice.randrange(1, number)}")
        if kind == "file" and dice.random() < 0.3:
            outputs = []
        node = {"id": f"n{number}", "type": kind, "name": kind, "output": [] if kind == "termination" else outputs}
        if kind == "file":
            node |= {"extension": dice.choice([".cr3", ".DNG", ".tif", ".xmp", ".jpg"]), "optional": dice.random() < 0.2}
        if kind == "process":
            node["method_ids"] = dice.sample(["", "HDR", "BW", "Edit"], dice.choice([1, 1, 2]))
        if kind == "pairing":
            node["pairing_type"] = "merge"
        if kind == "termination":
            node["termination_type"] = dice.choice(["archive", "web", "print"])
        nodes.append(node)
    return nodes


@pytest.mark.parametrize("seed", range(6))
def test_photostats(seed, tmp_path):
    """Counts, pairs, orphans and collisions are what the rules say.

    proves: FR-540.12
    """
    dice = random.Random(seed)
    files = listing(dice, tmp_path / "photos")
    config = written(tmp_path, SETTINGS)
    for flags in [], ["--pair-across-directories"]:
        found = analyze(tmp_path / "photos", "photostats", *flags, config=config)
        expected = photostats(files, SETTINGS, across=bool(flags))
        found["shared_sidecars"] = [entry["sidecar"] for entry in found["shared_sidecars"]]
        found["double_sidecars"] = [entry["image"] for entry in found["double_sidecars"]]
        found["case_collisions"] = [(e["directory"], frozenset(e["names"])) for e in found["case_collisions"]]
        compare(found, expected)


@pytest.mark.parametrize("seed", range(6))
def test_photo_pairing(seed, tmp_path):
    """Groups, images, methods and invalid names are what the rules say.

    proves: FR-540.12
    """
    files = listing(random.Random(seed), tmp_path / "photos")
    found = analyze(tmp_path / "photos", "photo_pairing", config=written(tmp_path, SETTINGS))
    found["invalid_files"] = [entry["path"] for entry in found["invalid_files"]]
    found["ambiguous_groups"] = [entry["group_id"] for entry in found["ambiguous_groups"]]
    found["imagegroups"] = {
        group["group_id"]: {one: set(image["files"]) for one, image in group["separate_images"].items()}
        for group in found["imagegroups"]}
    compare(found, photo_pairing(files, SETTINGS))


@pytest.mark.parametrize("seed", range(3))
def test_pipeline_validation(seed, tmp_path):
    """The verdict of every image on every sound pipeline is what the rules say.

    proves: FR-540.12
    """
    dice = random.Random(seed)
    files = listing(dice, tmp_path / "photos")
    sound = 0
    while sound < 8:
        nodes = pipeline(dice)
        config = written(tmp_path, SETTINGS | {"processing_pipelines": {"default": {"nodes": nodes}}})
        found = analyze(tmp_path / "photos", "pipeline_validation", config=config)
        if found is None:
            continue
        sound += 1
        found["images"] = {
            image["base_filename"]: (image["status"], image["archival_ready"],
                                     {one["type"]: one["status"] for one in image["terminations"]})
            for image in found["images"]}
        compare(found, validation(files, SETTINGS, nodes), nodes)


def written(folder, settings):
    """A configuration file; JSON is YAML."""
    (folder / "config.yaml").write_text(json.dumps(settings))
    return folder / "config.yaml"


def compare(found, expected, about=None):
    """Every member that the reference knows; its sets without regard to order, but each entry once."""
    for name, value in expected.items():
        got = found[name]
        if isinstance(value, set):
            assert len(got) == len(set(got)), (name, got, about)
            got = set(got)
        assert got == value, (name, about)
