"""What is different between the sources of two versions, file by file and line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flowengine.language.project import Sources

AROUND = 3  # lines that stay the same, shown for the reader's sake
MOST = 2_000  # lines shown of one comparison
LONGEST = 50_000  # lines of a file that are compared; of a longer one only that it changed


@dataclass(frozen=True, slots=True)
class Line:
    """`old` and `new` are numbers of lines from 1, 0 where the line is not in that version."""

    old: int
    new: int
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """`change` is new, gone or changed. `parts` are pieces of it with what changed in them."""

    name: str
    change: str
    parts: tuple[tuple[Line, ...], ...]


def differences(old: Sources, new: Sources) -> tuple[tuple[File, ...], bool]:
    """The files that differ, and whether all of it is shown."""
    found: list[File] = []
    left = MOST
    texts = _texts(old), _texts(new)
    for name in sorted(texts[0].keys() | texts[1].keys()):
        before, after = texts[0].get(name), texts[1].get(name)
        if before == after:
            continue
        parts = _parts(before or "", after or "")
        kept = tuple(part for part in parts if (left := left - len(part)) >= 0)
        change = "new" if before is None else "gone" if after is None else "changed"
        found.append(File(name, change, kept))
    return tuple(found), left >= 0


def _texts(sources: Sources) -> Mapping[str, str]:
    return {**sources.flows, **sources.tables, **sources.catalogues, **sources.grammars}


def _parts(before: str, after: str) -> tuple[tuple[Line, ...], ...]:
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > LONGEST:
        return ()
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND)
    return tuple(tuple(_lines(group, old, new)) for group in groups)


def _lines(
    group: list[tuple[str, int, int, int, int]], old: list[str], new: list[str]
) -> Iterator[Line]:
    for what, first, last, begin, end in group:
        if what == "equal":
            for one, other in zip(range(first, last), range(begin, end), strict=True):
                yield Line(one + 1, other + 1, old[one])
            continue
        for one in range(first, last):
            yield Line(one + 1, 0, old[one])
        for other in range(begin, end):
            yield Line(0, other + 1, new[other])
