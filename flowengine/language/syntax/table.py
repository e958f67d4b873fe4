"""The parser's table without its values: what may come next, and what a line would do.

A run over the table keeps state numbers only, so a stack is a tuple and going back to one costs
nothing. (Going back on Lark's value stack would be wrong: its child filter extends lists in place.)
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from lark import Token
from lark.parsers.lalr_analysis import Shift
from lark.utils import TextSlice

from flowengine.language.syntax.grammar import loaded
from flowengine.language.syntax.homes import homes_of

Stack = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A token by its place, in offsets. `kind` is "?" where the lexer wants nothing of it."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Table:
    """`keywords`: spelling to kind. `spelling`: kind to spelling. `homes`: see `homes`."""

    states: dict[int, dict[str, Any]]
    start: Stack
    goal: int
    lexers: dict[int, Any]
    keywords: dict[str, str]
    spelling: dict[str, str]
    homes: dict[str, tuple[str, ...]]
    _filled: dict[tuple[Stack, str], Stack] = field(default_factory=dict)

    def feed(self, stack: Stack, kind: str) -> Stack | None:
        """The stack after a token of this kind; None where it is not wanted."""
        states = list(stack)
        while True:
            action = self.states[states[-1]].get(kind)
            if action is None:
                return None
            what, argument = action
            if what is Shift:
                states.append(argument)
                return tuple(states)
            if argument.expansion:
                del states[-len(argument.expansion) :]
            states.append(self.states[states[-1]][argument.origin.name][1])
            if kind == "$END" and states[-1] == self.goal:
                return tuple(states)

    def accepts(self, stack: Stack) -> frozenset[str]:
        """The kinds that may come next."""
        actions = self.states[stack[-1]]
        return frozenset(kind for kind in actions if kind.isupper() and self.feed(stack, kind))

    def needs_block(self, stack: Stack) -> bool:
        """Is a step inwards all that may come next?"""
        if self.feed(stack, "_INDENT") is None:
            return False
        others = (kind for kind in self.states[stack[-1]] if kind.isupper() and kind != "_INDENT")
        return not any(self.feed(stack, kind) for kind in others)

    def fill(self, stack: Stack, goal: str) -> Stack:
        """The stack after the fewest tokens that make `goal` possible, for what is missing."""
        if (stack, goal) not in self._filled:
            self._filled[stack, goal] = self._search(stack, goal)
        return self._filled[stack, goal]

    def _search(self, stack: Stack, goal: str) -> Stack:
        waiting, seen = deque([stack]), {stack}
        while not self.feed(waiting[0], goal):
            first = waiting.popleft()
            nexts = (self.feed(first, kind) for kind in sorted(self.accepts(first) - {"$END"}))
            for after in nexts:
                if after and after not in seen:
                    seen.add(after)
                    waiting.append(after)
        return waiting[0]

    def read(self, stack: Stack, part: TextSlice[str], start: int) -> Lexeme:
        """The next lexeme of a line that ends where the part does, as this state sees it."""
        lexer, end = self.lexers[stack[-1]], part.end
        while start < end:
            found = lexer.match(part, start)
            if not found:
                return Lexeme("?", part.text[start:end], start, end)
            text, kind = found
            if kind not in lexer.ignore_types:
                again = lexer.callback.get(kind)
                kind = again(Token(kind, text)).type if again else kind
                return Lexeme(kind, text, start, start + len(text))
            start += len(text)
        return Lexeme("_NL", "", end, end)


def part_of(source: str, end: int) -> TextSlice[str]:
    """A source up to the end of a line, without a copy."""
    return TextSlice(source, 0, end)


@cache
def table() -> Table:
    """The table of the loaded grammar."""
    lark = loaded()
    parser = lark.parse_interactive("")
    conf = parser.parser_state.parse_conf
    contextual: Any = cast("Any", parser.lexer_thread.lexer).lexer
    fixed = {t.name: t.pattern.value for t in lark.terminals if t.pattern.type == "str"}
    return Table(
        conf.parse_table.states,
        (conf.start_state,),
        conf.end_state,
        contextual.lexers,
        {text: kind for kind, text in fixed.items() if text.isalpha()},
        fixed,
        homes_of(lark.rules, fixed),
    )
