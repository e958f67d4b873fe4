"""What must be read on a small screen, or paid for by the message, stays short."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from flowengine.language import alphabet, nodes
from flowengine.language.checks.scope import Scope
from flowengine.language.checks.wording import Lines, alternatives, joined, label, languages
from flowengine.language.diagnostics import Diagnostic

_HOLE, _FILLED = "·", "0"  # `joined` marks what fills a hole; nobody knows its letters yet

TURNERS = 20  # places for the lines that turn the page: a number, a point and a short word each


def texts_fit(scope: Scope) -> Iterator[Diagnostic]:
    """FE118; a `screen` line says that the author has thought of it."""
    for found in scope.index.all(nodes.Text):
        for channel in _roads(scope, found.parent):
            if channel == "ussd" and scope.screen is not None:
                continue
            over, lines = _over(scope, found.node, channel)
            if over:
                translated = lines[0].span.file  # in a catalogue, which is where to mend it
                yield scope.warning(
                    "FE118",
                    lines[0] if translated else found.node,
                    f"This is {over} characters too long for {_name(channel)}.",
                    f'Say less there: `{channel}: "…"` on a line below, or make two texts of it.',
                )
                break


def _roads(scope: Scope, parent: nodes.Node) -> tuple[str, ...]:
    """The cellular channels that a text of this parent goes by; what is sent goes by its own."""
    if isinstance(parent, nodes.Send):
        return ("sms",) if parent.channel.text == "sms" else ()
    return tuple(name for name in ("sms", "ussd") if name in scope.channels)


def _name(channel: str) -> str:
    return "one USSD screen" if channel == "ussd" else "three SMS"


def _over(scope: Scope, text: nodes.Text, channel: str) -> tuple[int, Lines]:
    """How many places are lacking, and the lines where it is worst."""
    lengths = [(_beyond(_filled(one), channel), one) for one in _said(scope, text, channel)]
    return max(lengths, key=lambda pair: pair[0], default=(0, ()))


def labels_fit(scope: Scope) -> Iterator[Diagnostic]:
    """FE118 for a label that leaves no room on a screen for the lines which turn the page."""
    if "ussd" not in scope.channels:
        return
    for found in scope.index.all(nodes.Option):
        option = found.node
        if option.quiet or isinstance(found.parent, nodes.File):  # a line of `anywhere`
            continue
        over, quote = max(_rows_over(scope, option), key=lambda pair: pair[0])
        if over:
            yield scope.warning(
                "FE118",
                quote if quote.span.file else option.label,
                f"As a line of a menu this is {over} characters too long for one USSD screen.",
                'Say less there: `ussd: "…"` on a line below.',
            )


def _rows_over(scope: Scope, option: nodes.Option) -> Iterator[tuple[int, nodes.Quote]]:
    own = scope.screen.limit.value if scope.screen is not None else 0
    for language in languages(scope):
        row = _row(option, "ussd", language)
        room = alphabet.room("ussd", row, own) - TURNERS
        yield max(alphabet.of(row).units(row) - room, 0), label(option, "ussd", language)


def _row(option: nodes.Option, channel: str, language: str) -> str:
    return f"1. {_filled((label(option, channel, language),))}"


def _said(scope: Scope, text: nodes.Text, channel: str) -> Iterator[Lines]:
    """Everything that this text may be on the channel."""
    for language in languages(scope):
        yield from alternatives(text, channel, language)


def _filled(lines: Lines) -> str:
    return joined(lines).replace(_HOLE, _FILLED)


def _beyond(text: str, channel: str) -> int:
    return max(alphabet.of(text).units(text) - alphabet.room(channel, text), 0)


def signs_are_worth_it(scope: Scope) -> Iterator[Diagnostic]:
    """FE160: one emoji halves the room of an SMS; letters are left alone, words need them."""
    for found in scope.index.all(nodes.Text):
        if "sms" not in _roads(scope, found.parent):
            continue
        dear = dict.fromkeys(
            sign for one in _said(scope, found.node, "sms") for sign in _dear(_filled(one))
        )
        if dear:
            yield scope.warning(
                "FE160",
                found.node,
                f"By SMS this costs more for the sake of {' '.join(dear)} alone.",
                'Leave it out there: `sms: "…"` on a line below, without that sign.',
            )


def _dear(text: str) -> tuple[str, ...]:
    """Signs without which the text would take fewer SMS; none where it has other letters too."""
    strange = alphabet.strange(text)
    if any(unicodedata.category(sign)[0] in "LMN" for sign in strange):
        return ()
    without = text.translate(dict.fromkeys(map(ord, strange)))
    fewer = len(alphabet.segments(without)) < len(alphabet.segments(text))
    return strange if fewer else ()


def keys_survive_paging(scope: Scope) -> Iterator[Diagnostic]:
    """FE112: on each page numbers start afresh, so a written key means another option there."""
    for menu in scope.index.nodes(nodes.Menu):
        fixed = [o for o in menu.options if isinstance(o, nodes.Option) and o.key.isdigit()]
        if not fixed:
            continue
        for channel in ("sms", "ussd"):
            if channel in scope.channels and _is_paged(scope, menu, channel):
                yield scope.warning(
                    "FE112",
                    fixed[0],
                    f"By {channel.upper()} this menu takes several screens, and each begins with 1"
                    " again, so these keys would change.",
                    "Shorten it, or begin each option with a dash instead of a key.",
                )
                break


def _is_paged(scope: Scope, menu: nodes.Menu, channel: str) -> bool:
    """Whether the menu is more than a screen in one language; conditional options left out."""
    own = scope.screen.limit.value if scope.screen is not None else 0
    sure = [o for o in menu.options if isinstance(o, nodes.Option) and o.condition is None]
    for language in languages(scope):
        rows = [_row(o, channel, language) for o in sure if not o.quiet]
        asked = alternatives(menu.question, channel, language) if menu.question is not None else ()
        for question in map(_filled, asked or ((),)):
            text = "\n".join([question, *rows])
            if alphabet.of(text).units(text) > alphabet.room(channel, text, own):
                return True
    return False
