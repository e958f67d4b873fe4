"""Tokens and short runs of them into leaves: names, paths, quotes, expressions, texts.

Names and places are folded to lower case. What goes into data keeps its letters: an option's value,
and a path into data behind its first name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from flowengine.language.nodes import Expression, Name, Path, Quote, Span
from flowengine.language.syntax.grammar import Branch, Leaf

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Place(Protocol):
    """What Lark knows of a token and of a tree, once it has been parsed from a text."""

    line: int
    column: int
    end_line: int
    end_column: int


def span_of(spot: Branch | Leaf) -> Span:
    """Where a token or a tree stands; line ends and margins around it don't count."""
    place = cast("_Place", spot if isinstance(spot, Leaf) else spot.meta)
    return Span(place.line, place.column, place.end_line, place.end_column)


def across(first: Span, last: Span) -> Span:
    return Span(first.line, first.column, last.end_line, last.end_column)


def name(token: Leaf) -> Name:
    return Name(span_of(token), token.lower())


def names(tokens: Iterable[Leaf]) -> tuple[Name, ...]:
    return tuple(name(token) for token in tokens)


def path(token: Leaf) -> Path:
    """A dotted name of ours: a place, or something to set."""
    return Path(span_of(token), tuple(token.lower().split(".")))


def data_path(token: Leaf) -> Path:
    """A dotted name into data: only the first part is ours to fold."""
    first, *fields = token.split(".")
    return Path(span_of(token), (first.lower(), *fields))


def value_path(token: Leaf) -> Path:
    """A word that an option keeps as its value, letters as written."""
    return Path(span_of(token), tuple(token.split(".")))


def quote(token: Leaf) -> Quote:
    return Quote(span_of(token), token[1:-1])


def expression(token: Leaf) -> Expression:
    return Expression(span_of(token), str(token))
