"""What tests of the parser ask again and again."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TypeVar

from flowengine.language.nodes import File, Span, Statement
from flowengine.language.parse import parse

T = TypeVar("T")
HEAD = 'flow shop "Shop"\n\n'


def built(source: str) -> File:
    """The file of a source that has no mistakes."""
    file, told = parse(source, "test.flow")
    assert told == ()
    assert file is not None
    return file


def body(*lines: str) -> tuple[Statement, ...]:
    """The body of one step with these lines in it."""
    inside = "".join(f"  {line}\n" for line in lines)
    return built(f"start:\n{inside}").steps[0].body


def statement(*lines: str) -> Statement:
    only, *more = body(*lines)
    assert more == []
    return only


def told(source: str) -> list[tuple[str, int]]:
    """Code and line of every mistake."""
    file, mistakes = parse(source, "test.flow")
    assert (file is None) == bool(mistakes)
    return [(one.code, one.span.line) for one in mistakes]


def cut(source: str, span: Span) -> str:
    """The source a span covers."""
    lines = source.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def plain(value: object) -> object:
    """A node without its spans, as nested tuples and lists: to compare and to read in a table."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = (getattr(value, one.name) for one in fields(value) if one.name != "span")
        return (type(value).__name__, *(plain(one) for one in kept))
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value


def all_of(value: object, kind: type[T]) -> list[T]:
    """Every node of this kind within."""
    if isinstance(value, tuple):
        return [one for part in value for one in all_of(part, kind)]
    if not is_dataclass(value):
        return []
    inner = tuple(getattr(value, one.name) for one in fields(value))
    return [*([value] if isinstance(value, kind) else []), *all_of(inner, kind)]
