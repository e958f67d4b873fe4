"""One form for every flow: two blanks a step, arrows of neighbouring options beneath each other.

Works on the lexemes of a source and on the gaps between them, so nothing an author wrote can be
lost: comments and empty lines are read from the gaps. Changes no text, no expression and no order;
refuses what does not parse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flowengine.language.checks.wording import HOLE
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.parse import parse
from flowengine.language.syntax.rows import Row, rows_of
from flowengine.language.syntax.source import without_mark
from flowengine.language.syntax.table import Lexeme

STEP = "  "
WIDEST = 72
"""Arrows are put beneath each other up to this column; a longer line keeps its arrow close."""

_KEYS = ("INT", "DASH", "STAR", "HASH", "YES", "NO")
_TIGHT = (",", ":", "%")
_WITH_BELOW = re.compile(r"[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*+[ \t]*with\b", re.IGNORECASE)
_STRONG = ("L", "R", "AL")


class NotAFlow(Exception):
    """The source does not parse, so it keeps its form. `diagnostics` says why."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("The flow has mistakes; mend them before it is formatted.")
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class _Written:
    """One line to be: what stands before its arrow, from its arrow on, and its comment."""

    depth: int
    before: str
    arrow: str
    comment: str
    above: tuple[str, ...]
    """Comments and empty lines above it, laid out."""

    @property
    def option(self) -> bool:
        return bool(self.arrow)


def format_source(source: str) -> str:
    """The same flow in the one form; formatting it again changes nothing.

    Raises NotAFlow where the source does not parse.
    """
    built, diagnostics = parse(source, "flow")
    if built is None:
        raise NotAFlow(diagnostics)
    text = without_mark(source).replace("\r\n", "\n").rstrip() + "\n"
    rows = rows_of(text)
    gaps = _gaps(text, rows)
    written = [
        line for row, gap in zip(rows, gaps, strict=False) for line in _lines(text, row, gap)
    ]
    last = written[-1].depth if written else 0
    end = _spaced(_Written(0, "", "", "", gaps[-1]), last * bool(gaps[-1]), first=not written)
    tail = "".join(f"{line}\n" for line in end).rstrip("\n")
    return "".join(_shown(written)) + tail + ("\n" if tail else "")


def _gaps(text: str, rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The lines above each row that say nothing, as they are written; and those below the last."""
    lines = text.split("\n")[:-1]
    numbers = [0, *(row.line.number for row in rows), len(lines) + 1]
    gaps = [tuple(lines[above : below - 1]) for above, below in pairwise(numbers)]
    depths = [0, *(row.depth for row in rows), 0]
    widths = [0, *(row.line.width for row in rows), 0]
    return [
        tuple(_placed(line, depths[at], depths[at + 1], widths[at + 1]) for line in gap)
        for at, gap in enumerate(gaps)
    ]


def _placed(line: str, above: int, below: int, width: int) -> str:
    """A comment further in than the line below it belongs to the block above."""
    inner = line.strip()
    deeper = len(line) - len(line.lstrip()) > width
    return STEP * (above if deeper else below) + inner if inner else ""


def _lines(text: str, row: Row, gap: tuple[str, ...]) -> Iterator[_Written]:
    """A row as one line, or as two where the label is written from right to left."""
    words = row.lexemes
    at = next((i for i, word in enumerate(words) if word.kind == "_ARROW"), 0)
    comment = text[words[-1].end : row.line.end].strip()
    if words[0].kind not in _KEYS or not at:
        yield _Written(row.depth, _joined(words), "", comment, gap)
    elif _from_the_right(words) and not _followed(text, row):
        yield _Written(row.depth, _joined(words[:at]), "", comment, gap)
        yield _Written(row.depth + 1, _joined(words[at:]), "", "", ())
    else:
        yield _Written(row.depth, _joined(words[:at]), _joined(words[at:]), comment, gap)


def _from_the_right(words: Sequence[Lexeme]) -> bool:
    label = next(word.text for word in words if word.kind == "QUOTE")
    directions = map(unicodedata.bidirectional, label)
    return next((way for way in directions if way in _STRONG), "L") != "L"


def _followed(text: str, row: Row) -> bool:
    """Do `with` lines follow? They belong to the arrow, so it stays in its line."""
    return bool(_WITH_BELOW.match(text, row.line.end))


def _shown(written: Sequence[_Written]) -> Iterator[str]:
    widths = _widths(written)
    for at, (line, width) in enumerate(zip(written, widths, strict=True)):
        above = _spaced(line, written[at - 1].depth if at else 0, first=not at)
        yield from (one + "\n" for one in above)
        said = f"{line.before:<{width}} {line.arrow}" if line.option else line.before
        comment = f"  {line.comment}" if line.comment else ""
        yield STEP * line.depth + said + comment + "\n"


def _spaced(line: _Written, depth_above: int, *, first: bool) -> list[str]:
    """What stands above a line: empty lines singly, and one before a new block at the margin."""
    above = list(line.above)
    if line.depth == 0 and depth_above > 0 and "" not in above:
        outer = next((i for i, one in enumerate(above) if not one.startswith(" ")), len(above))
        above.insert(outer, "")
    kept: list[str] = []
    for one in above:
        if one or (kept[-1:] != [""] and not (first and not kept)):
            kept.append(one)
    return kept


def _widths(written: Sequence[_Written]) -> list[int]:
    """How wide each line is made before its arrow: the same for options that stand together."""
    widths = [len(line.before) for line in written]
    start = 0
    for at in range(1, len(written) + 1):
        if at == len(written) or not _together(written[at - 1], written[at]):
            width = max(widths[start:at])
            if width + len(STEP) * written[start].depth <= WIDEST:
                widths[start:at] = [width] * (at - start)
            start = at
    return widths


def _together(one: _Written, other: _Written) -> bool:
    return one.option and other.option and one.depth == other.depth and not other.above


def _joined(words: Sequence[Lexeme]) -> str:
    text = ""
    for at, word in enumerate(words):
        before = words[at - 1] if at else None
        space = before is not None and _apart(words[:at], word)
        text += (" " if space else "") + _form(word, before)
    return text


def _apart(before: Sequence[Lexeme], word: Lexeme) -> bool:
    """Does a blank stand between these? Days of the week and signs of numbers hug their dash."""
    last = before[-1]
    if word.text in _TIGHT or (word.kind == "DASH" and last.kind == "NAME"):
        return False
    if last.kind == "DASH" and len(before) > 1:
        return before[-2].kind == "PATH"
    return True


def _form(word: Lexeme, before: Lexeme | None) -> str:
    """The one way to write a lexeme."""
    fixed = {"_ARROW": "->", "DASH": "-"}.get(word.kind)
    if fixed:
        return fixed
    if word.kind == "QUOTE":
        return _straight(word.text)
    if word.kind == "INTERVAL":
        return re.sub(r"[ \t]*[-–][ \t]*", "-", word.text)
    if before is not None and before.kind == "HOLIDAYS" and word.kind == "NAME":
        return word.text.upper()
    goal = word.kind == "PATH" and before is not None and before.kind == "_ARROW"
    kept = word.kind in ("EXPR", "TIME_ZONE", "PATH") and not goal
    return word.text if kept else word.text.lower()


def _straight(text: str) -> str:
    """A text between straight marks; marks of its own outside holes are doubled."""
    if text[0] == '"':
        return text
    pieces = HOLE.split(text[1:-1])
    pieces[::2] = [re.sub('"+', _doubled, piece) for piece in pieces[::2]]
    return f'"{"".join(pieces)}"'


def _doubled(marks: re.Match[str]) -> str:
    count = len(marks[0])
    return '"' * (count + count % 2)
