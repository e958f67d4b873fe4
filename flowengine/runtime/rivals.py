"""One utterance, heard in several ways: what each of them means, and how sure that is.

It finds and never decides: what is asked back about or taken is the business of `questions`. What
was denied at this question is left out, and of hearings that mean the same the first counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flowengine.language import program as p
from flowengine.runtime import choices, formats, hearing, readers, sureness
from flowengine.runtime.changing import FREE

if TYPE_CHECKING:
    from flowengine.runtime.choices import Shown
    from flowengine.runtime.events import Said
    from flowengine.runtime.sureness import Candidate
    from flowengine.runtime.turn import Turn

EQUAL = 0.1  # hearings whose confidence lies no further apart are about equally sure
LEAST = 0.2  # what is less sure is not worth being asked about next


class Rival(NamedTuple):
    candidate: Candidate
    confidence: float


def compared(turn: Turn, wait: p.Question, offered: tuple[Shown, ...], event: Said) -> list[Rival]:
    """Every hearing that means something here, in the order of the recogniser."""
    found: dict[str, Rival] = {}
    for text, confidence in ((event.text, event.confidence), *event.alternatives):
        candidate = _candidate(turn, wait, offered, text)
        if candidate is not None and not sureness.is_refused(turn, candidate):
            found.setdefault(sureness.refusal(candidate), Rival(candidate, confidence))
    return list(found.values())


def near(event: Said) -> list[str]:
    """The other hearings that are about as sure as the best."""
    return [text for text, sure in event.alternatives if event.confidence - sure <= EQUAL]


def are_close(found: list[Rival]) -> bool:
    return found[0].confidence - found[1].confidence <= EQUAL


def next_best(
    turn: Turn, wait: p.Question, offered: tuple[Shown, ...], event: Said
) -> list[Candidate]:
    """What to ask about if the best is denied: one more at most, nobody likes a list of no."""
    if not event.alternatives:
        return []
    rest = compared(turn, wait, offered, event)[1:2]
    return [one.candidate for one in rest if one.confidence >= LEAST]


def _candidate(
    turn: Turn, wait: p.Question, offered: tuple[Shown, ...], text: str
) -> Candidate | None:
    """The one thing that these words mean here; None for nothing, or for several at once."""
    exact = hearing.option_exactly(turn, wait, offered, text) if offered else None
    if exact is not None:
        return exact.id, exact.label, exact.value, text
    part = turn.program.blocks[wait.name].part
    command = hearing.command_exactly(turn, part, text)
    type_ = wait.type if isinstance(wait, p.Ask) else None
    if type_ is not None and not (command and type_.name in FREE):
        values = [one.value for one in readers.read(turn, type_, text)]
        if values:
            return "", _label(turn, offered, values[0]), values[0], text
    if command is not None:
        return sureness.WORDS, choices.label_of(turn, command), None, text
    guessed = hearing.option_meant(turn, wait, offered, text).options
    numbered = None if guessed else hearing.by_number(turn, offered, text)
    one = guessed[0] if len(guessed) == 1 else numbered
    return (one.id, one.label, one.value, text) if one else None


def _label(turn: Turn, offered: tuple[Shown, ...], value: object) -> str:
    shown = next((one.label for one in offered if one.value is value), "")
    return shown or formats.plain(value, turn.language)
