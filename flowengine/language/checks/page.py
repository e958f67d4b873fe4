"""What a flow has to do with a web page: where one may begin, hands in, and leads away to."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from flowengine.language.checks.guess import listing
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

READ = ("text", "number", "digits", "yes/no", "date", "time", "phone", "email", "money", "rule")
"""What a page can hand in: words that are read as though somebody had typed them."""


def exits_lead_away(scope: Scope) -> Iterator[Diagnostic]:
    """FE150: the page that "leave now" goes to is a whole address."""
    quick = scope.file.header.exit
    if quick is None:
        return
    if not _is_web_address(quick.address.source):
        yield scope.mistake(
            "FE150",
            quick.address,
            "Whoever leaves in a hurry needs a whole web address to go to.",
            'Write one that betrays nothing: `quick exit to "https://www.wikipedia.org"`.',
        )


def _is_web_address(text: str) -> bool:
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return (
        found.scheme in ("https", "http")
        and bool(found.hostname)
        and not any(sign.isspace() or sign in "{}<>\\" for sign in text)
    )


def pages_hand_in_words(scope: Scope) -> Iterator[Diagnostic]:
    """FE151: a slot `from page` is of a type that words can give, and it is no secret."""
    for slot in scope.file.slots:
        if "from page" not in slot.flags:
            continue
        if slot.type.name not in READ:
            message = f"A web page cannot hand in a `{slot.type.name}`."
            yield scope.mistake("FE151", slot.name, message, f"It can be: {listing(READ)}.")
        elif "secret" in slot.flags:
            yield scope.mistake(
                "FE151",
                slot.name,
                "What stands in a web page can be read by everybody, so it is no secret.",
                "Remove `secret`, or ask for it in the conversation.",
            )


def labels_are_whole(scope: Scope) -> Iterator[Diagnostic]:
    """FE152: titles and entries are shown before anybody has said anything."""
    header = scope.file.header
    shown = [quote for quote in (header.title, header.exit and header.exit.title) if quote]
    shown += [variant.alternatives[0][0] for variant in header.titles]
    for entry in scope.file.entries:
        shown += [entry.label, *(variant.alternatives[0][0] for variant in entry.variants)]
    for quote in shown:
        if "{{" in quote.source:
            yield scope.mistake(
                "FE152",
                quote,
                "These words are shown before the conversation begins, so nothing can fill a hole.",
                "Write them without `{{ … }}`.",
            )


def entries_need_nothing(scope: Scope) -> Iterator[Diagnostic]:
    """FE153: nobody is there yet who could give a step what it asks for."""
    for entry in scope.file.entries:
        found = scope.place(entry.target.path)
        wanted = found.step.parameters if found is not None and found.step is not None else ()
        if wanted:
            yield scope.mistake(
                "FE153",
                entry.target,
                f"The step `{entry.target.path.text}` wants {listing(n.text for n in wanted)},"
                " which nobody gives it here.",
                "Lead to a step of its own that asks, and goes on from there.",
            )
