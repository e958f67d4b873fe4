"""Lines that parse where they can do nothing: an author would wait for their effect in vain."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.scope import CHANNELS, Scope
from flowengine.language.diagnostics import Diagnostic


def forms_confirm_once(scope: Scope) -> Iterator[Diagnostic]:
    """FE093: `confirm` or `fetch` below an ask of a form, where nothing would come of it."""
    for found in scope.index.all(nodes.Ask):
        if not isinstance(found.parent, nodes.Form):
            continue
        ask = found.node
        if ask.confirm is not None:
            yield scope.mistake(
                "FE093",
                ask.confirm,
                "A form confirms everything at once, so `confirm` does nothing here.",
                'Remove it; `read back "…"` at the end of the form asks whether all is right.',
            )
        for fetch in ask.fetches:
            yield scope.mistake(
                "FE093",
                fetch,
                "A form looks nothing up while it is being filled.",
                "Write the `fetch` after the form, or take this question out of it.",
            )


def menus_have_no_wrong_answers(scope: Scope) -> Iterator[Diagnostic]:
    """FE104: `wrong` or `wrong if` below a menu or a browse, which hold no value to judge."""
    for found in scope.index.all(nodes.Ladder):
        if found.node.kind == "wrong" and isinstance(found.parent, nodes.Menu | nodes.Browse):
            yield scope.mistake(
                "FE104",
                found.node,
                "A menu offers only what can be chosen, so no choice can be wrong here.",
                'Put the condition on the option: `1 "Shelter" if beds > 0 -> shelter`.',
            )


_SAME: dict[type[nodes.Node], str] = {
    nodes.Header: "The title of a flow is",
    nodes.Entry: "The label of an entry is",
    nodes.Queue: "The title of a queue is",
    nodes.PageWord: "The word that turns the page is",
    nodes.Rule: "What a rule hears is",
    nodes.Words: "These words are",
}


def channels_vary_what_is_said(scope: Scope) -> Iterator[Diagnostic]:
    """FE113: a channel below what pages show, or below what people say on any channel."""
    for found in scope.index.all(nodes.Variant):
        what = _SAME.get(type(found.parent))
        if what is None:
            continue
        channel = next((tag for tag in found.node.tags if tag.text in CHANNELS), None)
        if channel is not None:
            yield scope.mistake(
                "FE113",
                channel,
                f"{what} the same on every channel; `{channel.text}:` does nothing here.",
                "Write only languages below it; texts and labels of options vary by channel.",
            )
