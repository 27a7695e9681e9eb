"""What a made-up photo archive holds: folders by year and event, two schools of sidecars, and every awkward name.

The same number of files gives the same archive each time.
"""

import random
import unicodedata
from dataclasses import dataclass

RAW = [b".cr3", b".nef", b".dng"]
EVENTS = ["Harbour", "Wedding Söderberg", "Mountains", "東京", "Studio & Co", "Birds", "Family", "Night (long exposures)"]
XMP = (b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
       b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
       b'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="%d"/></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>\n')
MEGABYTE = 1_048_576


@dataclass(frozen=True)
class Entry:
    """A file to be made: its path in the archive, its first bytes, and its size if that is more (the rest a hole)."""

    path: bytes
    content: bytes
    size: int = 0


def text(path):
    return path.encode("utf-8")


def entries(count):
    """At least `count` files: the awkward ones first, then ordinary events until there are enough."""
    dice = random.Random(20_000 + count)
    made = list(awkward_names()) + list(awkward_contents()) + list(skipped_names())
    event = 0
    while len(made) < count:
        made += ordinary_event(event, dice)
        event += 1
    return made


def ordinary_event(number, dice):
    """One event: raw files with and without sidecars, a few exports, a note."""
    year, month = 2016 + number % 9, 1 + number * 5 % 12
    folder = text(f"{year}/{year}-{month:02d}-{1 + number % 28:02d} {EVENTS[number % len(EVENTS)]} {number:04d}/")
    camera = [b"AB3D", b"XY7Z", b"QQ01"][number % 3]
    extension = RAW[number % 3]
    made = [Entry(folder + b"notes.txt", b"Light from the left.\n")]
    for index in range(dice.randint(20, 60)):
        stem = camera + b"%04d" % (1 + (number * 61 + index) % 9999)
        made.append(Entry(folder + stem + extension, b"RAW\0" + stem, dice.randint(20, 60) * MEGABYTE))
        made += sidecars(folder, stem, extension, dice)
        if dice.random() < 0.08:
            method = dice.choice([b"-HDR", b"-BW", b"-2", b"-HDR-BW"])
            made.append(Entry(folder + b"Export/" + stem + method + b".tif", b"II*\0", dice.randint(1, 9) * MEGABYTE))
    return made


def sidecars(folder, stem, extension, dice):
    """Of ten images, six have STEM.xmp, two NAME.EXT.xmp; now and then one has both, or a stray sidecar lies about."""
    content, chance = XMP % dice.randint(0, 5), dice.random()
    if chance < 0.6:
        yield Entry(folder + stem + b".xmp", content)
    elif chance < 0.8:
        yield Entry(folder + stem + extension + b".xmp", content)
    elif chance < 0.83:
        yield Entry(folder + stem + b".xmp", content)
        yield Entry(folder + stem + extension + b".xmp", content)
    elif chance < 0.85:
        yield Entry(folder + b"gone-" + stem + b".xmp", content)


def awkward_names():
    """Names that a program may stumble over. Raw bytes: not every one of them is text."""
    names = [
        b"line\nbreak.dng", b"tab\there.dng", b"carriage\rreturn.dng", b"bell\x07.dng", b'double"quote.dng',
        b"single'quote.dng", b"back`tick.dng", b"back\\slash.dng", b"<script>alert(1)<", b"<b>bold<",
        b"<img src=x onerror=alert(1)>.dng", b"<!-- comment -->.dng", b"]]>.dng", b"&amp;&lt;.dng", b"%2e%2e%2f.dng",
        b"$(touch x).dng", b"`id`.dng", b"; rm -rf x.dng", b"--option.dng", b"{{template}}.dng", b"\\(swift).dng",
        b" leading space.dng", b"trailing space .dng", b"trailing dot..dng", b"many.dots.in.it.dng", b".hidden.dng",
        b"...dng", b"no extension", b"ends with a dot.", b".dng", b"UPPER.DNG", b"Mixed.DnG", b"CON.dng", b"AUX.nef",
        b"latin1-\xe9t\xe9.dng", b"broken-\xff\xfe.dng", b"cut-\xe6\x97.dng", b"surrogate-\xed\xa0\x80.dng",
        b"overlong-\xc0\xaf.dng", text("עברית.dng"), text("العربية \u202eexe.dng"), text("🌄👩‍👩‍👧 family.dng"),
        text("ﬁ-ligature.dng"), text("zero\u200bwidth.dng"), text("\ufeffbom.dng"), text("İstanbul.dng"),
        text("Straße.dng"), text("𝔊𝔬𝔱𝔥𝔦𝔠.dng"), text("한글.dng"), b"x" * 251 + b".dng", text("字" * 83 + ".dng"),
    ]
    for name in names:
        name = name + b"script>.dng" if name == b"<script>alert(1)<" else name
        name = name + b"b>.dng" if name == b"<b>bold<" else name
        yield Entry(b"Awkward/" + name.replace(b"/", b"_"), b"DNG\0" + name[:8])
    deep = b"/".join([b"deep"] * 60)
    yield Entry(b"Awkward/" + deep + b"/bottom.dng", b"DNG\0")
    yield Entry(b"Awkward/folder\nwith a break/inside.dng", b"DNG\0")
    yield Entry(b"Awkward/folder-\xff/inside.dng", b"DNG\0")
    yield Entry(text("Awkward/<script>alert(2)<‧script>/inside.cr3"), b"CR3\0")


def awkward_contents():
    """Empty files, names that differ only in case or normalisation, sidecars without and with several images."""
    composed = unicodedata.normalize("NFC", "Café au lait.dng")
    folder = b"Odd pairs/"
    yield Entry(folder + b"Twin.dng", b"DNG\0")
    yield Entry(folder + b"TWIN.dng", b"DNG\0")
    yield Entry(folder + text(composed), b"DNG\0")
    yield Entry(folder + text(unicodedata.normalize("NFD", composed)), b"DNG\0")
    yield Entry(folder + b"empty.dng", b"")
    yield Entry(folder + b"empty-orphan.nef", b"")
    yield Entry(folder + b"empty-sidecar.xmp", b"")
    yield Entry(folder + b"AB3D0001.cr3", b"CR3\0", 31 * MEGABYTE)
    yield Entry(folder + b"AB3D0001.tif", b"II*\0", 90 * MEGABYTE)
    yield Entry(folder + b"AB3D0001.xmp", XMP % 5)
    yield Entry(folder + b"ab3d0002.NEF", b"NEF\0", 27 * MEGABYTE)
    yield Entry(folder + b"AB3D0002.XMP", XMP % 3)
    yield Entry(folder + b"AB3D0003.cr3", b"CR3\0", 30 * MEGABYTE)
    yield Entry(folder + b"AB3D0003.cr3.xmp", XMP % 1)
    yield Entry(folder + b"AB3D0003.xmp", XMP % 1)
    yield Entry(folder + b"AB3D0004.cr3", b"CR3\0", 30 * MEGABYTE)
    yield Entry(folder + b"AB3D0005.xmp", XMP % 2)
    yield Entry(folder + b"elsewhere/AB3D0004.xmp", XMP % 2)
    yield Entry(folder + b"broken.xmp", b"<x:xmpmeta><rdf:RDF>")
    yield Entry(folder + b"broken.nef", b"NEF\0", 25 * MEGABYTE)


def skipped_names():
    """What NAS devices and desktops leave behind; no part of a collection."""
    for name in [b"@eaDir/AB3D0001.cr3@SynoEAStream", b"@eaDir/AB3D0001.dng", b"#recycle/old.dng", b".DS_Store",
                 b"._AB3D0001.cr3", b"._AB3D0001.xmp", b"Thumbs.db", b".Trash-1000/files/old.dng", b".zfs/snap/a.dng"]:
        yield Entry(b"Left behind/" + name, b"x")


def links():
    """Symbolic links as (path, target): none of them is followed."""
    return [
        (b"Links/dangling.dng", b"nowhere/at-all.dng"),
        (b"Links/loop", b"."),
        (b"Links/to-itself", b"to-itself"),
        (b"Links/out", b"/etc"),
        (b"Links/passwords.dng", b"/etc/passwd"),
        (b"Links/inside.cr3", b"../Odd pairs/AB3D0001.cr3"),
    ]
