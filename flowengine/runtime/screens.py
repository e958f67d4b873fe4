"""Small screens: a question that does not fit is paged, numbers starting afresh on each page.

Only channels with a screen are paged (`SCREENS`, or the flow's `screen` line). What was said before
the question in the same turn shares its first screen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.runtime import effects as fx
from flowengine.runtime.choices import Shown
from flowengine.runtime.phrases import phrase

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn

SCREENS = {"ussd": 182, "sms": 480}  # characters: 3GPP TS 23.038 for USSD; three joined SMS


def limit(turn: Turn) -> int:
    """Characters of one screen here; 0 where there is no limit."""
    own = SCREENS.get(turn.session.channel, 0)
    return (turn.program.screen[0] or own) if own else 0


def fitted(turn: Turn, text: str, offered: tuple[Shown, ...]) -> tuple[str, tuple[Shown, ...]]:
    """The question's text and choices of the page we are on."""
    room = limit(turn)
    if not room:
        return text, offered
    pages = paged(turn, room, _used(turn) + len(text), offered)
    page = min(turn.so_far.page, len(pages) - 1)
    return ("" if page else text), pages[page]


def page_now(turn: Turn, question: str, offered: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """The choices that stood on the screen the person answers; `said` before them shared it."""
    room = limit(turn)
    if not room:
        return offered
    used = sum(len(text) + 1 for text in turn.session.spoken) + len(question)
    pages = paged(turn, room, used, offered)
    return pages[min(turn.so_far.page, len(pages) - 1)]


def keyless(one: Shown) -> Shown:
    """An option of another page: it can be named, but its number means something else here."""
    return replace(one, key="")


def paged(turn: Turn, room: int, used: int, offered: tuple[Shown, ...]) -> list[tuple[Shown, ...]]:
    """The choices page by page; one page, with their own keys, where all fit."""
    listed = tuple(one for one in offered if not one.quiet and one.key)
    silent = tuple(one for one in offered if one.quiet or not one.key)
    if used + sum(map(_width, listed)) <= room or len(listed) < 2:
        return [offered]
    more, less = _turners(turn)
    reserve = _width(more) + _width(less)
    pages: list[list[Shown]] = [[]]
    left = max(room - used, 0) - reserve
    for one in listed:
        if _width(one) > left and pages[-1]:
            pages.append([])
            left = room - reserve
        pages[-1].append(one)
        left -= _width(one)
    last = len(pages) - 1
    return [
        _renumbered(page, more if i < last else None, less if i else None) + silent
        for i, page in enumerate(pages)
    ]


def _renumbered(page: list[Shown], more: Shown | None, less: Shown | None) -> tuple[Shown, ...]:
    row = [*page, *(one for one in (more, less) if one)]
    return tuple(replace(one, key=str(number)) for number, one in enumerate(row, 1))


def _turners(turn: Turn) -> tuple[Shown, Shown]:
    _, more, less = turn.program.screen
    return (
        Shown("more", "", more or phrase(turn.language, "more"), None, None),
        Shown("less", "", less or phrase(turn.language, "less"), None, None),
    )


def _width(one: Shown) -> int:
    """A line of its own: key, point, blank, label."""
    return len(one.label) + max(len(one.key), 1) + 3


def _used(turn: Turn) -> int:
    """What was said in this turn already, each message on lines of its own."""
    return sum(len(e.text) + 1 for e in turn.effects if isinstance(e, fx.Say))
