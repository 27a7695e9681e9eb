"""Real file servers (Samba) for the tests: one as it should be, and some that have to be refused."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts" / "app"))

from samba import DOMAIN, PASSWORD, USER, Samba  # noqa: E402
from serve_facts import serve  # noqa: E402

# Names that a share has as they are.
ODD = [
    "a b+c.jpg", "100%41.jpg", "#1;'&=@!$(),[]{}~`^.jpg", "ü 日本 😀.jpg", "e\u0301.jpg", "%2e%2e.jpg", "-dash.jpg", "..dots.jpg",
    "folder with % and #/ü😀/deep.jpg"]
SKIPPED = [".DS_Store", "@eaDir/thumb.jpg", "2004/._0.jpg", "2004/#recycle/x.jpg"]
SKIP_COUNTS = {".DS_Store": 1, "@eaDir": 1, "._*": 1, "#recycle": 1}
# Names that SMB does not know: the server makes up others for them.
UNKNOWN = [b"q?.jpg", b"back\\slash.jpg", b"bad\xff.jpg", b"colon:.jpg"]
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="{}"/></rdf:RDF></x:xmpmeta>"""
MODIFIED = 1_700_000_000.25


def put(root, name, content=b""):
    path = os.path.join(os.fsencode(root), os.fsencode(name))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
    os.utime(path, (MODIFIED, MODIFIED))


def make_photos(root):
    """Every sort of name, and what cannot be read; gives what a listing must find, name → size."""
    files = {name: number + 1 for number, name in enumerate(ODD)}
    for folder in ("2004/01", "2004/02", "2005/01"):
        files |= {f"{folder}/{number}.jpg": number for number in range(12)}
    for name, size in files.items():
        put(root, name, b"x" * size)
    for name in SKIPPED:
        put(root, name, b"x")
    for name in UNKNOWN:
        put(root / "unknown", name, b"x")
    put(root / "locked", "hidden.jpg", b"x")
    (root / "links").mkdir()
    for name, target in (("links/back", ".."), ("links/self", "."), ("dangling", "nowhere"), ("outside", "/etc")):
        os.symlink(target, root / name)
    return files


def make_sidecars(root):
    for number in range(300):
        put(root, f"{number % 3}/AB3D{number:04}.cr3", b"x")
        put(root, f"{number % 3}/AB3D{number:04}.xmp", XMP.format(number % 5).encode())
    put(root, "broken.xmp", b"<x:xmpmeta")
    put(root, "hidden.xmp", b"x")
    put(root, "large.xmp", b"x" * 5_000_000)


def make_many(root, count):
    for number in range(count):
        put(root, f"{number // 100:04}/AB3D{number % 9999 + 1:04}.jpg")


def make_tree():
    """The folders of the shares, in a server that does not run yet."""
    server = Samba({})
    for name in ("photos", "sidecars", "many", "empty"):
        (server.folder / name).mkdir()
    files = make_photos(server.folder / "photos")
    make_sidecars(server.folder / "sidecars")
    make_many(server.folder / "many", 10_000)
    (server.folder / "photos" / "locked").chmod(0)
    (server.folder / "sidecars" / "hidden.xmp").chmod(0)
    server.shares = shares(server.folder)
    return server, files


def shares(folder):
    """Whoever is let in may read these; one share is for nobody."""
    plain = {name: {"path": folder / name, "read only": "no", "guest ok": "yes"}
             for name in ("photos", "sidecars", "many", "empty")}
    return plain | {"private": {"path": folder / "photos", "valid users": "root-of-nowhere"},
                    "with space": {"path": folder / "many"}}


# Other servers with the same shares, and what is wrong with them.
OTHERS = {
    "guests": {"map to guest": "Bad User"},
    "clear": {"server smb encrypt": "off"},
    "encrypted": {"server smb encrypt": "required"},
    "unreferred": {"host msdfs": "no"},
    "old": {"server min protocol": "NT1", "server max protocol": "NT1"},
    "second": {"server max protocol": "SMB2_10"},
    "third": {"server min protocol": "SMB3_00", "server max protocol": "SMB3_02"},
}


def main():
    wanted = sys.argv[1:]
    server, files = make_tree()
    servers = {"main": server.start()}
    try:
        for name in wanted:
            servers[name] = Samba(server.shares, OTHERS[name]).start()
        serve({
            "server": "127.0.0.1", "ports": {name: made.port for name, made in servers.items()},
            "user": USER, "password": PASSWORD, "domain": DOMAIN, "files": files, "skipped": SKIP_COUNTS,
            "folder": str(server.folder), "group": server.program.process.pid})
    finally:
        for made in servers.values():
            made.close()


if __name__ == "__main__":
    main()
