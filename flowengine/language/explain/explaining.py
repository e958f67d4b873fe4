"""What is wrong with one line, in its author's words, and where to go on reading.

Readers are asked in turn; the first that recognises the mistake explains it. Most of them try a
mend on the parser's table, a token put in, exchanged or left out, and speak only if the rest of
the line can then be read: so no guess is told that would not help.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.explain.case import Case, Found
from flowengine.language.explain.conditions import lost_colon
from flowengine.language.explain.marks import MARKS
from flowengine.language.explain.opening import OPENING
from flowengine.language.explain.places import LONE, UNKNOWN, unexpected
from flowengine.language.explain.tokens import LEFT_OVER, TOKENS, no_colon
from flowengine.language.explain.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.language.syntax.line import Line
    from flowengine.language.syntax.table import Stack, Table

READERS: tuple[Callable[[Case], Found | None], ...] = (
    *MARKS,
    no_colon,
    lost_colon,
    *OPENING,
    *WORDS,
    *TOKENS,
    *LONE,
    *LEFT_OVER,
    *UNKNOWN,
)


def explain(table: Table, source: str, line: Line, stack: Stack) -> Found:
    """Why this line cannot be read from this stack. The last reader always has an answer."""
    case = Case.of(table, source, line, stack)
    for reader in READERS:
        found = reader(case)
        if found is not None:
            return found
    return unexpected(case)
