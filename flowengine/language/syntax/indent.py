"""Steps inwards and outwards as tokens, for Lark.

Lark's own indenter keeps its state on the instance, so two parses at once would disturb each other;
this one keeps it in the generator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lark import Token
from lark.exceptions import LarkError
from lark.lark import PostLex

from flowengine.language.syntax.source import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator


class Misindented(LarkError):
    """A tab, a step back to no open level, or too many steps: `recover` says which."""


class Indents(PostLex):
    """After each line end, _INDENT or as many _DEDENT as levels are left."""

    # Without NAME everywhere `needsgrants` would be read as `needs grants`.
    always_accept = ("_NL", "NAME")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        levels = [0]
        for token in stream:
            yield token
            if token.type != "_NL":
                continue
            width = margin(token)
            if width > levels[-1] and len(levels) <= MAX_DEPTH:
                levels.append(width)
                yield Token.new_borrow_pos("_INDENT", "", token)
            while width < levels[-1]:
                levels.pop()
                yield Token.new_borrow_pos("_DEDENT", "", token)
            if width != levels[-1] or "\t" in token[len(token) - width :]:
                raise Misindented
        # The source ends in a line end, so every level is closed by the time the stream is.


def margin(newline: str) -> int:
    """How far in the line after this line end begins, in characters."""
    return len(newline) - newline.rindex("\n") - 1
