"""Photo Pairing by its rules."""

from collections import Counter, defaultdict

from .names import parse, place, split


def groups_of(files, settings):
    """{group: {separate image: [path]}} of the valid photo files, and the paths of those that are not."""
    groups, invalid = defaultdict(lambda: defaultdict(list)), []
    for path in files:
        stem, extension = split(place(path)[1])
        if extension not in settings["photo_extensions"]:
            continue
        name = parse(stem)
        if name and extension[1:].isascii() and extension[1:].isalnum():
            groups[name.group][name.separate].append(path)
        else:
            invalid.append(path)
    return groups, invalid


def photo_pairing(files, settings):
    """The results; lists as sets where their order says nothing."""
    groups, invalid = groups_of(files, settings)
    cameras, methods, ambiguous = Counter(), Counter(), set()
    for group, images in groups.items():
        cameras[group[:4]] += len(images)
        homes = defaultdict(set)
        for path in (path for paths in images.values() for path in paths):
            homes[place(path)[1].lower()].add(place(path)[0])
        ambiguous |= {group} if any(len(folders) > 1 for folders in homes.values()) else set()
        for paths in images.values():
            used = {method for path in paths for method in parse(split(place(path)[1])[0]).methods}
            methods.update({settings["processing_methods"].get(method) or method for method in used})
    usage = Counter()
    for camera, count in cameras.items():
        usage[settings["camera_mappings"].get(camera, {}).get("name") or camera] += count
    return {
        "group_count": len(groups), "image_count": sum(len(images) for images in groups.values()),
        "file_count": sum(len(paths) for images in groups.values() for paths in images.values()),
        "camera_usage": dict(usage), "method_usage": dict(methods), "invalid_files_count": len(invalid),
        "invalid_files": set(invalid), "ambiguous_groups": ambiguous,
        "imagegroups": {group: {one: set(paths) for one, paths in images.items()} for group, images in groups.items()},
    }
