"""Small screens: a question that does not fit is paged, numbers starting afresh on each page.

Only channels with a screen are paged (`SCREENS`, or the flow's `screen` line). What was said before
the question in the same turn shares its first screen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_asked

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
    """The question's text, on the first screen only, and the choices of the screen we are on.

    Notes in `Asked` which choices these are: how much fits depends on what was said before the
    question, and the answer must meet the same numbers.
    """
    room = limit(turn)
    if not room:
        return text, offered
    listed, first = _listed(offered), _first(turn, offered)
    text = "" if first else text
    room -= _used(turn) + len(text)
    whole = len(listed) < 2 or (not first and sum(map(_width, listed)) <= room)
    count = 0 if whole else _fitting(listed[first:], room - _reserve(turn))
    if turn.so_far.fits != count or turn.so_far.page != first:
        turn.asked = replace_asked(turn.so_far, page=first, fits=count)
    return text, page_now(turn, offered)


def page_now(turn: Turn, offered: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """The choices on the screen the person sees; everything, with its own keys, if it all fits."""
    count = turn.so_far.fits
    if not count:
        return offered
    listed, first = _listed(offered), _first(turn, offered)
    more, less = _turners(turn)
    last = first + count >= len(listed)
    silent = tuple(one for one in offered if one.quiet or not one.key)
    page = listed[first : first + count]
    return _renumbered(page, None if last else more, less if first else None) + silent


def turned(turn: Turn, offered: tuple[Shown, ...], by: int) -> int:
    """The first choice of the next screen (`by` 1), or of one that ends where this begins (-1)."""
    listed, first = _listed(offered), _first(turn, offered)
    if by > 0:
        return first + turn.so_far.fits
    before = tuple(reversed(listed[:first]))
    return first - _fitting(before, limit(turn) - _reserve(turn))


def keyless(one: Shown) -> Shown:
    """An option of another page: it can be named, but its number means something else here."""
    return replace(one, key="")


def _listed(offered: tuple[Shown, ...]) -> tuple[Shown, ...]:
    return tuple(one for one in offered if not one.quiet and one.key)


def _first(turn: Turn, offered: tuple[Shown, ...]) -> int:
    """Choices from data may have become fewer since."""
    return max(0, min(turn.so_far.page, len(_listed(offered)) - 1))


def _fitting(row: tuple[Shown, ...], room: int) -> int:
    """How many fit, one after another; one at least, so that the person gets on."""
    count = 0
    for one in row:
        room -= _width(one)
        if room < 0 and count:
            break
        count += 1
    return count


def _reserve(turn: Turn) -> int:
    return sum(map(_width, _turners(turn)))


def _renumbered(
    page: tuple[Shown, ...], more: Shown | None, less: Shown | None
) -> tuple[Shown, ...]:
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
