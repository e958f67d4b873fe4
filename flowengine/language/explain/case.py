"""One line that cannot be read, with everything an explanation may ask of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from flowengine.language.diagnostics import Diagnostic
from flowengine.language.syntax.line import Line, Walk, walk
from flowengine.language.syntax.table import Lexeme, Stack, Table

_PLAIN = re.compile(
    r'(?P<QUOTE>"(?:""|[^"\n])*+")|(?P<DURATION>\d+[smhd]\b)|(?P<CLOCK>\d{1,2}[:.]\d{2}\b)'
    r"|(?P<INT>\d+)|(?P<NAME>[^\W\d][\w.]*)|(?P<_ARROW>[-–—]{1,2}>)|(?P<OTHER>.)"
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Found:
    """Offsets of what is wrong, one sentence, the mend, and the stack to go on with.

    `after` is None where nothing lets the line be read.
    """

    code: str
    start: int
    end: int
    message: str
    hint: str
    after: Stack | None = None

    def diagnostic(self, file: str, line: Line) -> Diagnostic:
        span = line.between(self.start, self.end)
        return Diagnostic(self.code, file, span, self.message, self.hint)


@dataclass(frozen=True)
class Case:
    """`lexeme` is the first that is not wanted, `stack` what stood before it."""

    table: Table
    source: str
    line: Line
    walked: Walk
    lexeme: Lexeme

    @classmethod
    def of(cls, table: Table, source: str, line: Line, stack: Stack) -> Case:
        walked = walk(table, stack, source, line)
        stopped = walked.stopped
        if stopped.kind == "?":
            stopped = _plain(source, stopped.start, line.end)
        return cls(table, source, line, walked, stopped)

    @property
    def stack(self) -> Stack:
        return self.walked.stack

    @property
    def before(self) -> Lexeme | None:
        """The last lexeme that was wanted."""
        return self.walked.steps[-1][1] if self.walked.steps else None

    @property
    def first(self) -> Lexeme:
        return self.walked.steps[0][1] if self.walked.steps else self.lexeme

    @property
    def behind(self) -> int:
        """The offset behind the last lexeme that was wanted: where something is missing."""
        return self.before.end if self.before else self.line.text

    @property
    def at_end(self) -> bool:
        return self.lexeme.kind == "_NL"

    @cached_property
    def accepts(self) -> frozenset[str]:
        return self.table.accepts(self.stack)

    @cached_property
    def rest(self) -> str:
        """What is left of the line, from the lexeme that is not wanted."""
        return self.source[self.lexeme.start : self.line.end]

    @cached_property
    def written(self) -> str:
        """The line without its margin."""
        return self.source[self.line.text : self.line.end]

    @cached_property
    def suspects(self) -> tuple[tuple[Stack, Lexeme], ...]:
        """The lexemes a mistake may lie in, with the stack before each: the first, the last two."""
        steps = [*self.walked.steps, (self.stack, self.lexeme)]
        return tuple(dict.fromkeys((*steps[:1], *steps[-2:])))

    def go_on(self, stack: Stack | None, start: int) -> Stack | None:
        """The stack behind the line's end, if the line can be read on from this offset."""
        if stack is None:
            return None
        return walk(self.table, stack, self.source, self.line, start).after

    def inserted(self, *kinds: str) -> Stack | None:
        """The stack behind the line if these tokens stood before the one that is not wanted."""
        return self.exchanged(self.stack, self.lexeme.start, *kinds)

    def exchanged(self, stack: Stack | None, start: int, *kinds: str) -> Stack | None:
        """The stack behind the line if these tokens stood before what begins at this offset."""
        for kind in kinds:
            stack = self.table.feed(stack, kind) if stack else None
        return self.go_on(stack, start)


def _plain(source: str, start: int, end: int) -> Lexeme:
    """A lexeme where the parser's own lexer wants nothing of what is written."""
    found = next(_PLAIN.finditer(source, start, end))
    return Lexeme(found.lastgroup or "?", found[0], start, found.end())


def shown(text: str) -> str:
    """What the author wrote, short enough for a sentence."""
    clean = " ".join(text.split())
    return f"`{clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + '…'}`"
