"""A condition that has swallowed what it should lead to: `if beds == 2 say "Two."`.

A condition goes on until its colon, an arrow or the end of the line, so without the colon the word
that acts looks like a part of it. Whether the condition itself can be read is for others to say.
"""

from __future__ import annotations

import re

from flowengine.language.explain.case import Case, Found, shown

_JOINS = frozenset({"and", "or", "not", "in", "is", "if", "else"})
"""Words that want something behind them: what follows one is still the condition's."""

_GAP = re.compile(r"(?<=[\w)\]}\"'])[ \t]+(?=[^\W\d_])")


def lost_colon(case: Case) -> Found | None:
    """The colon missing before an action in the same line."""
    condition, after = case.before, case.table.feed(case.stack, "COLON")
    if condition is None or condition.kind != "EXPR" or after is None:
        return None
    for start in _words(case.source[condition.start : condition.end]):
        at = condition.start + start
        done = case.go_on(after, at)
        if done is not None:
            word = case.source[at : condition.end].split()[0]
            message = f"A colon is missing before {shown(word)}."
            return Found("FE003", at, at + len(word), message, f"Write `: {word}`.", done)
    return None


def _words(written: str) -> list[int]:
    """Where a word stands that nothing before it asks for."""
    found = []
    for gap in _GAP.finditer(written):
        before = written[: gap.start()]
        last = before.split()[-1].lower()
        outside = before.count('"') % 2 == 0
        if outside and last not in _JOINS:
            found.append(gap.end())
    return found
