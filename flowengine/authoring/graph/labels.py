"""What a place says and what a way is chosen by, in a few words of the author's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.language import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.language.checks.index import Found

LONGEST = 40
KEYS = {"star": "*", "hash": "#", "-": ""}
_HOLE = re.compile(r"\{\{\s*([\w.]+).*?\}\}")


def headline(node: nodes.Node, language: str) -> str:
    """One line for a statement; "" for what only counts, sets or leads on."""
    match node:
        case nodes.Entry(label=label, variants=variants):
            return _short(_by_language(label, variants, language))
        case nodes.Say(text=text):
            return f"“{_text(text, language)}”"
        case nodes.Menu(question=question) | nodes.Form(question=question):
            return f"? {_text(question, language)}" if question else "?"
        case nodes.Ask(slot=slot, question=question):
            return f"? {slot.text}: {_text(question, language)}"
        case nodes.Browse(items=items):
            return f"browse {items.text}"
        case nodes.Fetch(name=name):
            return f"fetch {name.text}"
        case nodes.Handoff(queue=queue):
            return f"hand over to {queue.text}"
        case nodes.Send(channel=channel):
            return f"send {channel.text}"
        case nodes.Transfer(to=to):
            return f"transfer to {_short(to.source)}"
        case _:
            return ""


def way_label(found: Found[nodes.Target], language: str) -> str:
    """By what one comes this way: the nearest two of option, condition, outcome and ladder."""
    words = [word for word in _around(found, language) if word][:2]
    return " · ".join(reversed(words))


def _around(found: Found[nodes.Target], language: str) -> Iterator[str]:
    inner: nodes.Node = found.node
    for outer in reversed(found.around):
        yield _word(outer, inner, language)
        inner = outer


def _word(outer: nodes.Node, inner: nodes.Node, language: str) -> str:
    match outer:
        case nodes.Option(key=key, label=label, variants=variants):
            shown = _short(_by_language(label, variants, language))
            return f"{KEYS.get(key, key)} {shown}".strip()
        case nodes.Each(label=label):
            return _short(label.source)
        case nodes.Branch(condition=condition):
            return f"if {_short(condition.source)}"
        case nodes.If(otherwise=otherwise) if _within(inner, otherwise):
            return "otherwise"
        case nodes.Fetch(on_error=body) if _within(inner, body):
            return "no answer"
        case nodes.Fetch(on_late=body) if _within(inner, body):
            return "late answer"
        case nodes.Ladder(kind=kind, count=count):
            return f"{kind} {count.value}" if count and kind != "give up" else kind
        case nodes.Outcome(kind=kind):
            return kind
        case nodes.Timed(seconds=after):
            return f"after {_duration(after.seconds)}"
        case _:
            return ""


def _within(node: nodes.Node, body: nodes.Body | None) -> bool:
    return any(node is one for one in body or ())


def _duration(seconds: int) -> str:
    for size, sign in ((86_400, "d"), (3600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds // size}{sign}"
    return f"{seconds}s"


def _text(text: nodes.Text, language: str) -> str:
    for variant in text.variants:
        if [tag.text for tag in variant.tags] == [language] and variant.alternatives:
            return _short(" ".join(line.source for line in variant.alternatives[0]))
    lines = text.alternatives[0] if text.alternatives else ()
    return _short(" ".join(line.source for line in lines))


def _by_language(label: nodes.Quote, variants: tuple[nodes.Variant, ...], language: str) -> str:
    for variant in variants:
        if [tag.text for tag in variant.tags] == [language]:
            return variant.alternatives[0][0].source
    return label.source


def _short(text: str) -> str:
    plain = " ".join(_HOLE.sub(r"‹\1›", text).replace('""', '"').split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"
