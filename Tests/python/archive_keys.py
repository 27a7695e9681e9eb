"""What the buckets of the Swift tests hold, and what a listing must make of it."""

# Every sort of key that a photo archive may have grown over the years.
ODD = [
    "/lead.jpg", "//two.jpg", "a b+c%41/ü 日本.jpg", "control\tand\nline.jpg", "dots/../up.jpg", "dots/./here.jpg",
    "double//slash.jpg", "q?a&b=c#d;e/\"quoted\"'.jpg", "top.jpg", "<x>&amp;.jpg"]
# Folders that programs wrote down as objects: no files.
MARKERS = ["2004/", "empty/", "2004/05/"]
# What SkipRules leaves out, wherever it stands in a path.
SKIPPED = [
    ".DS_Store", "2004/.DS_Store", "2004/@eaDir/0.jpg/thumb.jpg", "2004/@eaDir/1.jpg/thumb.jpg", "2005/._0.jpg",
    "2005/#recycle/x.jpg"]
# Patterns and how many entries a listing must have counted under them: a folder is one entry, whatever is in it.
SKIP_COUNTS = {".DS_Store": 2, "@eaDir": 1, "._*": 1, "#recycle": 1}


def photos(days, per_day):
    """Names of many files in folders of three levels, with files beside the folders on each."""
    for year in ("2004", "2005", "2006"):
        yield f"{year}/overview.jpg"
        for day in range(days):
            yield f"{year}/{1 + day % 12:02}/index {day}.jpg"
            for number in range(per_day):
                yield f"{year}/{1 + day % 12:02}/day-{day:02}/{number}.jpg"


def files(days, per_day):
    """The files that a listing must find, name → size in bytes."""
    names = sorted(set(ODD) | set(photos(days, per_day)), key=lambda name: name.encode())
    return {name: number % 50 + 1 for number, name in enumerate(names)}


def objects(days, per_day):
    """All objects to store, name → size."""
    return files(days, per_day) | dict.fromkeys(MARKERS, 1) | dict.fromkeys(SKIPPED, 3)


def ten_thousand():
    """A tidy archive of 5,000 raw files, each with its sidecar, name → size."""
    return {f"{number // 100:02}/AB3D{number:04}{ending}": 1 for number in range(1, 5001) for ending in (".cr3", ".xmp")}
