"""Small screens: choices that do not fit are paged, numbers starting afresh on each page.

Only channels with a screen are paged, and how much it holds depends on the letters (`alphabet`).
What was said before the question in the same turn shares its first screen; a text too long for that
is read first, page by page (`paging`), and the question then has a screen of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace as replace_asked

from flowengine.language import alphabet
from flowengine.runtime import effects as fx
from flowengine.runtime.attached import in_words
from flowengine.runtime.choices import Shown
from flowengine.runtime.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.runtime.turn import Turn

SCREENS = ("ussd", "sms")  # the channels that `alphabet.room` knows


def is_small(turn: Turn) -> bool:
    return turn.session.channel in SCREENS


class Screen(NamedTuple):
    """A small screen: `own` is the flow's limit (0: none), `more` and `less` turn the page."""

    channel: str
    own: int
    more: str
    less: str

    def room(self, *texts: str) -> int:
        """Places on one screen for texts like these."""
        return alphabet.room(self.channel, "\n".join(texts), self.own)

    def turners(self, first: int = 1) -> tuple[Shown, ...]:
        """The lines that turn the page; a first screen has nothing before it."""
        more = Shown("more", "1", self.more, None, None)
        return (more, Shown("less", "2", self.less, None, None)) if first else (more,)

    def reserve(self, first: int = 1) -> int:
        """What those lines take."""
        return sum(map(width, self.turners(first)))


def screen_of(turn: Turn) -> Screen:
    own = turn.program.screen
    more, less = _word(turn, "more", own.more), _word(turn, "less", own.less)
    return Screen(turn.session.channel, own.limit, more, less)


def _word(turn: Turn, what: str, own: Mapping[str, str]) -> str:
    """In the language of the conversation, else as the flow was written, else ours."""
    written = own.get(turn.language) or own.get(turn.program.written_in)
    return written or phrase(turn.language, what)


def fitted(
    turn: Turn, text: str, hint: str, offered: tuple[Shown, ...]
) -> tuple[str, str, tuple[Shown, ...]]:
    """The question's text and hint, on the first screen only, and the choices of the screen we
    are on.

    Notes in `Asked` which choices these are: how much fits depends on what was said before the
    question, and the answer must meet the same numbers.
    """
    if not is_small(turn):
        return text, hint, offered
    screen, listed, first = screen_of(turn), _listed(offered), _first(turn, offered)
    last = turn.so_far.unread[-1:]
    text = "" if first else last[0] if last else text
    hint = "" if first else hint
    before = (*said(turn), *(part for part in (text, hint) if part))
    labels = [one.label for one in (*listed, *screen.turners())]
    whole_room = screen.room(*before, *labels)
    space = whole_room - taken(before)
    if last or (listed and space < _least(screen, listed)):  # read first, then asked for itself
        space = whole_room - taken((text, hint))
    whole = len(listed) < 2 or (not first and sum(map(width, listed)) <= space)
    count = 0 if whole else fitting(listed[first:], space - screen.reserve(first))
    if turn.so_far.fits != count or turn.so_far.page != first:
        turn.asked = replace_asked(turn.so_far, page=first, fits=count)
    return text, hint, page_now(turn, offered)


def page_now(turn: Turn, offered: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """The choices on the screen the person sees; everything, with its own keys, if it all fits."""
    count = turn.so_far.fits
    if not count:
        return offered
    listed, first = _listed(offered), _first(turn, offered)
    more, less = screen_of(turn).turners()
    last = first + count >= len(listed)
    silent = tuple(one for one in offered if one.quiet or not one.key)
    page = listed[first : first + count]
    return _renumbered(page, None if last else more, less if first else None) + silent


def turned(turn: Turn, offered: tuple[Shown, ...], by: int) -> int:
    """The first choice of the next screen (`by` 1), or of one that ends where this begins (-1)."""
    listed, first = _listed(offered), _first(turn, offered)
    if by > 0:
        return first + turn.so_far.fits
    before, screen = tuple(reversed(listed[:first])), screen_of(turn)
    labels = [one.label for one in (*listed, *screen.turners())]
    return first - fitting(before, screen.room(*labels) - screen.reserve(first))


def keyless(one: Shown) -> Shown:
    """An option of another page: it can be named, but its number means something else here."""
    return replace(one, key="")


def said(turn: Turn) -> tuple[str, ...]:
    """What was said on this screen in this turn already, each message on lines of its own."""
    found = (
        in_words(e.kind, e.reference) if isinstance(e, fx.Show) else e.text
        for e in turn.effects[elsewhere(turn.effects) :]
        if isinstance(e, fx.Say | fx.Show)
    )
    return tuple(text for text in found if text)


def elsewhere(effects: Sequence[fx.Effect]) -> int:
    """How many of these went by another road, before the conversation went on by this one."""
    gone = (n for n, one in enumerate(effects, 1) if isinstance(one, fx.GoneOn))
    return max(gone, default=0)


def taken(texts: tuple[str, ...]) -> int:
    """Places that these take, each with the end of its line."""
    whole = alphabet.of("".join(texts))
    return sum(whole.units(text) + 1 for text in texts if text)


def width(one: Shown | fx.Choice) -> int:
    """A line of its own: key, point, blank, label."""
    return alphabet.of(one.label).units(one.label) + max(len(one.key), 1) + 3


def fitting(row: Sequence[Shown | fx.Choice], space: int) -> int:
    """How many fit, one after another; one at least, so that the person gets on."""
    count = 0
    for one in row:
        space -= width(one)
        if space < 0 and count:
            break
        count += 1
    return count


def _least(screen: Screen, listed: tuple[Shown, ...]) -> int:
    """The least that a screen with choices must hold: all of them, or one and the way on."""
    return min(sum(map(width, listed)), width(listed[0]) + screen.reserve(0))


def _listed(offered: tuple[Shown, ...]) -> tuple[Shown, ...]:
    return tuple(one for one in offered if not one.quiet and one.key)


def _first(turn: Turn, offered: tuple[Shown, ...]) -> int:
    """Choices from data may have become fewer since."""
    return max(0, min(turn.so_far.page, len(_listed(offered)) - 1))


def _renumbered(
    page: tuple[Shown, ...], more: Shown | None, less: Shown | None
) -> tuple[Shown, ...]:
    row = [*page, *(one for one in (more, less) if one)]
    return tuple(replace(one, key=str(number)) for number, one in enumerate(row, 1))
