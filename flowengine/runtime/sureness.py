"""Asking back: "did you mean …?" between equals or after a faint hearing, and "is that right?".

What waits for the answer is held in `Asked.held` as candidates (id, label, value, said); the id is
empty for a value that is no option. Asking back is not a failed try.
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
from flowengine.runtime.hearing import standard
from flowengine.runtime.ladders import detour
from flowengine.runtime.phrases import phrase
from flowengine.runtime.words import text_of

if TYPE_CHECKING:
    from flowengine.runtime.turn import Turn

CHOOSE, CONFIRM = "choose", "confirm"
Candidate = Sequence[Any]  # id, label, value, said
MOST = 4  # more equals than that are no question but a list


def hold(turn: Turn, wait: p.Question, candidates: Sequence[Candidate], mode: str = CHOOSE) -> str:
    """Keeps the candidates and asks back, in the words of the `unsure` ladder if there is one."""
    asked = turn.so_far
    turn.asked = replace(
        asked,
        mode=mode,
        held=tuple(list(one) for one in candidates[:MOST]),
        unsure=asked.unsure + (mode == CHOOSE),
    )
    rungs = [
        block for since, block in wait.ladders.rungs.get("unsure", ()) if since <= turn.asked.unsure
    ]
    if rungs and mode == CHOOSE:
        turn.about = {**turn.about, "guess": _joined(turn, candidates)}
        return detour(turn, wait.name, rungs[-1])
    return wait.name


def ask(turn: Turn, wait: p.Question) -> None:
    """The engine's own question about what is held."""
    held = turn.so_far.held
    if len(held) == 1:
        prompts.choose(turn, wait, "yes/no", _wording(turn, wait, held[0]), prompts.yes_no(turn))
    else:
        text = phrase(turn.language, "which one")
        prompts.choose(turn, wait, "unsure", text, _numbered(held))


def settle(turn: Turn, wait: p.Question, event: Event) -> tuple[Shown, str] | None:
    """What this answer settles on, as an option or a value, and the words it was first said in."""
    held = turn.so_far.held
    index = _which(turn, held, event)
    one = None if index is None else _as_shown(turn, wait, held[index])
    return None if one is None else (one, held[index or 0][3])


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


def _wording(turn: Turn, wait: p.Question, candidate: Candidate) -> str:
    if turn.so_far.mode == CHOOSE:
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
        said = fold(event.text)
        for index, (_, label, _, _) in enumerate(held):
            if said and said == fold(label):
                return index
    return None


def _as_shown(turn: Turn, wait: p.Question, candidate: Candidate) -> Shown | None:
    """None for an option that is not offered any more."""
    id_, label, value, _ = candidate
    if id_:
        return next((one for one in shown(turn, wait) if one.id == id_), None)
    return Shown("", "", label, value, None)


def _joined(turn: Turn, candidates: Sequence[Candidate]) -> str:
    return options([label for _, label, _, _ in candidates[:MOST]], turn.language)
