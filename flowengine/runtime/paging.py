"""A text too long for one small screen is read page by page; then comes the question it leads to.

Works on what a finished turn says. A page ends in the word for more (and from the second one on in
the word for less), numbered from 1. The pages wait in `Asked.unread`, the last of them being the
words of the question's own screen; a conversation that is over waits the same way until its last
words are read. While a page is read its numbers turn it, and commands and options are heard by
their words; anything else shows the page again, so that nothing said is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.grammar.expansion import Words
from flowengine.grammar.matcher import Choice, Matcher
from flowengine.grammar.normal import words as fold
from flowengine.language import alphabet
from flowengine.language import program as p
from flowengine.runtime import effects as fx
from flowengine.runtime import hearing, screens
from flowengine.runtime.attached import in_words
from flowengine.runtime.choices import shown
from flowengine.runtime.events import Event, Picked, Said
from flowengine.runtime.markup import plain
from flowengine.runtime.phrases import phrase
from flowengine.runtime.session import Asked, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.turn import Turn

ELSEWHERE = "\0on"
LEAST = 30  # places that a page has for words, however long the choices below them are
_SENTENCE = re.compile(r"[.!?؟…](?=\s)|\n")
_WORD = re.compile(r"\n|[^\S\n]*\S+")
Effects = tuple[fx.Effect, ...]

# ------------------------------------------------------------ what a turn says


def paged(turn: Turn, session: Session) -> tuple[Session, Effects]:
    """The turn's session and effects, what is too long for the screen put on pages."""
    if not screens.is_small(turn):
        return session, tuple(turn.effects)
    before = turn.effects[: screens.elsewhere(turn.effects)]
    turn.effects = turn.effects[len(before) :]
    session, effects = _paged(turn, session)
    return session, (*before, *effects)


def _paged(turn: Turn, session: Session) -> tuple[Session, Effects]:
    """Of what is for this screen."""
    effects = tuple(turn.effects)
    if not (effects or turn.so_far.unread):
        return session, effects
    said, last = screens.said(turn), effects[-1] if effects else None
    asked = turn.so_far
    waits = isinstance(last, fx.Prompt) or not session.place
    if asked.unread and waits and not isinstance(last, fx.Ended):
        prompt = last if isinstance(last, fx.Prompt) else None
        if said and prompt is not None:
            unread = pages(screens.screen_of(turn), (*said, *asked.unread[asked.read :]), prompt)
            asked = replace(asked, unread=unread, read=0)
        return _screen(turn, session, asked, prompt)
    screen = screens.screen_of(turn)
    if fits(screen, said, last if isinstance(last, fx.Prompt) else None):
        return session, effects
    if isinstance(last, fx.Prompt):
        unread = pages(screen, (*said, last.text), last)
        return _screen(turn, session, replace(asked, unread=unread, read=0), last)
    if isinstance(last, fx.Ended):
        unread = split(screen, said)
        ended = Asked(turn.number, mode=last.reason, unread=unread)
        return _screen(turn, session, ended, None)
    return session, (*(_message(turn, text) for text in split(screen, said)), *_silent(turn))


def fits(screen: screens.Screen, said: tuple[str, ...], prompt: fx.Prompt | None) -> bool:
    """Whether what is said, and the question with its choices, are one screen."""
    if prompt is None:
        return screens.taken(said) - 1 <= screen.room(*said)
    listed = [one for one in prompt.choices if not one.quiet]
    texts = (*said, prompt.text, prompt.hint)
    size = screens.taken(texts) + sum(map(screens.width, listed))
    return size <= screen.room(*texts, *(one.label for one in listed))


def pages(screen: screens.Screen, texts: tuple[str, ...], prompt: fx.Prompt) -> tuple[str, ...]:
    """Texts on pages. The last text is the question's: it stays whole where a screen holds it."""
    *before, question = texts
    listed = [one for one in prompt.choices if not one.quiet]
    lines = screens.taken((prompt.hint,)) + sum(map(screens.width, listed))
    space = screen.room(*texts, prompt.hint, *(one.label for one in listed)) - lines
    units = alphabet.of("".join(texts)).units
    if not question or units(question) < space:
        found, final = split(screen, tuple(before)), question
    else:
        pieces = _cut(plain(question), max(space - screen.reserve(), LEAST), units)
        *begun, final = pieces or ("",)
        found = split(screen, (*before, *begun))
    joined = "\n".join(part for part in (*found[-1:], final) if part)
    if found and final is question and units(joined) < space:
        return (*found[:-1], joined)
    return (*found, final)


def split(screen: screens.Screen, texts: tuple[str, ...]) -> tuple[str, ...]:
    """On pages that leave room for the lines that turn them."""
    labels = [one.label for one in screen.turners()]
    room = screen.room(*texts, *labels)
    text = "\n".join(plain(text) for text in texts)
    first, later = (max(room - screen.reserve(page), LEAST) for page in (0, 1))
    return _cut(text, later, alphabet.of("".join((text, *labels))).units, first)


def _cut(text: str, later: int, units: Callable[[str], int], first: int = 0) -> tuple[str, ...]:
    """Pieces of at most `later` places (the first of `first`): sentences, else words, letters."""
    found: list[str] = []
    page = ""
    for word in _WORD.findall(text):
        while units((page + word).strip()) > (space := later if found else first or later):
            whole = _last_sentence(page) or page
            if not whole.strip():  # one word, longer than a page
                whole = _head(word, space, units)
                word = word[len(whole) :]
            found.append(whole.strip())
            page = page[len(whole) :].lstrip()
            word = word if page else word.lstrip()
        page += word
    found.append(page.strip())
    return tuple(one for one in found if one)


def _last_sentence(page: str) -> str:
    """Up to the last end of a sentence in the second half of the page, or ""."""
    ends = [found.end() for found in _SENTENCE.finditer(page)]
    return page[: ends[-1]] if ends and ends[-1] * 2 > len(page) else ""


def _head(word: str, space: int, units: Callable[[str], int]) -> str:
    size = min(len(word), space)
    while size > 1 and units(word[:size]) > space:
        size -= 1
    return word[:size]


# ------------------------------------------------------------ one screen


def _screen(
    turn: Turn, session: Session, asked: Asked, prompt: fx.Prompt | None
) -> tuple[Session, Effects]:
    """The page we are at: with the way on, or, as the last one, with what it leads to."""
    text, rest = asked.unread[asked.read], _silent(turn)
    if asked.read < len(asked.unread) - 1:
        session = replace(session, asked=asked, ended="")
        return session, (*rest, _page(turn, session, asked, text))
    if prompt is not None:
        return replace(session, asked=asked.all_read()), (*rest, replace(prompt, text=text))
    over = (_message(turn, text), fx.Ended(reason=asked.mode))
    return replace(session, asked=None, ended=asked.mode), (*rest, *over)


def _page(turn: Turn, session: Session, asked: Asked, text: str) -> fx.Prompt:
    turners = screens.screen_of(turn).turners(asked.read)
    return fx.Prompt(
        turn=asked.turn,
        wait=session.place,
        kind="page",
        text=text,
        language=turn.language,
        choices=tuple(one.as_choice() for one in turners),
    )


def _message(turn: Turn, text: str) -> fx.Say:
    return fx.Say(text=text, language=turn.language)


def _silent(turn: Turn) -> Effects:
    """What the turn does besides speaking."""
    return tuple(
        one
        for one in turn.effects
        if not isinstance(one, fx.Say | fx.Prompt | fx.Ended)
        and not (isinstance(one, fx.Show) and in_words(one.kind, one.reference))
    )


# ------------------------------------------------------------ what the person does


def heard(turn: Turn, wait: p.Exit | None, event: Event) -> str | None:
    """The next block while pages are read (None: only the page changes), or ELSEWHERE."""
    asked = turn.so_far
    by = _turned(turn, event)
    if by or (isinstance(event, Said) and event.text.strip().isdecimal() and not turn.place):
        last = len(asked.unread) - 1
        turn.asked = replace(asked, read=max(0, min(asked.read + by, last)))
        return turn.place or None
    if not turn.place:
        put_away(turn)
        return ELSEWHERE
    if _is_option(turn, wait, event):
        turn.asked = asked.all_read()
        return ELSEWHERE
    return ELSEWHERE if _is_command(turn, event) else turn.place


def put_away(turn: Turn) -> None:
    """The conversation was over but for its last words; now something else begins."""
    if is_over(turn):
        turn.ended, turn.asked = turn.so_far.mode, None


def is_over(turn: Turn) -> bool:
    return not turn.place and bool(turn.so_far.unread)


def _is_option(turn: Turn, wait: p.Exit | None, event: Event) -> bool:
    if not isinstance(event, Said) or not isinstance(wait, p.Question):
        return False
    return hearing.option_exactly(turn, wait, shown(turn, wait), event.text) is not None


def _is_command(turn: Turn, event: Event) -> bool:
    if not isinstance(event, Said):
        return False
    part, text = turn.program.blocks[turn.place].part, event.text
    exact = hearing.command_exactly(turn, part, text)
    return (exact or hearing.command_by_key(turn, part, text.strip())) is not None


def _turned(turn: Turn, event: Event) -> int:
    """1 for the next page, -1 for the one before, 0 for neither."""
    match event:
        case Picked(choice=choice):
            found = choice
        case Said(text=text):
            found = {"1": "more", "2": "less"}.get(text.strip()) or _named(turn, text)
        case _:
            found = ""
    return {"more": 1, "less": -1 if turn.so_far.read else 0}.get(found, 0)


def _named(turn: Turn, text: str) -> str:
    key = ("turners", turn.language)
    matcher: Matcher | None = turn.program.cache.get(key)
    if matcher is None:
        labels = {
            one.id: (one.label, phrase(turn.language, one.id))
            for one in screens.screen_of(turn).turners()
        }
        matcher = turn.program.cache[key] = Matcher(
            [
                Choice(id_, tuple(Words(tuple(fold(label))) for label in dict.fromkeys(both)))
                for id_, both in labels.items()
            ],
            hearing.rules(turn.program, turn.language),
        )
    matches = matcher.match(text)
    return str(matches[0].key) if matches else ""
