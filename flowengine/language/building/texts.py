"""Texts: what is said, how it varies by language and channel, what is played or attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building.leaves import across, expression, names, quote, span_of
from flowengine.language.building.parts import Parts
from flowengine.language.nodes import Attachment, Quote, Recording, Text, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.language.syntax.grammar import Branch, Leaf

TEXT_LINES = ("line", "alternative", "wording", "recording", "attachment")


def text(head: Branch | None, parts: Parts) -> Text | None:
    """The text that begins with `head` and goes on in the text lines among `parts`, if any."""
    below = parts.among(TEXT_LINES)
    spots = [head, *below] if head else below
    return _joined(head, parts, spots) if spots else None


def some_text(tree: Branch) -> Text:
    """The same where the grammar promises a text: as `text` and text lines below this tree."""
    parts = Parts(tree)
    spots = parts.among(("text", *TEXT_LINES))
    return _joined(parts.branch("text"), parts, spots)


def _joined(head: Branch | None, parts: Parts, spots: list[Branch]) -> Text:
    opening = Parts(head).tokens("QUOTE") if head else []
    return Text(
        across(span_of(spots[0]), span_of(spots[-1])),
        _runs(opening, parts.among(("line", "alternative"))),
        tuple(_wording(tree) for tree in parts.all("wording")),
        tuple(_recording(tree) for tree in parts.all("recording")),
        tuple(_attachment(tree) for tree in parts.all("attachment")),
    )


def phrasing(tree: Branch) -> Variant:
    """`uk: "…" or "…"` below an option, a rule or words: every phrase by itself."""
    parts = Parts(tree)
    return Variant(
        span_of(tree),
        names(parts.tokens("NAME")),
        tuple((quote(token),) for token in parts.tokens("QUOTE")),
    )


def _runs(opening: Iterable[Leaf], lines: Iterable[Branch]) -> tuple[tuple[Quote, ...], ...]:
    runs = [[quote(token)] for token in opening]
    for line in lines:
        more = quote(Parts(line).token("QUOTE"))
        if line.data == "line" and runs:
            runs[-1].append(more)
        else:
            runs.append([more])
    return tuple(tuple(run) for run in runs)


def _wording(tree: Branch) -> Variant:
    parts = Parts(tree)
    runs = _runs(parts.tokens("QUOTE"), parts.among(("line", "alternative")))
    return Variant(span_of(tree), names(parts.tokens("NAME")), runs)


def _recording(tree: Branch) -> Recording:
    parts = Parts(tree)
    return Recording(span_of(tree), names(parts.tokens("NAME")), quote(parts.token("QUOTE")))


def _attachment(tree: Branch) -> Attachment:
    parts = Parts(tree)
    kind = str(parts.need("attached").children[0]).lower()
    said = parts.leaf("QUOTE")
    words = Text(span_of(said), ((quote(said),),), _phrasings(parts)) if said else None
    return Attachment(span_of(tree), kind, expression(parts.token("EXPR")), words)


def _phrasings(parts: Parts) -> tuple[Variant, ...]:
    return tuple(phrasing(line) for line in parts.all("phrasing"))
