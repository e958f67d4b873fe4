"""How commands count: `1 queue`, `2 queues`, `12,345 conversations`. They speak English."""

from __future__ import annotations


def many(count: int, one: str, several: str = "") -> str:
    """`several` is for words that do not just take an s: person, people."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
