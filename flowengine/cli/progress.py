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


class Download:
    """A download in one line: how much, how fast, how long still. Told as it comes."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._name = ""
        self._begun = self._last = 0.0
        self._had = 0

    def told(self, name: str, came: int, of: int) -> None:
        """`came` bytes of `of`, which is 0 where nobody knows."""
        now = time.monotonic()
        if name != self._name:
            self._name, self._begun, self._last, self._had = name, now, now, came
        if self._out.isatty() and now - self._last > PATIENCE / 4:
            self._last = now
            line = shown(name, came, of, (came - self._had) / (now - self._begun))
            print(f"\r\x1b[K{line}", end="", file=self._out, flush=True)

    def over(self) -> None:
        """Clears the line."""
        if self._last > self._begun:
            print("\r\x1b[K", end="", file=self._out, flush=True)


def shown(name: str, came: int, of: int, speed: float) -> str:
    """`speed` is bytes a second."""
    megabytes, rate = came / 1e6, speed / 1e6
    if not of:
        return f"{name}: {megabytes:,.1f} MB, {rate:.1f} MB a second"
    left = f", {_time((of - came) / speed)} left" if speed > 0 else ""
    return f"{name}: {came / of:.0%} of {of / 1e6:,.1f} MB, {rate:.1f} MB a second{left}"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
