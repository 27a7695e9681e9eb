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


class RandomPipeline:
    """A random graph, put together so that nearly every one is sound; `nodes` is the definition."""

    def __init__(self, dice):
        self.dice, self.made = dice, []
        entries = [self.way(self.end(), dice.choice([1, 1, 2])) for _ in range(dice.choice([1, 1, 2]))]
        self.node("capture", entries)
        for node in dice.sample(self.made, len(self.made) // 3):
            if node["type"] != "termination":
                node["output"].append(self.file([]))
        self.nodes = dice.sample(self.made, len(self.made))

    def node(self, kind, outputs, **more):
        """Adds a node and gives its id."""
        self.made.append({"id": f"{kind}{len(self.made)}", "type": kind, "name": kind, "output": outputs} | more)
        return self.made[-1]["id"]

    def file(self, outputs):
        """A File with any extension, now and then optional."""
        return self.node("file", outputs, extension=self.dice.choice([".cr3", ".DNG", ".tif", ".xmp", ".jpg"]),
                         optional=self.dice.random() < 0.25)

    def process(self, outputs):
        """A Process with one or two methods."""
        return self.node("process", outputs, method_ids=self.dice.sample(["", "HDR", "BW", "Edit"],
                                                                         self.dice.choice([1, 1, 2])))

    def end(self):
        """A Termination."""
        return self.node("termination", [], termination_type=self.dice.choice(["archive", "web", "print"]))

    def way(self, target, depth):
        """Nodes that lead to the target; gives the first of them."""
        for _ in range(self.dice.randrange(3)):
            target = self.file([target]) if self.dice.random() < 0.6 else self.process([target])
        if depth == 0:
            return target
        kind = self.dice.choice(["branching", "fan", "pairing", "pairing", "loop", "none"])
        if kind == "branching":
            target = self.node("branching", [self.way(target, depth - 1), self.way(self.end(), depth - 1)])
        if kind == "fan":
            target = self.file([self.way(target, depth - 1), self.way(self.end(), depth - 1)])
        if kind == "pairing":
            pair = self.node("pairing", [target], pairing_type="merge")
            inputs = [self.way(self.file([pair]), depth - 1), self.way(self.process([pair]), depth - 1)]
            target = self.file(inputs) if self.dice.random() < 0.5 else self.node("branching", inputs)
        if kind == "loop":
            again = self.process([])
            target = self.node("branching", [target, again])
            target = self.file([target])
            self.made[int(again[7:])]["output"].append(target)
        return self.way(target, depth - 1)


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
        nodes = RandomPipeline(dice).nodes
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
