"""One line that says how far a longer piece of work has come; silent where it is short or piped."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")
PATIENCE = 1.0  # seconds without a word


def watched(
    work: Sequence[T], verb: str, names: Iterable[str], out: TextIO | None = None
) -> Iterator[T]:
    """Each piece of work in turn. After a second, a terminal is told `verb 3 of 20: name`."""
    out = out or sys.stderr
    begun, told = time.monotonic(), False
    for number, (piece, name) in enumerate(zip(work, names, strict=True), 1):
        if out.isatty() and time.monotonic() - begun > PATIENCE:
            print(f"\r\x1b[K{verb} {number} of {len(work)}: {name}", end="", file=out, flush=True)
            told = True
        yield piece
    if told:
        print("\r\x1b[K", end="", file=out, flush=True)


@contextmanager
def counted(words: str, out: TextIO | None = None) -> Iterator[Callable[[int], None]]:
    """A function that takes how much is done; `words` has `{}` for it. Told four times a second."""
    out = out or sys.stderr
    begun = last = time.monotonic()

    def tell(count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if out.isatty() and now - begun > PATIENCE and now - last > PATIENCE / 4:
            last = now
            print(f"\r\x1b[K{words.format(f'{count:,}')}", end="", file=out, flush=True)

    yield tell
    if last > begun:
        print("\r\x1b[K", end="", file=out, flush=True)
