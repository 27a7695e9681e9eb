"""Just enough of a Swift lexer to tell code from comments and from the text of strings."""

import re
from dataclasses import dataclass

_IN_CODE = re.compile(r'//[^\n]*|/\*|(#*)("""|")|[()]|`[^`\n]*`')
_IN_BLOCK = re.compile(r"/\*|\*/")


@dataclass(frozen=True)
class Literal:
    """A string literal: the line it begins on and what stands between its quotes, interpolations as written."""

    line: int
    text: str


class SwiftSource:
    """A source text, taken apart.

    `code` has the length and the lines of the text, but comments, the contents of strings and quoted identifiers
    are blank; what is interpolated into a string is code and stays. `comments` maps line numbers to comment text.
    """

    def __init__(self, text):
        self.text = text
        self.comments = {}
        self.literals = []
        self._kept = list(text)
        self._starts = [0] + [match.end() for match in re.finditer("\n", text)]
        self._read_code(0, interpolated=False)
        self.code = "".join(self._kept)
        self.code_lines = self.code.split("\n")

    def line(self, offset):
        """The number of the line, from 1, that an offset lies on."""
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._starts[middle] <= offset else (low, middle)
        return low + 1

    def has_reason(self, line):
        """Whether a comment of at least two words stands on the line or directly above it."""
        return any(len(re.findall(r"\w{2,}", self.comments.get(at, ""))) >= 2 for at in (line, line - 1))

    def _blank(self, start, end, filler=" "):
        for index in range(start, end):
            if self._kept[index] != "\n":
                self._kept[index] = filler

    def _read_code(self, at, interpolated):
        depth = 0
        while match := _IN_CODE.search(self.text, at):
            token, start, at = match.group(), match.start(), match.end()
            if token == "(":
                depth += 1
            elif token == ")":
                if interpolated and depth == 0:
                    return at
                depth = max(depth - 1, 0)
            elif token.startswith("//"):
                self._note_comment(start, at)
            elif token == "/*":
                at = self._skip_block(at)
                self._note_comment(start, at)
            elif token.startswith("`"):
                self._blank(start, at, "_")
            else:
                at = self._read_string(start, at, match.group(1), match.group(2))
        return len(self.text)

    def _note_comment(self, start, end):
        first = self.line(start)
        for number, text in enumerate(self.text[start:end].split("\n"), first):
            self.comments[number] = self.comments.get(number, "") + text
        self._blank(start, end)

    def _skip_block(self, at):
        depth = 1
        while depth and (match := _IN_BLOCK.search(self.text, at)):
            depth += 1 if match.group() == "/*" else -1
            at = match.end()
        return len(self.text) if depth else at

    def _read_string(self, start, at, hashes, quotes):
        closing, escape, begin = quotes + hashes, "\\" + hashes, at
        one_line = quotes == '"'
        stops = re.compile("|".join(map(re.escape, [closing, escape])) + ("|\n" if one_line else ""))
        while match := stops.search(self.text, at):
            self._blank(at, match.start())
            at = match.end()
            if match.group() == closing or match.group() == "\n":
                self.literals.append(Literal(self.line(start), self.text[begin:match.start()]))
                return at
            if self.text[at:at + 1] == "(":
                at = self._read_code(at + 1, interpolated=True)
            else:
                self._blank(match.start(), at + 1)
                at += 1
        return len(self.text)
