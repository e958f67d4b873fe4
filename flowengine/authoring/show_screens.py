"""One screen of a flow as the person sees it, with what it counts: pages, segments, seconds.

Works on words whose holes are still open: each is counted as a short word, so that a count with
holes in it is said to be about so much. Of texts by chance the longest is counted.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.channels.arranging import BUTTONS, NUMBERS, ROWS, arranged
from flowengine.channels.direction import MARK, runs_left
from flowengine.channels.lower import lower, named
from flowengine.language import alphabet
from flowengine.language.checks.spoken import CHARACTERS_PER_SECOND
from flowengine.language.checks.wording import HOLE
from flowengine.runtime import paging
from flowengine.runtime.effects import Choice, Prompt
from flowengine.runtime.screens import Screen, fitting, taken, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.authoring.show_words import Listener

OR = "\n(or) "
FEW = 5  # characters that are named as the reason for UCS-2; more are simply another script
_FILLED = re.compile(r"0\d{7}")


def drawn(
    said: tuple[str, ...], prompt: Prompt | None, to: Listener, screen: Screen
) -> Iterator[str]:
    """The lines of what is said and asked at once. `screen` counts on cellular channels only."""
    channel = named(to.channel)
    lines: Iterator[str]
    if channel.cellular:
        lines = _small(said, prompt, screen)
    else:
        shown = (*said, *((_worded(prompt, to),) if prompt else ()))
        lines = iter([*"\n".join(shown).splitlines(), *_large(said, prompt, to)])
    mark = MARK if runs_left(to.language) else ""
    counts = f"({channel.name} · "  # ours, not the flow's: it runs from the left
    yield from (line if line.startswith(counts) else mark + line for line in lines)


def _worded(prompt: Prompt, to: Listener) -> str:
    """A question in words; messengers show the buttons and lists that they have."""
    how, channel = arranged(prompt, named(to.channel)), named(to.channel)
    if channel.name == "chat" or how not in (BUTTONS, ROWS):
        return "\n".join(lower((prompt,), to.channel))
    sign = "[{}]" if how == BUTTONS else "▾ {}"
    asked = lower((replace(prompt, choices=()),), to.channel)
    return "\n".join((*asked, *(sign.format(one.label) for one in _listed(prompt))))


def _large(said: tuple[str, ...], prompt: Prompt | None, to: Listener) -> Iterator[str]:
    """The count of a channel that pages nothing; buttons and lists are not part of the text."""
    channel = named(to.channel)
    how = arranged(prompt, channel) if prompt else ""
    drawn_apart = how in (BUTTONS, ROWS)
    asked = replace(prompt, choices=()) if prompt and drawn_apart else prompt
    texts = [_longest(one) for one in (*said, *(lower((asked,), to.channel) if asked else ()))]
    about, size = _about(*texts), sum(len(_filled(one)) for one in texts)
    parts = []
    if channel.spoken:
        parts.append(f"{about}{max(1, round(size / CHARACTERS_PER_SECOND))} s")
    many = len(_listed(prompt)) if prompt else 0
    if how == BUTTONS:
        parts.append("1 button" if many == 1 else f"{many} buttons")
    elif how == ROWS:
        parts.append(f"a list of {many}")
    elif how == NUMBERS:
        parts.append("numbers to type")
    if channel.text:
        over = " · too long" if size > channel.text else ""
        parts.append(f"{about}{size}/{channel.text}{over}")
    if parts and size:
        yield f"({' · '.join((channel.name, *parts))})"


# ------------------------------------------------------------ small screens


def _small(said: tuple[str, ...], prompt: Prompt | None, screen: Screen) -> Iterator[str]:
    """Every page, one after another, each with its count."""
    holes: dict[str, str] = {}
    texts = tuple(_hold(_longest(one), holes) for one in said)
    asked = replace(
        prompt,
        text=_hold(_longest(prompt.text), holes),
        hint=_hold(prompt.hint, holes),
        choices=tuple(replace(one, label=_hold(one.label, holes)) for one in prompt.choices),
    ) if prompt else None  # fmt: skip
    pages = _pages(screen, texts, asked)
    for number, page in enumerate(pages, 1):
        place = f" · page {number} of {len(pages)}" if len(pages) > 1 else ""
        yield from _open(alphabet.plainer(page), holes).splitlines()
        yield f"({_count(page, screen)}{place})"
    yield from (line for one in said for line in _others(one))


def _pages(screen: Screen, texts: tuple[str, ...], prompt: Prompt | None) -> list[str]:
    """As the interpreter pages: texts first, then the question, then the rest of its choices."""
    if prompt is None:
        found = paging.split(screen, texts) if not paging.fits(screen, texts, None) else ()
        return _turning(screen, list(found)) if found else ["\n".join(texts)]
    if paging.fits(screen, texts, prompt):
        return [_screen("\n".join((*texts, prompt.text)), prompt, prompt.choices)]
    one = replace(prompt, choices=prompt.choices[:1])
    before: list[str] = []
    text = "\n".join((*texts, prompt.text))
    more = replace(one, choices=(*one.choices, *(s.as_choice() for s in screen.turners(0))))
    if len(prompt.choices) < 2 or not paging.fits(screen, texts, more):
        needs = prompt if len(prompt.choices) < 2 else more
        *before, text = paging.pages(screen, (*texts, prompt.text), needs)
    return [*_turning(screen, before, last=False), *_choosing(screen, text, prompt)]


def _turning(screen: Screen, pages: list[str], *, last: bool = True) -> list[str]:
    """Pages with the lines that turn them; the `last` of all has none."""
    found = []
    for number, page in enumerate(pages):
        final = last and number == len(pages) - 1
        turners = () if final else screen.turners(number)
        found.append("\n".join((page, *(f"{one.key}. {one.label}" for one in turners))))
    return found


def _choosing(screen: Screen, text: str, prompt: Prompt) -> list[str]:
    listed = [one for one in prompt.choices if one.key and not one.quiet]
    labels = [one.label for one in listed]
    space = screen.room(text, prompt.hint, *labels) - taken((text, prompt.hint))
    if len(listed) < 2 or sum(map(width, listed)) <= space:
        return [_screen(text, prompt, prompt.choices)]
    found: list[str] = []
    first = 0
    while first < len(listed):
        words = "" if first else text
        space = screen.room(text, prompt.hint, *labels) - taken((words, prompt.hint))
        fits = fitting(listed[first:], space - screen.reserve(first))
        rest = first + fits < len(listed)
        more, less = screen.turners()
        row = [one.label for one in listed[first : first + fits]]
        row += [more.label] * rest + [less.label] * bool(first)
        numbered = tuple(
            Choice(id=str(key), key=str(key), label=label) for key, label in enumerate(row, 1)
        )
        found.append(_screen(words, prompt, numbered))
        first += fits
    return found


def _screen(text: str, prompt: Prompt, choices: tuple[Choice, ...]) -> str:
    return "\n".join(lower((replace(prompt, text=text, choices=choices),), "sms"))


def _count(page: str, screen: Screen) -> str:
    letters = alphabet.of(page)
    size = f"{_about(page)}{letters.units(page)}"
    if screen.channel == "ussd":
        counted = f"ussd · {size}/{screen.room(page)} {letters.name}"
    else:
        parts = len(alphabet.segments(page)) or 1
        room = letters.one if parts == 1 else parts * letters.part
        counted = f"sms · {parts} segment{'s' * (parts > 1)} · {size}/{room} {letters.name}"
    strange = alphabet.strange(page)
    return f"{counted} because of {' '.join(strange)}" if 0 < len(strange) <= FEW else counted


# ------------------------------------------------------------ holes and texts by chance


def _longest(text: str) -> str:
    return max(text.split(OR), key=lambda one: len(_filled(one)))


def _others(text: str) -> Iterator[str]:
    """The alternatives that were not drawn."""
    kept = _longest(text)
    for one in text.split(OR):
        if one != kept:
            yield from f"(or) {one}".splitlines()


def _filled(text: str) -> str:
    return HOLE.sub("00000000", text)


def _hold(text: str, holes: dict[str, str]) -> str:
    """Each hole as a short word that no page break can cut."""
    numbers = count(len(holes))

    def kept(found: re.Match[str]) -> str:
        word = f"{next(numbers):08d}"
        holes[word] = found[0]
        return word

    return HOLE.sub(kept, text)


def _open(text: str, holes: dict[str, str]) -> str:
    return _FILLED.sub(lambda found: holes.get(found[0], found[0]), text)


def _about(*texts: str) -> str:
    return "about " if any(HOLE.search(one) or _FILLED.search(one) for one in texts) else ""


def _listed(prompt: Prompt) -> list[Choice]:
    return [one for one in prompt.choices if not one.quiet]
