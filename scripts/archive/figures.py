"""What PhotoStats must find in an archive: its rules (docs/tools/photostats.md) once more, written independently.

`make demo` holds the figures that come out of the whole system against these.
"""

import os
import unicodedata
from collections import Counter, defaultdict

CONFIGURATION = {
    "photo_extensions": [".dng", ".tiff", ".tif", ".cr3", ".nef"],
    "metadata_extensions": [".xmp"],
    "require_sidecar": [".cr3", ".nef"],
    "camera_mappings": {"AB3D": {"name": "Canon EOS R5", "serial_number": "12345"},
                        "XY7Z": {"name": "Nikon Z9", "serial_number": None}},
    "processing_methods": {"HDR": "High Dynamic Range", "BW": "Black and White"},
}
SKIPPED = {b"@eaDir", b"#recycle", b".DS_Store", b"Thumbs.db", b".zfs"}
SKIPPED_BEGINNINGS = (b".Trash", b"._")


def listing(root):
    """(path, size) of every file that belongs to the collection, links not followed."""
    root = os.fsencode(root)
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not is_skipped(name)]
        for name in names:
            path = os.path.join(folder, name)
            if not is_skipped(name) and os.path.isfile(path) and not os.path.islink(path):
                yield os.path.relpath(path, root), os.lstat(path).st_size


def is_skipped(name):
    return name in SKIPPED or name.startswith(SKIPPED_BEGINNINGS)


def folded(name):
    """A name as names are compared: canonical equivalence, without case; bytes that are no text stay themselves."""
    return unicodedata.normalize("NFC", name.decode("utf-8", "surrogateescape").lower())


def split(name):
    """(stem, extension): the extension follows the last dot, and a leading dot alone starts none."""
    dot = name.rfind(b".")
    return (name, b"") if dot <= 0 else (name[:dot], name[dot:])


def expected(files, configuration=None):
    """The figures of PhotoStats for (path, size) pairs."""
    configuration = configuration or CONFIGURATION
    photos, metadata = set(configuration["photo_extensions"]), set(configuration["metadata_extensions"])
    counts, sizes, folders, empty = Counter(), Counter(), defaultdict(list), 0
    for path, size in files:
        folder, name = os.path.split(path)
        extension = folded(split(name)[1])
        if extension in photos or extension in metadata:
            counts[extension] += 1
            sizes[extension] += size
            empty += size == 0
            folders[folder].append(name)
    totals = Counter()
    for names in folders.values():
        totals.update(pairing(names, photos, metadata, set(configuration["require_sidecar"])))
    return {
        "total_files": sum(counts.values()), "total_size": sum(sizes.values()),
        "file_counts": dict(sorted(counts.items())), "storage_by_type": dict(sorted(sizes.items())),
        "paired_count": totals["paired"], "orphaned_images_count": totals["orphaned_images"],
        "orphaned_xmp_count": totals["orphaned_xmp"], "empty_files_count": empty,
        "colliding_names_count": totals["colliding"],
    }


def pairing(names, photos, metadata, needing):
    """The figures of one folder."""
    images = [name for name in names if folded(split(name)[1]) in photos]
    by_name, by_stem = defaultdict(list), defaultdict(list)
    for image in images:
        by_name[folded(image)].append(image)
        by_stem[folded(split(image)[0])].append(image)
    paired, covered, orphaned_xmp = set(), set(), 0
    for sidecar in (name for name in names if folded(split(name)[1]) in metadata):
        stem = folded(split(sidecar)[0])
        owners = by_name.get(stem) or by_stem.get(stem, [])
        orphaned_xmp += not owners
        covered.update(owners)
        paired.update(folded(split(owner)[0]) for owner in owners)
    orphaned = [image for image in images if folded(split(image)[1]) in needing and image not in covered]
    alike = Counter(map(folded, names))
    return {"paired": len(paired), "orphaned_images": len(orphaned), "orphaned_xmp": orphaned_xmp,
            "colliding": sum(number > 1 for number in alike.values())}
