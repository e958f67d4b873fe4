"""Whether what a transcript expects is true of a talk; `expectation_read` describes the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from flowengine.authoring.wording import matches
from flowengine.runtime.effects import (
    Also,
    ContactSet,
    Fault,
    Handoff,
    MessagesStopped,
    Noted,
    Saved,
    Send,
    Tagged,
    Transfer,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from flowengine.authoring.talk import Talk
    from flowengine.authoring.transcript import Expect

E = TypeVar("E")


def unmet(wanted: Expect, talk: Talk, said: tuple[str, ...]) -> str:
    """Empty where it is true, else one sentence on what is the case instead.

    `said` are the messages of the turn.
    """
    if wanted.what == "at most":
        longest = max((len(message) for message in said), default=0)
        return "" if longest <= wanted.value else f"The longest message has {longest} characters."
    return CHECKS[wanted.what](wanted, talk)


def same(wanted: Any, found: Any) -> bool:
    """Equal values; a wanted text may hold `…` and is compared with what the value looks like."""
    if isinstance(wanted, str):
        return found is not None and matches(wanted, str(found))
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    return bool(wanted == found)


def _queue(wanted: Expect, talk: Talk) -> str:
    made = _all(talk, Handoff)
    if any(effect.queue == wanted.subject for effect in _all(talk, Also)) and not wanted.details:
        return ""
    here = [handoff for handoff in made if handoff.queue == wanted.subject]
    if not here:
        return _instead("Nobody was put into this queue", (one.queue for one in made), "queue")
    last, asked = here[-1], [value for word, value in wanted.details if word == "skill"]
    wrong = [detail[0] for detail in wanted.details if not _detail(*detail, last, asked)]
    if not wrong:
        return ""
    return (
        f"The {' and '.join(wrong)} differs: priority {last.priority}, language {last.language},"
        f" skills {_skills(last)}, brief “{last.brief}”."
    )


def _detail(word: str, value: str, handoff: Handoff, skills: Sequence[str]) -> bool:
    """`level` is that of the skills named beside it, else of any that is asked for."""
    match word:
        case "priority":
            return value.lower() == handoff.priority
        case "skill":
            return value in dict(handoff.skills)
        case "level":
            known = dict(handoff.skills)
            return value in (str(known.get(one, "")) for one in skills or known)
        case "language":
            return value.lower() == handoff.language
        case _:
            return matches(value, handoff.brief)


def _skills(handoff: Handoff) -> str:
    """`housing 3`: where the level is the queue's own, the name alone."""
    named = (f"{name} {level}" if level else name for name, level in handoff.skills)
    return ", ".join(named) or "none"


def _saved(wanted: Expect, talk: Talk) -> str:
    results = _all(talk, Saved)
    named = [result for result in results if matches(wanted.subject, result.name)]
    if not named:
        return _instead("No such result was saved", (result.name for result in results), "saved")
    last = named[-1]
    if any(same(wanted.value, one) for one in (last.value, last.category, last.raw)):
        return ""
    return f"It was saved as {_shown(last.value)}."


def _note(wanted: Expect, talk: Talk) -> str:
    notes = [effect.text for effect in _all(talk, Noted)]
    if any(matches(wanted.value, note) for note in notes):
        return ""
    return _instead("There is no such note", notes, "note")


def _tag(wanted: Expect, talk: Talk) -> str:
    tags = _all(talk, Tagged)
    for one in tags:
        if wanted.subject in ("", one.subject) and matches(wanted.value, one.tag):
            return ""
    return _instead("There is no such tag", (f"{one.subject} {one.tag}" for one in tags), "tag")


def _sent(wanted: Expect, talk: Talk) -> str:
    sent = _all(talk, Send)
    to = dict(wanted.details)["to"]
    for one in sent:
        if one.channel == wanted.subject and matches(_joined(to), _joined(one.to)):
            words = " ".join((one.subject, one.text))
            if matches(wanted.value, one.text) or matches(wanted.value, words):
                return ""
    listed = (f"{one.channel} to {one.to or 'the person'} “{one.text}”" for one in sent)
    return _instead("No such message was sent", listed, "sent")


def _joined(address: str) -> str:
    """A number is the same number however its digits are grouped."""
    return "".join(address.split())


def _nothing_sent(_wanted: Expect, talk: Talk) -> str:
    sent = _all(talk, Send)
    return f"A message was sent: {sent[0].channel} “{sent[0].text}”." if sent else ""


def _transfer(wanted: Expect, talk: Talk) -> str:
    numbers = [effect.to for effect in _all(talk, Transfer)]
    if any(matches(wanted.value, number) for number in numbers):
        return ""
    return _instead("There was no such transfer", numbers, "transferred to")


def _value(wanted: Expect, talk: Talk) -> str:
    found = value_of(wanted.subject, talk.session.values)
    return "" if same(wanted.value, found) else f"It is {_shown(found)}."


def _contact(wanted: Expect, talk: Talk) -> str:
    kept = [one.value for one in _all(talk, ContactSet) if one.field == wanted.subject]
    found = kept[-1] if kept else talk.session.contact.get(wanted.subject)
    return "" if same(wanted.value, found) else f"It is {_shown(found)}."


def _language(wanted: Expect, talk: Talk) -> str:
    spoken = talk.session.language
    return "" if spoken == wanted.value else f"The language is {spoken}."


def _ended(_wanted: Expect, talk: Talk) -> str:
    return "" if talk.ended else f"The conversation waits at {talk.session.place}."


def _stopped(_wanted: Expect, talk: Talk) -> str:
    return "" if _all(talk, MessagesStopped) else "The person still gets messages."


def _fault(wanted: Expect, talk: Talk) -> str:
    faults = [fault.message for fault in _all(talk, Fault)]
    if any(matches(wanted.value, message) for message in faults):
        return ""
    return _instead("There was no such fault", faults, "fault")


def _no_fault(_wanted: Expect, talk: Talk) -> str:
    faults = _all(talk, Fault)
    return f"{faults[0].message} ({faults[0].file}, line {faults[0].line})" if faults else ""


CHECKS: dict[str, Callable[[Expect, Talk], str]] = {
    "queue": _queue,
    "saved": _saved,
    "note": _note,
    "tag": _tag,
    "sent": _sent,
    "nothing sent": _nothing_sent,
    "transfer": _transfer,
    "value": _value,
    "contact": _contact,
    "language": _language,
    "ended": _ended,
    "messages stopped": _stopped,
    "fault": _fault,
    "no fault": _no_fault,
}


def value_of(name: str, values: dict[str, Any]) -> Any:
    """A value by its dotted name: `beds`, `beds.label`, `order.number`."""
    if name in values:
        return values[name]
    first, _, rest = name.partition(".")
    found = values.get(first)
    for part in rest.split(".") if rest else ():
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _all(talk: Talk, kind: type[E]) -> list[E]:
    return [effect for effect in talk.effects if isinstance(effect, kind)]


def _instead(sentence: str, found: Iterable[str], word: str) -> str:
    listed = "; ".join(found)
    return f"{sentence}; {word}: {listed}." if listed else f"{sentence}."


def _shown(value: Any) -> str:
    return "empty" if value is None else f"“{value}”" if isinstance(value, str) else str(value)
