"""A transaction as a generator: it asks, an engine answers, and no one knows which colour it has.

Every verb of the store is written once, as a generator that yields what it wants of the database
and is sent the rows. SQLite's engine drives it from one thread, PostgreSQL's from an event loop; so
the two cannot come to mean different things. What is raised inside undoes the whole script.

The SQL is what both understand: `?` for values, `ON CONFLICT`, `RETURNING`, 0 and 1 for no and yes.
Words stand for what differs: `{now}` the database's own clock in POSIX seconds, `{claimed}` the end
of a SELECT whose rows nobody else may claim now, `{locked}` that of one whose rows nobody else
changes until we are done, `{settled}` that no row with a smaller number comes late. `{alone}`,
with a name as its value, lets no other transaction that says it of this name go on until we end.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Row = tuple[Any, ...]
T = TypeVar("T")


@dataclass(slots=True)
class Ask:
    """One statement; the generator is sent its rows, none for one that gives none.

    Of one that is `quiet` nobody reads them, so that it need not be waited for.
    """

    sql: str
    values: Sequence[Any] = ()
    quiet: bool = False


@dataclass(slots=True)
class Each:
    """One statement for each row of values; the generator is sent no rows."""

    sql: str
    values: Sequence[Sequence[Any]]


Script = Generator[Ask | Each, list[Row], T]
