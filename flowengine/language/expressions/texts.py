"""Texts with holes: what stands between the marks of a quote.

`""` is one quotation mark, as in a spreadsheet; `{{ expression }}` is a hole, and inside it both
kinds of marks work as usual. There is no other markup and no backslash. All offsets, of problems
and faults alike, count from the first character of the quote as it was written.

What fills a hole is data. It is never read as a text with holes again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.diagnostics import Severity
from flowengine.language.expressions.closures import Compiled, Values, show
from flowengine.language.expressions.compiling import compile_expression
from flowengine.language.expressions.fault import Fault
from flowengine.language.expressions.limits import MAX_SOURCE, MAX_TEXT
from flowengine.language.expressions.parsing import parse_expression
from flowengine.language.expressions.problems import Problem
from flowengine.language.expressions.types import type_of
from flowengine.language.expressions.vocabulary import Type

if TYPE_CHECKING:
    from jinja2 import nodes


@dataclass(frozen=True, slots=True)
class Hole:
    """`start` and `end` are the offsets of its braces, `inside` that of the expression."""

    start: int
    end: int
    inside: int
    source: str
    tree: nodes.Expr


Parts = tuple[str | Hole, ...]
CompiledText = Callable[[Values], str]

_SIGN = re.compile(r"\{\{|\}\}|\{[%#]|\{ *[^\W\d]\w*(?:\.\w+)* *\}")
_INSIDE = re.compile(r"\"[^\"]*\"|'[^']*'|“[^“”]*”|«[^»]*»|\{\{|\{|\}")
_FARTHEST = 2 * MAX_SOURCE  # a hole is not sought beyond: reading stays linear in the text
_UNSPEAKABLE = {
    Type.LIST: "Join it, `{{ … | list }}`, or go through it with `for`.",
    Type.RECORD: "Name the field that should be read, `{{ place.name }}`.",
    Type.HOURS: "For the next opening write `{{ office.next_opening | when }}`.",
    Type.QUEUE: "Name what should be read, `{{ queue.position }}`.",
    Type.PERIOD: "Add it to a date first, `{{ (today + years(1)) | date }}`.",
}


def parse_text(source: str) -> tuple[Parts, list[Problem]]:
    """The pieces of a quote in their order, and all problems of its holes.

    A hole with a problem is left out of the parts; the words around it stay.
    """
    reader = _Reader(source)
    reader.read()
    return tuple(reader.parts), reader.problems


def has_holes(parts: Parts) -> bool:
    return any(isinstance(part, Hole) for part in parts)


def check_text(parts: Parts, names: Mapping[str, Type], channels: Collection[str]) -> list[Problem]:
    """The problems of types in the holes, and values of which no sentence can be made."""
    problems: list[Problem] = []
    for part in parts:
        if isinstance(part, Hole):
            kind, found = type_of(part.tree, names, channels)
            problems.extend(problem.moved(part.inside) for problem in found)
            if kind in _UNSPEAKABLE:
                problems.append(_unspeakable(part, kind))
    return problems


def compile_text(parts: Parts, each: Callable[[str], str] | None = None) -> CompiledText:
    """A function of the values that gives the text; raises Fault and nothing else.

    `each` makes what fills a hole safe for where the text goes (an address, for example).
    """
    if not has_holes(parts):
        whole = "".join(part for part in parts if isinstance(part, str))
        return lambda _: whole
    template = [part if isinstance(part, str) else "" for part in parts]
    holes = [
        (index, compile_expression(part.tree, part.inside), part.start, _ends(template, index))
        for index, part in enumerate(parts)
        if isinstance(part, Hole)
    ]
    return _filled(template, holes, each)


def _ends(template: list[str], index: int) -> bool:
    """Whether a sentence ends behind this hole: what is short for a word takes no second stop."""
    behind = "".join(template[index + 1 : index + 2])
    return behind == "." or behind.startswith((". ", ".\n"))


def _filled(
    template: list[str],
    holes: list[tuple[int, Compiled, int, bool]],
    each: Callable[[str], str] | None,
) -> CompiledText:
    def run(v: Values) -> str:
        pieces = template.copy()
        for index, hole, at, ends in holes:
            value = hole(v)
            if each:
                pieces[index] = each(show(v, value, at, "in an address"))
                continue
            shown = value if value.__class__ is str else show(v, value, at)
            pieces[index] = shown[:-1] if ends and shown.endswith(".") else shown
        text = "".join(pieces)
        if len(text) > MAX_TEXT:
            raise Fault(0, f"This text grows longer than {MAX_TEXT} characters.")
        return text

    return run


def _unspeakable(hole: Hole, kind: Type) -> Problem:
    return Problem(
        "FE079",
        hole.start,
        hole.end,
        f"{kind.phrase.capitalize()} cannot be said in a sentence.",
        _UNSPEAKABLE[kind],
    )


class _Reader:
    """One pass over a quote, from sign to sign."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str | Hole] = []
        self.problems: list[Problem] = []
        self.done = 0

    def read(self) -> None:
        at = 0
        while sign := _SIGN.search(self.source, at):
            at = sign.end()
            if sign[0] == "{{":
                at = self.hole(sign.start())
            else:
                self.stray(sign)
        self.words(len(self.source))

    def words(self, end: int) -> None:
        """The words between what is read already and `end`."""
        if end > self.done:
            self.parts.append(self.source[self.done : end].replace('""', '"'))
        self.done = end

    def hole(self, start: int) -> int:
        """Read the hole that begins here; the offset behind it."""
        closing = _closing(self.source, start + 2)
        if closing is None:
            self.problem("FE074", start, start + 2, "This hole is never closed.", _CLOSE)
            return start + 2
        self.words(start)
        self.done = closing + 2
        inside = self.source[start + 2 : closing]
        tree, problems = parse_expression(inside)
        self.problems.extend(problem.moved(start + 2) for problem in problems)
        if tree:
            self.parts.append(Hole(start, self.done, start + 2, inside, tree))
        return self.done

    def stray(self, sign: re.Match[str]) -> None:
        written = sign[0]
        if written == "}}":
            self.problem("FE075", *sign.span(), "These braces close no hole.", _OPEN)
        elif written in ("{%", "{#"):
            self.problem("FE076", *sign.span(), f"`{written}` means nothing in a text.", _FLOW)
        else:
            name = written.strip("{} ")
            self.problem(
                "FE078",
                *sign.span(),
                f"`{written}` is said as it stands here, braces and all.",
                f"For the value write two braces: {{{{ {name} }}}}.",
                Severity.WARNING,
            )

    def problem(
        self,
        code: str,
        start: int,
        end: int,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.problems.append(Problem(code, start, end, message, hint, severity))


_CLOSE = "Close it with two braces behind the name: {{ name }}."
_OPEN = "Open the hole with two braces before the name: {{ name }}."
_FLOW = "Only holes can stand in a text; choose with `if` in the flow, and comment behind `#`."


def _closing(source: str, at: int) -> int | None:
    """Where the braces are that close a hole; braces in quotes or of a record do not."""
    depth, far = 0, at + _FARTHEST
    for sign in _INSIDE.finditer(source, at, far):
        if sign[0] == "{{":
            break
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}" and depth:
            depth -= 1
        elif sign[0] == "}" and source.startswith("}}", sign.start()):
            return sign.start()
    # An open quotation mark may have hidden the end; then the expression will say so.
    end = source.find("}}", at, far)
    return None if end < 0 or "{{" in source[at:end] else end
