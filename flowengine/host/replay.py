"""Recorded conversations happen again in two versions of a flow: what would be said otherwise?

Pure: each event has its own time and the session its own seed, so the same version gives the same
words, and whatever differs comes from the change. As long as both stand at the same place they are
compared line by line. Where one goes elsewhere, or ends, that is told once and the rest is left:
the person would have answered something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from flowengine.runtime import step
from flowengine.runtime.goals import goal

if TYPE_CHECKING:
    from flowengine.host.recordings import Recording
    from flowengine.language.program import Program
    from flowengine.runtime import Session

SAID, ELSEWHERE, ENDS, FAULT = "said", "elsewhere", "ends", "fault"
_WORD = re.compile(r"\w+|[^\w\s]")
Line = tuple[str, str]  # place, words


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind`: said (words), elsewhere (`before` and `after` are places), ends (why, or where it
    still waits), fault (what went wrong, only in the new version)."""

    kind: str
    place: str
    before: str
    after: str

    @property
    def change(self) -> tuple[str, ...]:
        """What makes it the same difference in another conversation: the words that were changed,
        without those around them, which may be a name or a date."""
        if self.kind != SAID:
            return self.kind, self.place, self.before, self.after
        old, new = _WORD.findall(self.before), _WORD.findall(self.after)
        hunks = [
            part
            for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            if kind != "equal"
            for part in (" ".join(old[a:b]), " ".join(new[c:d]))
        ]
        return self.kind, self.place, *hunks


@dataclass(slots=True)
class Entry:
    """One change, in however many conversations it shows: `example` is where it showed first, in
    the conversation `key`; `times` counts turns."""

    example: Difference
    key: str
    keys: set[str] = field(default_factory=set)
    times: int = 0


class Findings:
    """What a replay has found so far, the same change in one entry."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, ...], Entry] = {}

    def add(self, key: str, differences: Sequence[Difference]) -> None:
        for one in differences:
            entry = self._entries.setdefault(one.change, Entry(one, key))
            entry.keys.add(key)
            entry.times += 1

    @property
    def entries(self) -> list[Entry]:
        """What shows in most conversations first."""
        return sorted(self._entries.values(), key=lambda one: (-len(one.keys), one.example.place))


def compared(recorded: Recording, old: Program, new: Program) -> list[Difference]:
    """Every difference of one conversation, in the order in which the person would meet them."""
    return list(_compared(recorded, old, new))


def _compared(recorded: Recording, old: Program, new: Program) -> Iterator[Difference]:
    if not recorded.events:
        return
    was, now = _Run(old, recorded.session(old)), _Run(new, recorded.session(new))
    for event in recorded.events:
        place = was.session.place
        meant = _meant(event, was.prompt, now.prompt)
        if meant is None:
            yield Difference(ELSEWHERE, place, f"[{was.label(event)}]", "no such button")
            return
        was.feed(event)
        now.feed(meant)
        faults = [one for one in now.faults if one not in was.faults]
        yield from (Difference(FAULT, place, "", one) for one in faults)
        if was.ended != now.ended or _apart(was.session.place, now.session.place, new):
            yield _parting(place, was, now)
            return
        yield from _words(was.lines(place), now.lines(place))


class _Run:
    """One version of the conversation, as far as it has come."""

    def __init__(self, program: Program, session: Session) -> None:
        self.program = program
        self.session = session
        self.effects: tuple[fx.Effect, ...] = ()
        self.prompt: fx.Prompt | None = None

    def feed(self, event: ev.Event) -> None:
        self.session, self.effects = step(self.program, self.session, event)
        prompts = [one for one in self.effects if isinstance(one, fx.Prompt)]
        self.prompt = prompts[-1] if prompts else self.prompt

    @property
    def faults(self) -> list[str]:
        return [
            f"{one.file}:{one.line}: {one.message}"
            for one in self.effects
            if isinstance(one, fx.Fault)
        ]

    @property
    def ended(self) -> str:
        return self.session.ended

    def lines(self, place: str) -> list[Line]:
        """What this turn says and shows, each with the place where its author would look for it."""
        here = self.session.place or place
        return [(here, words) for one in self.effects for words in _said(one)]

    def label(self, event: ev.Event) -> str:
        choices = self.prompt.choices if self.prompt is not None else ()
        return next(
            (
                one.label
                for one in choices
                if isinstance(event, ev.Picked) and one.id == event.choice
            ),
            "",
        )


def _meant(event: ev.AnyEvent, was: fx.Prompt | None, now: fx.Prompt | None) -> ev.AnyEvent | None:
    """The same button by its label, for its number may be another's now; None where it is gone.

    A button whose label alone was changed keeps its number.
    """
    if not isinstance(event, ev.Picked) or was is None or now is None or event.turn != was.turn:
        return event
    labels = {one.id: one.label for one in was.choices}
    label = labels.get(event.choice)
    if label is None:
        return event
    same = [one.id for one in now.choices if one.label == label]
    other = [one.id for one in now.choices if one.label not in labels.values()]
    if event.choice in (same or other):
        return replace(event, turn=now.turn)
    return replace(event, turn=now.turn, choice=same[0]) if same else None


def _said(effect: fx.Effect) -> Iterator[str]:
    match effect:
        case fx.Say(text=text):
            yield text
        case fx.Prompt():
            yield from (one for one in (effect.text, effect.hint) if one)
            yield from (f"[{one.key} {one.label}]".replace("[ ", "[") for one in effect.choices)
            yield from (one.label for one in effect.fields)
        case fx.Show():
            yield f"{effect.kind}: {effect.reference} {effect.text}".rstrip()
        case fx.Send():
            yield f"{effect.channel}: {effect.subject} {effect.text}".replace("  ", " ")
        case fx.GoneOn():
            yield f"goes on by {effect.channel} to {effect.to}"
        case fx.Transfer():
            yield f"transfer to {effect.to}"
        case fx.Play():
            yield f"play {effect.file}"


def _apart(old: str, new: str, program: Program) -> bool:
    """Whether they stand at different places; a place may have another name."""
    return old != new and (not old or goal(program, old).place != new)


def _parting(place: str, was: _Run, now: _Run) -> Difference:
    if was.ended or now.ended:
        return Difference(ENDS, place, _where(was), _where(now))
    return Difference(ELSEWHERE, place, was.session.place, now.session.place)


def _where(run: _Run) -> str:
    return f"ends ({run.ended})" if run.ended else f"goes on at {run.session.place}"


def _words(old: list[Line], new: list[Line]) -> Iterator[Difference]:
    """Line by line; lines that were put in or taken out stand against nothing."""
    was, now = [words for _, words in old], [words for _, words in new]
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if b - a == d - c:
            for (place, before), (_, after) in zip(old[a:b], new[c:d], strict=True):
                yield Difference(SAID, place, before, after)
        else:
            place = (old[a:b] or new[c:d])[0][0]
            before, after = ("\n".join(w for _, w in some) for some in (old[a:b], new[c:d]))
            yield Difference(SAID, place, before, after)
