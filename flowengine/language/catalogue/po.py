"""One gettext catalogue as values with their places; the format is that of the GNU gettext manual,
"The Format of PO Files".

It reads and judges the form only, line by line, so that every mistake has a line. What the entries
say is for the checks of the flow they belong to; writing catalogues is the authoring room's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flowengine.language.checks.wording import HOLE
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.nodes import Quote, Span

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)?[ \t]*"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}
_NEXT = {
    "msgctxt": ("msgid",),
    "msgid": ("msgid_plural", "msgstr"),
    "msgid_plural": ("msgstr",),
    "msgstr": ("msgctxt", "msgid", "msgstr"),
    "": ("msgctxt", "msgid"),
}


@dataclass(slots=True)
class Piece:
    """One string of an entry: its words, and where each part of it stands (line, column)."""

    text: str = ""
    parts: list[tuple[int, int, int]] = field(default_factory=list)  # (offset, line, column)

    def add(self, line: int, column: int, words: str) -> None:
        self.parts.append((len(self.text), line, column))
        self.text += words

    def at(self, offset: int) -> tuple[int, int]:
        """The line and the column of a character. Marks that are escaped before it shift it."""
        start, line, column = [part for part in self.parts if part[0] <= offset][-1]
        return line, column + offset - start


@dataclass(slots=True)
class Written:
    """An entry. `strings` are the translations, one for each plural form; `line` is its msgid's."""

    line: int
    context: str = ""
    text: str = ""
    plural: str = ""
    strings: list[Piece] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.text

    @property
    def done(self) -> bool:
        """Whether every form is translated, and no one has to look at it again."""
        return not self.fuzzy and bool(self.strings) and all(one.text for one in self.strings)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`path` is its name beside the flow. `plural_forms` is the header's, "" where it has none."""

    path: str
    language: str
    written: dict[tuple[str, str], Written]
    plural_forms: str = ""


def quotes(piece: Piece, path: str, lines: str = "") -> tuple[Quote, ...]:
    """The lines of a translation as a flow would have them. `lines` replaces its words."""
    found, offset = [], 0
    for row in (lines or piece.text).split("\n"):
        line, column = piece.at(0 if lines else offset)
        offset += len(row) + 1
        source = _doubled(row)
        span = Span(line, column - 1, line, column + len(source) + 1, path)
        found.append(Quote(span, source))
    return tuple(found)


def _doubled(row: str) -> str:
    parts = HOLE.split(row)
    return "".join(part if at % 2 else part.replace('"', '""') for at, part in enumerate(parts))


def read_catalogue(source: str, path: str, language: str) -> tuple[Catalogue, list[Diagnostic]]:
    """All entries but the obsolete ones, and what is wrong with the form of the file (FE170)."""
    reader = _Reader(path)
    for number, line in enumerate(source.lstrip("\ufeff").split("\n"), 1):
        reader.line(number, line.rstrip())
    reader.close()
    found = reader.written
    header = found.pop(("", ""), None)
    fields = header.strings[0].text if header and header.strings else ""
    forms = re.search(r"^Plural-Forms: *(.+)$", fields, re.MULTILINE)
    return Catalogue(path, language, found, forms[1] if forms else ""), reader.mistakes


class _Reader:
    """One pass over the lines; `last` is the keyword whose strings go on, "" between entries."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.written: dict[tuple[str, str], Written] = {}
        self.mistakes: list[Diagnostic] = []
        self.entry = Written(0)
        self.last = ""

    def line(self, number: int, line: str) -> None:
        words = line.strip()
        if "\ufffd" in words:
            self.mistake(number, line, "This line is not UTF-8.", "Save the catalogue as UTF-8.")
        elif not words or words.startswith("#"):
            self.comment(words)
        elif found := _LINE.fullmatch(words):
            self.string(number, len(line) - len(line.lstrip()) + found.start(3) + 1, found)
        else:
            self.mistake(number, line, "This is no line of a catalogue.", _FORM)

    def comment(self, words: str) -> None:
        """Comments and flags stand above the entry they are for."""
        if self.last == "msgstr":
            self.close()
        if words.startswith("#,") and "fuzzy" in words:
            self.entry.fuzzy = True

    def string(self, line: int, column: int, found: re.Match[str]) -> None:
        keyword = (found[1] or "").partition("[")[0]
        if self.last == "msgstr" and keyword in _NEXT[""]:
            self.close()
        if keyword in _NEXT[self.last] and keyword:
            self.last = keyword
            if keyword == "msgid":
                self.entry.line = line
            elif keyword == "msgstr":
                self.entry.strings.append(Piece())
        elif keyword or not self.last:
            self.mistake(line, found[0], "This is not where such a line belongs.", _ORDER)
            return
        self.add(line, column, _ESCAPE.sub(lambda sign: _MEANT.get(sign[1], sign[1]), found[3]))

    def add(self, line: int, column: int, words: str) -> None:
        entry = self.entry
        match self.last:
            case "msgctxt":
                entry.context += words
            case "msgid":
                entry.text += words
            case "msgid_plural":
                entry.plural += words
            case _:
                entry.strings[-1].add(line, column, words)

    def close(self) -> None:
        """The entry is whole."""
        entry, self.entry, self.last = self.entry, Written(0), ""
        if entry.line and not entry.strings:
            self.mistake(entry.line, "", "This entry has no msgstr.", _ORDER)
        elif entry.line and self.written.setdefault(entry.key, entry) is not entry:
            self.mistake(entry.line, "", "This entry is there twice.", "Remove one of the two.")

    def mistake(self, line: int, text: str, message: str, hint: str) -> None:
        span = Span(line, 1, line, max(len(text), 1) + 1, self.path)
        self.mistakes.append(Diagnostic("FE170", self.path, span, message, hint))


_FORM = 'Write a keyword and a text in straight marks, `msgstr "…"`, and `\\"` for a mark inside.'
_ORDER = "An entry is msgctxt, msgid, msgstr, in this order; see how the others are written."
