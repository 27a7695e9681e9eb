"""PhotoStats by its rules."""

from collections import Counter, defaultdict

from .names import place, same, split


def photostats(files, settings, across=False):
    """The results that can be told from names and sizes; `files` is {path: size}."""
    photo, metadata = set(settings["photo_extensions"]), set(settings["metadata_extensions"])
    known = [path for path in files if split(place(path)[1])[1] in photo | metadata]
    images = [path for path in known if split(place(path)[1])[1] in photo]
    sidecars = [path for path in known if path not in set(images)]
    where = (lambda path: "") if across else (lambda path: place(path)[0])
    whole, stems = defaultdict(list), defaultdict(list)
    for image in images:
        name = place(image)[1]
        whole[where(image), same(name)].append(image)
        stems[where(image), same(split(name)[0])].append(image)
    own, of_stem, orphans, shared = defaultdict(list), defaultdict(list), [], []
    for sidecar in sidecars:
        key = where(sidecar), same(split(place(sidecar)[1])[0])
        owners, school = (whole[key], own) if whole.get(key) else (stems.get(key, []), of_stem)
        for image in owners:
            school[image].append(sidecar)
        if not owners:
            orphans.append(sidecar)
        elif len(owners) > 1:
            shared.append(sidecar)
    required = set(settings["require_sidecar"]) & photo
    lonely = [i for i in images if split(place(i)[1])[1] in required and i not in own and i not in of_stem]
    counts, sizes = Counter(), Counter()
    for path in known:
        counts[split(place(path)[1])[1]] += 1
        sizes[split(place(path)[1])[1]] += files[path]
    alike = defaultdict(list)
    for path in known:
        alike[place(path)[0], same(place(path)[1])].append(place(path)[1])
    return {
        "total_files": len(known), "total_size": sum(files[path] for path in known),
        "file_counts": dict(counts), "storage_by_type": dict(sizes),
        "paired_count": sum(any(i in own or i in of_stem for i in group) for group in stems.values()),
        "orphaned_images_count": len(lonely), "orphaned_images": set(lonely),
        "orphaned_xmp_count": len(orphans), "orphaned_xmp": set(orphans),
        "shared_sidecars": set(shared),
        "double_sidecars": {image for image in images if image in own and image in of_stem},
        "empty_files": {path for path in known if files[path] == 0},
        "case_collisions": {(folder, frozenset(names)) for (folder, _), names in alike.items() if len(names) > 1},
    }
