"""What may be said or pressed at the place where a conversation waits: what a recogniser is told.

Plain data that can travel to another process. `expected` makes it; `speech` reads it.
"""

from __future__ import annotations

import msgspec


class Way(msgspec.Struct, frozen=True, gc=False):
    """One thing that may be meant. `phrases` are in words that can be said, sign by sign."""

    id: str
    phrases: tuple[str, ...]


class Expected(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`turn` is that of the prompt, `accepts` the type of answer, "" where only the ways count.

    `ways` are what can be listed: the options, then the commands that are heard here; what the
    person has just denied is left out. `values` is a whole JSGF grammar of a typed answer besides
    (numbers, dates …), "" where there is none. With `free` any words are an answer.

    `keys` are the single keys that mean something. `digits` is how many digits an answer by keys
    may have at most, 0 where only single keys count; `exact` how many it has where that is known.
    """

    turn: int
    language: str
    accepts: str = ""
    ways: tuple[Way, ...] = ()
    values: str = ""
    free: bool = False
    keys: str = ""
    digits: int = 0
    exact: int = 0
    secret: bool = False
