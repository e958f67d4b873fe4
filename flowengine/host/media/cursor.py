"""Bytes read in order, each exactly once, with an end that cannot be run past."""

from __future__ import annotations

READS = 500_000  # of one file; the largest honest one takes a fifth of it


class Foreign(Exception):
    """The bytes are not what they would have to be."""


class Cursor:
    """`at` is where it stands. `take` raises Foreign rather than give less than was asked for.

    Cursors inside it share `spent`, so that a file of nothing but tiny pieces is given up.
    """

    def __init__(
        self, data: bytes, at: int = 0, end: int | None = None, spent: list[int] | None = None
    ) -> None:
        self.data = data
        self.spent = [0] if spent is None else spent
        self.at = at
        self.end = len(data) if end is None else end
        if not at <= self.end <= len(data):
            raise Foreign

    @property
    def left(self) -> int:
        return self.end - self.at

    def take(self, count: int) -> bytes:
        self.spent[0] += 1
        if not 0 <= count <= self.left or self.spent[0] > READS:
            raise Foreign
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count: int, order: str = "big") -> int:
        return int.from_bytes(self.take(count), "little" if order == "little" else "big")

    def inside(self, count: int) -> Cursor:
        """A cursor of the next `count` bytes, which this one passes over."""
        self.take(count)
        return Cursor(self.data, self.at - count, self.at, self.spent)


def demand(fine: object) -> None:
    """Raises Foreign unless it is so."""
    if not fine:
        raise Foreign
