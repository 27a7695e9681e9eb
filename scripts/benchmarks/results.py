"""Results and reports as agents hand them in, of any size, valid by the tool's schema."""

import json

FIGURES = {"total_files": 48211, "total_size": 1_302_334_112_876, "paired_count": 20114}


def small_results():
    """Canonical JSON of a result with nothing to tell."""
    return canonical(FIGURES)


def results_of(size):
    """Canonical JSON of about so many bytes: a result that lists image files without a sidecar."""
    path = "clients/2024/%08d/Capture/AB3D%08d.cr3"
    listed = [path % (number // 500, number) for number in range(size // (len(path % (0, 0)) + 3))]
    return canonical(FIGURES | {"orphaned_images": listed, "orphaned_images_count": len(listed)})


def canonical(value):
    """RFC 8785 for what these hold: plain ASCII texts and whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
