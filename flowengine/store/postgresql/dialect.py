"""The scripts' SQL as PostgreSQL wants it, and Python's values as its columns want them.

Every statement is translated once. Texts go with U+FFFD in the place of NUL, which PostgreSQL keeps
in no text: whoever looks for one finds it under the same name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from psycopg import adapt, adapters
from psycopg.types.string import StrDumperUnknown

_WORDS = {
    "{now}": "extract(epoch FROM clock_timestamp())::double precision",
    "{claimed}": "FOR UPDATE SKIP LOCKED",
    # No transaction that began before can still commit a row with a smaller number.
    "{settled}": "fact.written < pg_snapshot_xmin(pg_current_snapshot())",
}
_ANSWERED = re.compile(r"^\s*(SELECT|WITH)\b|\bRETURNING\b")
_INT4 = 23
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
    return Statement(
        words.replace("%", "%%").replace("?", "%s").encode(), bool(_ANSWERED.search(words))
    )


class _Flag(adapt.Dumper):
    """yes and no as 1 and 0: SQLite has no other."""

    oid = _INT4

    def dump(self, obj: bool) -> bytes:
        return b"1" if obj else b"0"


class _Words(StrDumperUnknown):
    def dump(self, obj: str) -> bytes:
        return obj.encode("utf-8", "replace").replace(b"\0", b"\xef\xbf\xbd")


class Values:
    """For `context=` of a connection."""

    connection = None

    def __init__(self) -> None:
        self.adapters = adapt.AdaptersMap(adapters)
        self.adapters.register_dumper(bool, _Flag)
        self.adapters.register_dumper(str, _Words)
