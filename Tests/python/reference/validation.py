"""Pipeline Validation by its rules: every image against every walk."""

from collections import defaultdict
from dataclasses import dataclass

from .names import parse, place, split
from .pairing import groups_of

STATUSES = ["CONSISTENT", "CONSISTENT_WITH_WARNING", "PARTIAL", "INCONSISTENT"]


@dataclass(frozen=True)
class Way:
    """A walk so far: its nodes, the methods in force, the files that it leads one to expect."""

    nodes: tuple = ()
    methods: tuple = ()
    required: frozenset = frozenset()
    optional: frozenset = frozenset()
    is_cut: bool = False


class Pipeline:
    """A graph of nodes as the configuration writes them."""

    def __init__(self, nodes):
        self.nodes = {node["id"]: node for node in nodes}
        self.order = [node["id"] for node in nodes]
        self.arrivals = defaultdict(lambda: defaultdict(list))
        self.walks = []
        for node in nodes:
            if node["type"] == "capture":
                self.go(Way(), node["id"], None)
        done = set()
        while waiting := [p for p in self.pairings() if p not in done and self.is_ready(p, done)]:
            done.add(waiting[0])
            self.pair(waiting[0])

    def pairings(self):
        """The Pairings in the order in which they are defined."""
        return [id for id in self.order if self.nodes[id]["type"] == "pairing"]

    def is_ready(self, pairing, done):
        """Whether all Pairings that lead to this one are done."""
        return not any(other not in done and other != pairing and pairing in self.below(other)
                       for other in self.pairings())

    def below(self, id):
        """All nodes that can be reached from one."""
        found, waiting = set(), list(self.nodes[id]["output"])
        while waiting:
            if (next_id := waiting.pop()) not in found:
                found.add(next_id)
                waiting += self.nodes[next_id]["output"]
        return found

    def is_hanging(self, id):
        """Whether it is a File that hangs off its parent."""
        return self.nodes[id]["type"] == "file" and not self.nodes[id]["output"]

    def file(self, way, node):
        """The walk with a File's name among those that are expected."""
        name = (tuple(method.lower() for method in way.methods), node["extension"].lower())
        if node.get("optional"):
            return Way(way.nodes, way.methods, way.required, way.optional | {name}, way.is_cut)
        return Way(way.nodes, way.methods, way.required | {name}, way.optional, way.is_cut)

    def go(self, way, id, origin):
        """All ways on into a node."""
        node = self.nodes[id]
        if node["type"] == "pairing" and origin:
            self.arrivals[id][origin].append(way)
            return
        if node["type"] in ("file", "process", "branching") and way.nodes.count(id) == 5:
            self.walks.append((None, Way(way.nodes, is_cut=True)))
            return
        methods = node.get("method_ids", [""]) or [""] if node["type"] == "process" else [""]
        for method in dict.fromkeys(methods):
            entered = Way(way.nodes + (id,), way.methods + ((method,) if method else ()), way.required, way.optional)
            if node["type"] == "file":
                entered = self.file(entered, node)
            for output in node["output"]:
                if self.is_hanging(output):
                    entered = self.file(entered, self.nodes[output])
            if node["type"] == "termination":
                self.walks.append((node["termination_type"], entered))
            for output in node["output"]:
                if not self.is_hanging(output):
                    self.go(entered, output, id)

    def pair(self, pairing):
        """The walks into both inputs, combined and gone on with."""
        inputs = [id for id in self.order if pairing in self.nodes[id]["output"]]
        for first in self.arrivals[pairing][inputs[0]]:
            for second in self.arrivals[pairing][inputs[1]]:
                common = 0
                while common < min(len(first.methods), len(second.methods)) \
                        and first.methods[common] == second.methods[common]:
                    common += 1
                nodes = first.nodes + tuple(id for id in second.nodes if id not in first.nodes)
                self.go(Way(nodes, first.methods[:common], first.required | second.required,
                            first.optional | second.optional), pairing, None)

    def type_groups(self):
        """Termination types that are alternatives of each other, as sets."""
        types = {node["termination_type"] for node in self.nodes.values() if node["type"] == "termination"}
        groups = [{one} for one in types]
        for id, node in self.nodes.items():
            if node["type"] == "branching" and len([o for o in node["output"] if not self.is_hanging(o)]) > 1:
                reached = {self.nodes[n]["termination_type"] for n in self.below(id)
                           if self.nodes[n]["type"] == "termination"}
                merged = set().union(*(group for group in groups if group & reached)) | reached
                groups = [group for group in groups if not group & reached] + ([merged] if merged else [])
        return groups


def status(actual, way):
    """An image's names against a walk: the status, how many match, how many are missing."""
    required = way.required
    actual = actual - (way.optional - required)
    matched = len(actual & required)
    if not required or not matched:
        return "INCONSISTENT", matched, len(required)
    if required <= actual:
        return ("CONSISTENT" if actual == required else "CONSISTENT_WITH_WARNING"), matched, 0
    return "PARTIAL", matched, len(required) - matched


def validation(files, settings, nodes):
    """The results."""
    pipeline = Pipeline(nodes)
    groups, invalid = groups_of(files, settings)
    images = defaultdict(set)
    for paths in (paths for group in groups.values() for paths in group.values()):
        for path in paths:
            stem, extension = split(place(path)[1])
            name = parse(stem)
            images[name.image].add((tuple(m.lower() for m in name.methods), extension))
    for path in files:
        stem, extension = split(place(path)[1])
        if extension in settings["metadata_extensions"] and extension not in settings["photo_extensions"]:
            inner, second = split(stem)
            name = parse(inner if second in settings["photo_extensions"] else stem)
            if name and name.image in images:
                images[name.image].add((tuple(m.lower() for m in name.methods), extension))
    result = {"total_images": len(images), "total_groups": len(groups), "invalid_files_count": len(invalid),
              "status_counts": {one.lower(): 0 for one in STATUSES}, "archival_ready_count": 0, "images": {},
              "by_termination": {type: dict.fromkeys(STATUSES, 0) for group in pipeline.type_groups() for type in group}}
    for image, actual in images.items():
        judge(image, actual, pipeline, result)
    return result


def judge(image, actual, pipeline, result):
    """Adds an image's verdict to the results."""
    verdicts = {}
    for type in result["by_termination"]:
        best = None
        for way in (way for other, way in pipeline.walks if other == type):
            verdict, matched, missing = status(actual, way)
            is_complete = verdict in STATUSES[:2]
            rank = (not is_complete, -matched, len(way.nodes), missing)
            if best is None or rank < best[0]:
                best = rank, verdict
        verdicts[type] = best[1]
        result["by_termination"][type][best[1]] += 1
    overall = max((min((verdicts.get(type, "INCONSISTENT") for type in group), key=STATUSES.index)
                   for group in pipeline.type_groups()), key=STATUSES.index)
    ready = any(verdict in STATUSES[:2] for verdict in verdicts.values())
    result["status_counts"][overall.lower()] += 1
    result["archival_ready_count"] += ready
    camera, counter, separate = image
    result["images"][camera + counter + ("-" + separate if separate else "")] = (overall, ready, verdicts)
