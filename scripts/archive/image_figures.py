"""What Photo Pairing and Pipeline Validation must find in an archive: their rules (docs/tools/) once more, in plain
Python and written independently, for the one pipeline that the demo follows.

`make demo` holds the figures that come out of the whole system against these.
"""

import os
import re
from collections import Counter, defaultdict

from figures import folded, split

NAME = re.compile(rb"([A-Z0-9]{4})(?!0000)([0-9]{4})((?:-[A-Za-z0-9 _]+)*)\Z")
ENDING = re.compile(rb"\.[A-Za-z0-9]+\Z")
STATUSES = ["consistent", "consistent_with_warning", "partial", "inconsistent"]

# Each kind of raw file with what has to lie beside it; the archive keeps whichever the camera wrote.
TYPE = "Raw Archive"
PIPELINE = [
    {"id": "camera", "type": "capture", "name": "Camera", "output": ["format"]},
    {"id": "format", "type": "branching", "name": "Which format?", "output": ["cr3", "nef", "dng"]},
    {"id": "cr3", "type": "file", "name": "Canon raw", "extension": ".cr3", "output": ["sidecar", "archive"]},
    {"id": "nef", "type": "file", "name": "Nikon raw", "extension": ".nef", "output": ["sidecar", "archive"]},
    {"id": "dng", "type": "file", "name": "DNG", "extension": ".dng", "output": ["dng_sidecar", "archive"]},
    {"id": "sidecar", "type": "file", "name": "Sidecar", "extension": ".xmp"},
    {"id": "dng_sidecar", "type": "file", "name": "DNG sidecar", "extension": ".xmp", "optional": True},
    {"id": "archive", "type": "termination", "name": "Raw archive", "termination_type": TYPE},
]
# For each way through it: the extensions that are wanted, and those that may be there.
WAYS = [({b".cr3", b".xmp"}, set()), ({b".nef", b".xmp"}, set()), ({b".dng"}, {b".xmp"})]


class Image:
    """A separate image of a group: its files, and its names as they are compared."""

    def __init__(self):
        self.files = 0
        self.methods = set()
        self.names = set()


def parse(stem):
    """(group, separate image, methods) of a stem, or None."""
    match = NAME.match(stem)
    if not match:
        return None
    properties = match.group(3).split(b"-")[1:]
    separate = next((one for one in properties if one.isdigit()), b"")
    methods = [one for one in properties if not one.isdigit()]
    return match.group(1) + match.group(2), separate, methods


def suffix(methods, extension):
    """What tells the files of one image apart: its methods, in their order, and its extension."""
    return b"".join(b"-" + method.lower() for method in methods), extension.lower()


def read(files, configuration):
    """(images by group and separate image, paths by group and name, number of invalid names, photos)."""
    photos, metadata = set(configuration["photo_extensions"]), set(configuration["metadata_extensions"])
    images, places, invalid, count, sidecars = defaultdict(Image), defaultdict(set), 0, 0, []
    for path, _ in files:
        folder, name = os.path.split(path)
        stem, extension = split(name)
        if folded(extension) in metadata:
            sidecars.append(stem)
        if folded(extension) not in photos:
            continue
        count += 1
        found = parse(stem) if ENDING.match(extension) else None
        if found is None:
            invalid += 1
            continue
        group, separate, methods = found
        image = images[group, separate]
        image.files += 1
        image.methods.update(methods)
        image.names.add(suffix(methods, extension))
        places[group, name.lower()].add(folder)
    for stem in sidecars:
        inner, extension = split(stem)
        found = parse(inner if folded(extension) in photos else stem)
        if found and found[:2] in images:
            images[found[:2]].names.add(suffix(found[2], b".xmp"))
    return images, places, invalid, count


def pairing(files, configuration):
    """The figures of Photo Pairing for (path, size) pairs."""
    images, places, invalid, count = read(files, configuration)
    cameras, methods = Counter(), Counter()
    named, described = configuration["camera_mappings"], configuration["processing_methods"]
    for (group, _), image in images.items():
        camera = group[:4].decode()
        cameras[named.get(camera, {}).get("name") or camera] += 1
        methods.update({described.get(method.decode()) or method.decode() for method in image.methods})
    return {
        "total_files": count, "group_count": len({group for group, _ in images}), "image_count": len(images),
        "file_count": sum(image.files for image in images.values()), "invalid_files_count": invalid,
        "ambiguous_groups_count": len({group for (group, _), folders in places.items() if len(folders) > 1}),
        "camera_usage": dict(sorted(cameras.items())), "method_usage": dict(sorted(methods.items())),
    }


def status(names):
    """How an image stands to the pipeline, by the best of its ways."""
    complete, overlaps = [], False
    for wanted, allowed in WAYS:
        wanted, allowed = {(b"", one) for one in wanted}, {(b"", one) for one in allowed}
        overlaps = overlaps or bool(names & wanted)
        if wanted <= names:
            complete.append((len(wanted), not names - wanted - allowed))
    if not complete:
        return "partial" if overlaps else "inconsistent"
    most = max(matched for matched, _ in complete)
    return "consistent" if next(clean for matched, clean in complete if matched == most) else "consistent_with_warning"


def validation(files, configuration):
    """The figures of Pipeline Validation along `PIPELINE` for (path, size) pairs."""
    images, _, invalid, _ = read(files, configuration)
    counts = Counter(status(image.names) for image in images.values())
    by_status = {name: counts[name] for name in STATUSES}
    return {
        "total_images": len(images), "total_groups": len({group for group, _ in images}),
        "invalid_files_count": invalid, "status_counts": by_status,
        "archival_ready_count": counts["consistent"] + counts["consistent_with_warning"],
        "by_termination": {TYPE: {name.upper(): number for name, number in by_status.items()}},
    }
