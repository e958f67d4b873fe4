"""Reads a transcript: text -> tests and mistakes, all mistakes of the file at once.

A line begins at the test's indentation with its keyword; what stands deeper goes on with it. A
comment is a line that begins with `#` and a blank, or `#` after two blanks (one is enough outside
the words of bot and caller, which may well be "press # now").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.authoring.literal import Misread, quoted
from flowengine.authoring.transcript import Line, Mistake, Test, Transcript
from flowengine.authoring.transcript_line import line as read_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 100_000

_TEST = re.compile(r"test\s+(.*?)(?:\s+on\s+([\w\s,]+))?\s*", re.IGNORECASE | re.DOTALL)
_FLOW = re.compile(r"flow\s+([\w]+)\s*", re.IGNORECASE)
_WORDS = re.compile(r"(bot|caller)\b[^:]*:", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»')
_NOTE_IN_WORDS = re.compile(r"(^|\s{2,})#(\s|$)")
_NOTE = re.compile(r"(^|\s)#(\s|$)")


@dataclass(slots=True)
class _Statement:
    number: int
    indent: int
    text: str


def read(source: str, file: str) -> tuple[Transcript, tuple[Mistake, ...]]:
    """All tests that could be read, and what could not. A broken line leaves its test out."""
    mistakes: list[Mistake] = []
    tests: list[Test] = []
    flow = ""
    for block in _blocks(_statements(source)):
        try:
            named = _FLOW.fullmatch(block[0].text)
            if named:
                flow = named[1].lower()
                _nothing_below(block)
            else:
                tests.append(_test(block, file, mistakes))
        except Misread as problem:
            mistakes.append(Mistake(file, block[0].number, problem.message, problem.hint))
    broken = {mistake.line for mistake in mistakes}
    whole = tuple(test for test in tests if not broken & {line.number for line in test.lines})
    return Transcript(file, flow, whole), tuple(mistakes)


def _statements(source: str) -> Iterator[_Statement]:
    """Lines with their continuations, comments and blank lines left out."""
    current: _Statement | None = None
    base: int | None = None
    for number, raw in enumerate(source.removeprefix("\ufeff").splitlines()[:MOST_LINES], 1):
        raw = raw.replace("\xa0", " ").expandtabs(2)
        indent = len(raw) - len(raw.lstrip())
        continued = current if base is not None and indent > base else None
        text = _uncommented(raw, continued is not None and _is_words(continued.text)).strip()
        if not text:
            continue
        if continued is not None:
            continued.text += "\n" + text
            continue
        if current is not None:
            yield current
        current = _Statement(number, indent, text)
        base = None if indent == 0 else base if base is not None else indent
    if current is not None:
        yield current


def _uncommented(raw: str, goes_on: bool) -> str:
    """`goes_on`: the line continues words, and may itself look like anything."""
    covered = _QUOTED.sub(lambda quote: "q" * len(quote[0]), raw)
    note = (_NOTE_IN_WORDS if goes_on or _is_words(covered.strip()) else _NOTE).search(covered)
    return raw[: note.start()] if note else raw


def _is_words(text: str) -> bool:
    return _WORDS.match(text) is not None


def _blocks(statements: Iterator[_Statement]) -> Iterator[list[_Statement]]:
    """Each line at the margin with the lines that stand below it."""
    block: list[_Statement] = []
    for statement in statements:
        if statement.indent == 0 and block:
            yield block
            block = []
        block.append(statement)
    if block:
        yield block


def _nothing_below(block: list[_Statement]) -> None:
    if len(block) > 1:
        raise Misread("Lines stand below the name of the flow.", 'Begin a test: test "Closed"')


def _test(block: list[_Statement], file: str, mistakes: list[Mistake]) -> Test:
    head = _TEST.fullmatch(block[0].text)
    name = quoted(head[1]) if head else None
    if head is None or name is None:
        raise Misread(
            "A test begins at the margin with its name in quotation marks.",
            'Write: test "Closed on Sunday" on voice, sms',
        )
    lines: list[Line] = []
    for statement in block[1:]:
        try:
            lines.append(read_line(statement.text, statement.number))
        except Misread as problem:
            mistakes.append(Mistake(file, statement.number, problem.message, problem.hint))
            lines.append(Line(statement.number))
    channels = tuple(word.lower() for word in re.split(r"[\s,]+", head[2] or "") if word)
    return Test(name, block[0].number, channels, tuple(lines))
