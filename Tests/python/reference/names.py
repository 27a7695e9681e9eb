"""Names, extensions and stems, and what an image's name says."""

import re
import unicodedata
from dataclasses import dataclass

NAME = re.compile(r"([A-Z0-9]{4})(\d{4})((?:-[A-Za-z0-9 _]+)*)", re.ASCII)


def same(name):
    """A name as it is compared: without case, by canonical equivalence."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFC", name).lower())


def split(name):
    """Stem and extension, with the dot and in lower case; a leading dot alone starts none."""
    dot = name.rfind(".")
    if dot <= 0 or dot == len(name) - 1:
        return name, ""
    return name[:dot], name[dot:].lower()


def place(path):
    """Directory and name."""
    directory, _, name = path.rpartition("/")
    return directory, name


@dataclass(frozen=True)
class ImageName:
    """What the stem of an image says."""

    camera: str
    counter: str
    properties: tuple

    @property
    def separate(self):
        """The first property that is all digits; empty without one."""
        return next((text for text in self.properties if text.isdigit()), "")

    @property
    def methods(self):
        """Every other property, in order."""
        rest = list(self.properties)
        if self.separate:
            rest.remove(self.separate)
        return tuple(rest)

    @property
    def image(self):
        """What tells one image from another."""
        return self.camera, self.counter, self.separate

    @property
    def group(self):
        """The id of its group."""
        return self.camera + self.counter


def parse(stem):
    """The name that a stem is, or None."""
    match = NAME.fullmatch(stem)
    if not match or match[2] == "0000":
        return None
    return ImageName(match[1], match[2], tuple(match[3].split("-")[1:]))
