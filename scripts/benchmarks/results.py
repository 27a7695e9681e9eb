"""Results and reports as agents hand them in, of any size, valid by the tool's schema."""

import json

FIGURES = {"total_files": 48211, "total_size": 1_302_334_112_876, "paired_count": 20114}


def small_results():
    """Canonical JSON of a result with nothing to tell."""
    return canonical(FIGURES)


def results_of(size):
    """Canonical JSON of about so many bytes: a result that lists image files without a sidecar."""
    path = "clients/2024/%08d/Capture/AB3D%08d.cr3"
    listed = [path % (number // 500, number) for number in range((size - 200) // (len(path % (0, 0)) + 3))]
    return canonical(FIGURES | {"orphaned_images": listed, "orphaned_images_count": len(listed)})


def canonical(value):
    """RFC 8785 for what these hold: plain ASCII texts and whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def report_of(size):
    """A report of about so many bytes, as the tools write them: a table of files."""
    beginning = (b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>PhotoStats</title>'
                 b'<meta name="generator" content="Safelight 0.1.0"><style>td { padding: 2px }</style></head>'
                 b"<body><h1>PhotoStats</h1><table>")
    row = '<tr><td class="path">clients/2024/%08d/Capture/AB3D%08d.cr3</td><td>no sidecar</td></tr>\n'
    end = b"</table></body></html>\n"
    count = (size - len(beginning) - len(end)) // len(row % (0, 0))
    return beginning + "".join(row % (number // 500, number) for number in range(count)).encode() + end
