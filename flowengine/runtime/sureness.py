"""Asking back: "did you mean …?" between equals or after a faint hearing, and "is that right?".

What waits for the answer is held in `Asked.held` as candidates (id, label, value, said); the id is
empty for a value that is no option, and WORDS where the words are to be heard again as though they
had been typed. Asking back is not a failed try. What was denied is not believed again at this
question, unless somebody types or presses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.grammar import values as grammar_values
from flowengine.grammar.normal import words as fold
from flowengine.grammar.search import INSIDE
from flowengine.language import program as p
from flowengine.runtime import prompts
from flowengine.runtime import values as known
from flowengine.runtime.choices import Shown, shown
from flowengine.runtime.events import Event, Picked, Pressed, Said
from flowengine.runtime.formats import options
from flowengine.runtime.hearing import SURE, number_said, standard
from flowengine.runtime.ladders import detour
from flowengine.runtime.phrases import phrase
from flowengine.runtime.words import text_of

if TYPE_CHECKING:
    from flowengine.runtime.session import Asked
    from flowengine.runtime.turn import Turn

CHOOSE, CONFIRM, IN_TURN = "choose", "confirm", "in turn"
WORDS = "\0words"
FAINT = SURE / 2  # a yes or no to what was asked back is believed from here on
Candidate = Sequence[Any]  # id, label, value, said
MOST = 4  # more equals than that are no question but a list
MOST_REFUSED = 16  # denied at one question; who denies more has forgotten the first


Asking = p.Question | p.Form


def hold(turn: Turn, wait: Asking, candidates: Sequence[Candidate], mode: str = CHOOSE) -> str:
    """Keeps the candidates and asks back, in the words of the `unsure` ladder if there is one.

    IN_TURN asks about the first, and about the next one when that is denied.
    """
    asked = turn.so_far
    turn.asked = replace(
        asked,
        mode=mode,
        held=tuple(list(one) for one in candidates[:MOST]),
        unsure=asked.unsure + (mode != CONFIRM),
    )
    rungs = [
        block for since, block in wait.ladders.rungs.get("unsure", ()) if since <= turn.asked.unsure
    ]
    if rungs and mode != CONFIRM:
        turn.about = {**turn.about, "guess": _joined(turn, about(turn.asked))}
        return detour(turn, wait.name, rungs[-1])
    return wait.name


def about(asked: Asked) -> tuple[Candidate, ...]:
    """What is asked back about now."""
    return asked.held[:1] if asked.mode == IN_TURN else asked.held


def ask(turn: Turn, wait: Asking) -> None:
    """The engine's own question about what is held."""
    held = about(turn.so_far)
    if len(held) == 1:
        prompts.choose(turn, wait, "yes/no", _wording(turn, wait, held[0]), prompts.yes_no(turn))
    else:
        text = phrase(turn.language, "which one")
        prompts.choose(turn, wait, "unsure", text, _numbered(held))


def settle(turn: Turn, event: Event) -> Candidate | None:
    """The candidate that this answer settles on."""
    held = about(turn.so_far)
    index = _which(turn, held, event)
    return None if index is None else held[index]


def is_nothing(event: Event) -> bool:
    """Somebody spoke, and nobody could make out a word."""
    return isinstance(event, Said) and not event.text.strip()


def is_faint(turn: Turn, event: Event) -> bool:
    """A yes, a no or a choice between several that was hardly heard: the same is asked again."""
    if not isinstance(event, Said) or event.confidence >= FAINT:
        return False
    several = len(about(turn.so_far)) > 1
    return (settle(turn, event) if several else answer(turn, event)) is not None


def doubts(turn: Turn, event: Event) -> bool:
    """Whether a choice between several was heard so faintly that it is asked back about itself."""
    several = len(about(turn.so_far)) > 1
    return several and isinstance(event, Said) and event.confidence < SURE


def deny(turn: Turn) -> bool:
    """What was asked about is not meant. True where there is a next best to be asked about."""
    asked = turn.so_far
    denied, rest = about(asked), asked.held[1:] if asked.mode == IN_TURN else ()
    refused = dict.fromkeys((*asked.refused, *map(refusal, denied)))
    turn.asked = replace(
        asked, mode=IN_TURN if rest else "", held=rest, refused=tuple(refused)[-MOST_REFUSED:]
    )
    return bool(rest)


def refusal(candidate: Candidate) -> str:
    """What `Asked.refused` remembers of it: an option by its id, else what it says."""
    id_, _, value, said = candidate
    if id_ == WORDS:
        return f"said {' '.join(fold(said))}"
    return id_ or f"value {value}"


def is_refused(turn: Turn, candidate: Candidate) -> bool:
    return bool(turn.so_far.refused) and refusal(candidate) in turn.so_far.refused


def denied(turn: Turn, event: Event) -> bool:
    """A plain no; anything else may be the right answer said straight away."""
    return answer(turn, event, whole=True) is False


def answer(turn: Turn, event: Event, *, whole: bool = False) -> bool | None:
    """Yes, no, or neither; `whole` hears no "no" inside a longer message."""
    match event:
        case Picked(choice="yes") | Pressed(keys="1" | "1#") | Said(text="1"):
            return True
        case Picked(choice="no") | Pressed(keys="2" | "2#") | Said(text="2"):
            return False
        case Said(text=text):
            return spoken(turn, text, INSIDE if whole else 0.0)
    return None


def spoken(turn: Turn, text: str, above: float = INSIDE) -> bool | None:
    """Yes or no in words; nothing else is as sure as `above`."""
    folded = fold(text)
    for value, name in ((True, "yes"), (False, "no")):
        if folded == fold(phrase(turn.language, name)):
            return value
    found = grammar_values.read(
        "yes/no", text, standard(turn.program), turn.language, known.now(turn.values)
    )
    return bool(found[0].value) if found and found[0].score > above else None


def _wording(turn: Turn, wait: Asking, candidate: Candidate) -> str:
    if turn.so_far.mode != CONFIRM:
        return phrase(turn.language, "did you mean").format(candidate[1])
    own = wait.confirm.message if isinstance(wait, p.Ask) and wait.confirm else None
    if own is None or not isinstance(wait, p.Ask):
        return phrase(turn.language, "right?").format(candidate[1])
    return _with_value(turn, wait.slot, candidate[2], own)


def _with_value(turn: Turn, slot: str, value: Any, message: p.Message) -> str:
    """The author's words may name the slot, which has its value only once it is confirmed."""
    before = turn.values.get(slot)
    turn.values[slot] = value
    try:
        return text_of(turn, message)
    finally:
        if before is None:
            turn.values.pop(slot, None)
        else:
            turn.values[slot] = before


def _numbered(held: tuple[Candidate, ...]) -> tuple[Shown, ...]:
    return tuple(
        Shown(str(number), str(number), label, value, None)
        for number, (_, label, value, _) in enumerate(held, 1)
    )


def _which(turn: Turn, held: tuple[Candidate, ...], event: Event) -> int | None:
    if len(held) == 1:
        return 0 if answer(turn, event) is True else None
    match event:
        case Picked(choice=key) | Pressed(keys=key) | Said(text=key):
            key = key.strip().rstrip("#")
            if key.isdecimal() and len(key) == 1 and 0 < int(key) <= len(held):
                return int(key) - 1
    if isinstance(event, Said):
        said, number = fold(event.text), number_said(turn, event.text)
        for index, (_, label, _, _) in enumerate(held):
            if said and (said == fold(label) or number == str(index + 1)):
                return index
    return None


def as_shown(turn: Turn, wait: p.Question, candidate: Candidate) -> Shown | None:
    """The option, or the value; None for an option that is not offered any more."""
    id_, label, value, _ = candidate
    if id_:
        return next((one for one in shown(turn, wait) if one.id == id_), None)
    return Shown("", "", label, value, None)


def _joined(turn: Turn, candidates: Sequence[Candidate]) -> str:
    return options([label for _, label, _, _ in candidates[:MOST]], turn.language)
