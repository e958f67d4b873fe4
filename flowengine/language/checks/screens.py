"""What must be read on a small screen, or paid for by the message, stays short."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.scope import Scope
from flowengine.language.checks.wording import Lines, alternatives, joined, label, languages
from flowengine.language.diagnostics import Diagnostic

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà·"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz^{}\\[~]|€"
)
"""The letters of which most fit into one message (3GPP TS 23.038), and our mark for a hole."""

PLAIN_ROOM = {"sms": 459, "ussd": 182}  # three joined messages; one USSD screen
OTHER_ROOM = {"sms": 201, "ussd": 80}  # the same in UCS-2, for Cyrillic, Persian, emoji

SCREEN_ROOM = {"sms": 480, "ussd": 182}  # where a menu is paged unless `screen` says otherwise


def texts_fit(scope: Scope) -> Iterator[Diagnostic]:
    """FE118; a `screen` line says that the author has thought of it."""
    channels = [name for name in PLAIN_ROOM if name in scope.channels]
    if scope.screen is not None:
        channels = [name for name in channels if name != "ussd"]
    for found in scope.index.all(nodes.Text):
        if isinstance(found.parent, nodes.Send):
            continue
        for channel in channels:
            over = _over(scope, found.node, channel)
            if over:
                yield scope.warning(
                    "FE118",
                    found.node,
                    f"This is {over} characters too long for {_name(channel)}.",
                    f'Say less there: `{channel}: "…"` on a line below, or make two texts of it.',
                )
                break


def _name(channel: str) -> str:
    return "one USSD screen" if channel == "ussd" else "three SMS"


def _over(scope: Scope, text: nodes.Text, channel: str) -> int:
    """How many characters do not fit, in the language where it is worst."""
    worst = (
        _beyond(lines, channel)
        for language in languages(scope)
        for lines in alternatives(text, channel, language)
    )
    return max(worst, default=0)


def _beyond(lines: Lines, channel: str) -> int:
    text = joined(lines)
    room = PLAIN_ROOM if GSM.issuperset(text) else OTHER_ROOM
    return max(len(text) - room[channel], 0)


def keys_survive_paging(scope: Scope) -> Iterator[Diagnostic]:
    """FE112: on each page numbers start afresh, so a written key means another option there."""
    for menu in scope.index.nodes(nodes.Menu):
        fixed = [o for o in menu.options if isinstance(o, nodes.Option) and o.key.isdigit()]
        if not fixed:
            continue
        for channel, room in SCREEN_ROOM.items():
            limit = scope.screen.limit.value if scope.screen is not None else room
            if channel in scope.channels and _width(scope, menu, channel) > limit:
                yield scope.warning(
                    "FE112",
                    fixed[0],
                    f"By {channel.upper()} this menu takes several screens, and each begins with 1"
                    " again, so these keys would change.",
                    "Shorten it, or begin each option with a dash instead of a key.",
                )
                break


def _width(scope: Scope, menu: nodes.Menu, channel: str) -> int:
    """Characters of the whole menu in its longest language; options with a condition left out."""
    sure = [o for o in menu.options if isinstance(o, nodes.Option) and o.condition is None]
    widths = []
    for language in languages(scope):
        rows = [joined((label(o, language),)) for o in sure if not o.quiet]
        asked = alternatives(menu.question, channel, language) if menu.question is not None else ()
        question = max((len(joined(lines)) for lines in asked), default=0)
        widths.append(question + sum(len(row) + len("\n1. ") for row in rows))
    return max(widths)
