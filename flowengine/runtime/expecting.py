"""What may be said or pressed at the place where a conversation waits: what a recogniser is told.

Plain data that can travel to another process. `expected` makes it; `speech` reads it. Whatever of
it is said is understood back: the interpreter leads where the way says.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from flowengine.language import program as p
from flowengine.runtime import (
    changing,
    choices,
    choosing,
    filling,
    handoffs,
    hearing,
    sayable,
    screens,
    spoken_values,
    sureness,
)
from flowengine.runtime.events import Event
from flowengine.runtime.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from flowengine.runtime.session import Session

MOST = 300  # phrases in all: each more makes a recogniser slower and less sure
MOST_OF_FIRST = 200  # of them for the question's own options, where commands need the rest
ASIDE = 3  # phrases of an option or a command while something else is asked back
KEYS = "1234567890*#"
LONGEST = {"phone": 15, "digits": 20, "number": 9, "money": 9, "date": 8, "time": 4}
"""Digits of an answer by keys: E.164 for telephones, DDMMYYYY and HHMM as `readers` takes them."""


class Way(msgspec.Struct, frozen=True, gc=False):
    """One thing that may be meant. `phrases` are in words that can be said, sign by sign."""

    id: str
    phrases: tuple[str, ...]


class Expected(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`turn` is that of the prompt, `accepts` the type of answer, "" where only the ways count.

    `ways` are what can be listed: the options by their id, then the commands ("anywhere 3") and
    the emergency words ("words danger") that are heard here; what the person has just denied is
    left out. `cut` counts phrases that were left out because the list would be too long, the
    longest first. `values` is a whole JSGF grammar of a typed answer besides (numbers, dates …),
    "" where there is none. With `free` any words are an answer.

    `keys` are the single keys that mean something. `digits` is how many digits an answer by keys
    may have at most, 0 where only single keys count; `exact` how many it has where that is known.
    """

    turn: int
    language: str
    accepts: str = ""
    ways: tuple[Way, ...] = ()
    values: str = ""
    free: bool = False
    keys: str = ""
    digits: int = 0
    exact: int = 0
    secret: bool = False
    cut: int = 0


Listed = list[tuple[str, tuple[str, ...]]]
Types = tuple[p.AnswerType, ...]


def expected(program: p.Program, session: Session) -> Expected | None:
    """For the question that the session waits at; None where no person is heard.

    Whoever waits for an agent is asked nothing, and still heard: commands, their keys and emergency
    words. Who talks with one is not.
    """
    block = program.blocks.get(session.place)
    waits = p.Question | p.Form | p.Handoff
    if block is None or not isinstance(block.exit, waits) or _with_an_agent(session):
        return None
    turn = Turn(program, session, Event(at=session.at), None)
    try:
        return _at(turn, block.part, block.exit)
    finally:
        turn.release()


def _with_an_agent(session: Session) -> bool:
    return session.asked is not None and session.asked.mode == handoffs.TALKING


def _at(turn: Turn, part: p.Part, wait: p.Question | p.Form | p.Handoff) -> Expected:
    if isinstance(wait, p.Handoff):
        here = sayable.Place(turn, part)
        return _expected(here, "", [], (), _keys(here))
    if isinstance(wait, p.Question):
        return _question(turn, part, wait)
    slot = turn.so_far.slot
    if slot >= 0:
        return _question(turn, part, wait.asks[slot])
    here, types = sayable.Place(turn, part), tuple(ask.type for ask in wait.asks)
    if turn.so_far.mode or slot == filling.READ_BACK:
        return _asked_back(here, types)
    if slot == filling.CHANGE:
        offered = changing.offered(turn, wait)
        ways = [(one.id, sayable.named(turn, one.label, "")) for one in offered]
        return _expected(here, "", ways, types, [*(one.key for one in offered), *_keys(here)])
    return replace(_expected(here, "form", [], types, _keys(here)), free=True)


def _question(turn: Turn, part: p.Part, wait: p.Question) -> Expected:
    here = sayable.Place(turn, part, wait, choosing.on_offer(turn, wait))
    types = (here.type,) if here.type else ()
    if turn.so_far.mode:
        return _asked_back(here, types)
    return _expected(here, here.accepts, _options(here), types, _keys(here))


def _asked_back(here: sayable.Place, types: Types) -> Expected:
    """Yes or no, or which of several; the right answer may as well be said straight away."""
    turn, held = here.turn, sureness.about(here.turn.so_far)
    answers: Listed = [("no", sayable.agreeing(here, False))]
    if len(held) > 1:
        labels = {str(at): one[1] for at, one in enumerate(held, 1)}
        answers += [(key, sayable.named(turn, label, key)) for key, label in labels.items()]
        made = _expected(here, "", answers, types, [*labels, *_keys(here)], aside=True)
    else:
        answers.insert(0, ("yes", sayable.agreeing(here, True)))
        made = _expected(here, "yes/no", answers, types, ["1", "2", *_keys(here)], aside=True)
    return replace(made, digits=0, exact=0)


def _expected(
    here: sayable.Place,
    accepts: str,
    first: Listed,
    types: Types,
    keys: Sequence[str],
    *,
    aside: bool = False,
) -> Expected:
    """`first` goes before the commands; with `aside` the options of the question come after it."""
    turn, wait = here.turn, here.wait
    rest = _commands(here)
    if aside:
        known = {said for _, phrases in first for said in phrases}
        rest = [(id_, _beside(turn, said, known)) for id_, said in (*_options(here), *rest)]
    ways, cut = shared(first, rest)
    longest = max((len(key) for key in keys if key.isdecimal()), default=0)
    digits, exact = _digits(turn, here.type)
    return Expected(
        turn=turn.so_far.turn,
        language=turn.language,
        accepts=accepts,
        ways=ways,
        values=spoken_values.grammar(turn.program, turn.language, types),
        free=accepts in spoken_values.FREE,
        keys="".join(dict.fromkeys(key for key in keys if len(key) == 1)),
        digits=digits or (longest if longest > 1 else 0),
        exact=exact,
        secret=isinstance(wait, p.Ask) and wait.secret,
        cut=cut,
    )


# ------------------------------------------------------------ ways


def _options(here: sayable.Place) -> Listed:
    """The options, without those that the person has just denied."""
    denied = here.turn.so_far.refused
    return [
        (id_, said) for id_, said in _kept("options", here, sayable.of_options) if id_ not in denied
    ]


def _commands(here: sayable.Place) -> Listed:
    """Without those that were denied, by any of their words; emergencies are always heard."""
    denied = set(here.turn.so_far.refused)
    commands = _kept("commands", here, sayable.of_commands)
    if denied:
        commands = [(id_, said) for id_, said in commands if denied.isdisjoint(_refusals(said))]
    return [*commands, *sayable.of_dangers(here)]


def _refusals(phrases: Iterable[str]) -> Iterable[str]:
    return (sureness.refusal((sureness.WORDS, "", None, phrase)) for phrase in phrases)


def _kept(what: str, here: sayable.Place, make: Callable[[sayable.Place], Listed]) -> Listed:
    """Made once where every conversation is offered the same, all at once."""
    turn, wait = here.turn, here.wait
    if wait is None or not choices.is_static(wait) or screens.is_small(turn):
        return make(here)
    if what == "commands" and any(option.condition for option in here.part.commands):
        return make(here)
    key = choices.kept_under(f"{what} said", turn)
    found: Listed | None = wait.cache.get(key)
    if found is None:
        found = wait.cache[key] = make(here)
    return found


def _beside(turn: Turn, phrases: Iterable[str], known: set[str]) -> tuple[str, ...]:
    """The first few, where they are no answer to what is asked back."""
    few = list(phrases)[:ASIDE]
    return tuple(s for s in few if s not in known and sureness.spoken(turn, s, 0.0) is None)


def shared(first: Listed, rest: Listed) -> tuple[tuple[Way, ...], int]:
    """As many phrases as a recogniser should have, each way's first ones, and how many are cut."""
    room = MOST - min(_count(rest), MOST - MOST_OF_FIRST)
    kept = _fair(first, room)
    kept += _fair(rest, MOST - _count(kept))
    ways = tuple(Way(id_, phrases) for id_, phrases in kept if phrases)
    return ways, _count(first) + _count(rest) - _count(kept)


def _fair(ways: Listed, room: int) -> Listed:
    """The first phrase of each, then the second of each, until there is no room."""
    kept: list[list[str]] = [[] for _ in ways]
    for row in zip_longest(*(phrases for _, phrases in ways)):
        for found, said in zip(kept, row, strict=True):
            if said is not None and room:
                found.append(said)
                room -= 1
    return [(id_, tuple(found)) for (id_, _), found in zip(ways, kept, strict=True)]


def _count(ways: Listed) -> int:
    return sum(len(phrases) for _, phrases in ways)


# ------------------------------------------------------------ keys


def _keys(here: sayable.Place) -> list[str]:
    """What can be pressed: the keys of options, then those of commands."""
    commands = [
        key
        for key in KEYS
        if hearing.command_by_key(here.turn, here.part, key, here.accepts) is not None
    ]
    return [*(one.key for one in here.offered if one.key), *commands]


def _digits(turn: Turn, type_: p.AnswerType | None) -> tuple[int, int]:
    """The most digits of an answer by keys, and how many it must have."""
    if type_ is None or type_.name not in LONGEST:
        return 0, 0
    if type_.length:
        return type_.length, type_.length
    low, high = (bound(turn.values) if bound else None for bound in (type_.low, type_.high))
    if type_.name != "number" or not isinstance(high, int) or high < 0:
        return LONGEST[type_.name], 0
    most = len(str(high))
    return most, most if isinstance(low, int) and low > 0 and len(str(low)) == most else 0
