"""Which lines of the flows the transcripts have run, and which they never did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Line = tuple[str, int]


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """`missed` are lines that can run and did not."""

    file: str
    lines: int
    missed: tuple[int, ...]

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only where nothing is missing."""
        return 100 if not self.lines else (self.lines - len(self.missed)) * 100 // self.lines


def coverage(can_run: Iterable[Line], ran: Iterable[Line]) -> tuple[FileCoverage, ...]:
    """By file, in alphabetical order."""
    done = set(ran)
    files: defaultdict[str, list[int]] = defaultdict(list)
    for file, line in set(can_run):
        files[file].append(line)
    return tuple(
        FileCoverage(
            file, len(lines), tuple(line for line in sorted(lines) if (file, line) not in done)
        )
        for file, lines in sorted(files.items())
    )


def ranges(lines: Iterable[int]) -> str:
    """`3, 7-9`: lines in words, neighbours joined."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in spans)
