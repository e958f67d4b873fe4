"""The scripts' SQL as PostgreSQL wants it: every statement is translated once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

_WORDS = {
    "{now}": "extract(epoch FROM clock_timestamp())::double precision",
    "{claimed}": " FOR UPDATE SKIP LOCKED",
    "{locked}": " FOR UPDATE",
    "{alone}": "pg_advisory_xact_lock(hashtextextended(?, 0))",
    # No transaction that began before can still commit a row with a smaller number.
    "{settled}": "written < pg_snapshot_xmin(pg_current_snapshot())",
}
_ANSWERED = re.compile(r"^\s*(SELECT|WITH)\b|\bRETURNING\b")
_KNOWN = 500  # statements: some have as many marks as they have values


@dataclass(frozen=True, slots=True)
class Statement:
    """`answers` is true where it gives rows, so that somebody waits for them."""

    sql: bytes
    answers: bool


@lru_cache(_KNOWN)
def statement(sql: str) -> Statement:
    """Raises KeyError for a word in braces that nobody knows."""
    words = re.sub(r"\{\w+\}", lambda found: _WORDS[found[0]], sql)
    numbers = count(1)
    words = re.sub(r"\?", lambda _: f"${next(numbers)}", words)
    return Statement(words.encode(), bool(_ANSWERED.search(words)))
