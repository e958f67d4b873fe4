"""What can happen to a conversation where it stands: every kind of answer, and every outcome.

A move is an event and its words for the report. The time of the event is filled in by the walker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from flowengine.authoring.transcript import Answer
from flowengine.authoring.walk.samples import NONSENSE, fitting, is_media, outside
from flowengine.channels.lower import named
from flowengine.grammar.sampling import sentences
from flowengine.language import program as p
from flowengine.runtime import events as ev
from flowengine.runtime import fetching, handoffs
from flowengine.runtime.hearing import rules
from flowengine.runtime.words import nearest

if TYPE_CHECKING:
    from flowengine.authoring.walk.situation import Situation
    from flowengine.grammar.expansion import Expansion
    from flowengine.runtime.effects import Choice, Field, Prompt


class Move(NamedTuple):
    """`counts` where the person did something: only that makes a path longer."""

    words: str
    event: ev.AnyEvent
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Possible:
    """`fetched`: by the name of a result, what its service may answer."""

    program: p.Program
    channel: str
    fetched: Mapping[str, Sequence[Answer]]

    def moves(self, here: Situation, *, first: bool) -> Iterator[Move]:
        """In one order. `first`: nobody has stood at this place before.

        Then rare events happen too, and each choice is made in all its ways: by key, label and
        phrase. After that one way is enough, for all lead to the same.
        """
        if here.session.ended:
            yield from self._after_the_end() if first else ()
            return
        wait = self.program.blocks[here.place].exit
        match wait:
            case p.Fetch():
                yield from self._answers(wait, here)
            case p.Handoff():
                yield from self._of_queue(here)
            case _ if here.prompt is not None:
                yield from self._of_person(wait, here.prompt, here, first=first)
        for timer in here.timers:
            yield Move(f"time passes ({timer.timer})", timer, counts=False)
        if first:
            yield from self._rare(here)

    # ------------------------------------------------------------ a person

    def _of_person(
        self, wait: p.Exit, prompt: Prompt, here: Situation, *, first: bool
    ) -> Iterator[Move]:
        for choice in prompt.choices:
            yield from islice(self._chosen(choice, prompt), None if first else 1)
        if first:
            yield from self._phrases(wait, here)
        yield from self._values(wait, prompt, here)
        if prompt.fields:
            values = {field.slot: _field(field) for field in prompt.fields}
            yield Move("fills in the form", ev.Filled(at=0, turn=prompt.turn, values=values))
            yield Move("is asked one by one", ev.Filled(at=0, turn=prompt.turn, values={}))
        if named(self.channel).spoken:
            yield Move("silence", ev.Silence(at=0))
        yield Move("something else", ev.Said(at=0, text=NONSENSE))
        for option in self.program.blocks[here.place].part.commands:
            yield from islice(self._command(option, here), None if first else 1)

    def _chosen(self, choice: Choice, prompt: Prompt) -> Iterator[Move]:
        words = f"{choice.key} {choice.label}".strip()
        if named(self.channel).buttons:
            yield Move(words, ev.Picked(at=0, turn=prompt.turn, choice=choice.id))
        elif choice.key and named(self.channel).keypad:
            yield Move(words, ev.Pressed(at=0, keys=choice.key))
        elif choice.key:
            yield Move(words, ev.Said(at=0, text=choice.key))
        yield Move(f"“{choice.label}”", ev.Said(at=0, text=choice.label))

    def _phrases(self, wait: p.Exit, here: Situation) -> Iterator[Move]:
        options = wait.options if isinstance(wait, p.Question) else ()
        for option in options:
            yield from self._said(option.phrases, here)

    def _said(self, phrases: Mapping[str, Sequence[Expansion]], here: Situation) -> Iterator[Move]:
        """One sentence for each phrase, in the language that is spoken."""
        language = here.session.language
        for expansion in phrases.get(language) or phrases.get("", ()):
            for words in sentences(expansion, rules(self.program, language), 1):
                text = " ".join(words)
                yield Move(f"“{text}”", ev.Said(at=0, text=text))

    def _values(self, wait: p.Exit, prompt: Prompt, here: Situation) -> Iterator[Move]:
        ask = self._ask(wait, here)
        if is_media(prompt.accepts):
            sent = ev.Received(at=0, kind=prompt.accepts, reference="sample", label="sample")
            yield Move(f"sends a {prompt.accepts}", sent)
        elif ask is not None and prompt.accepts == "rule":
            rule = rules(self.program, here.session.language)[ask.type.rule]
            for words in sentences(rule, rules(self.program, here.session.language), 3):
                yield Move(f"“{' '.join(words)}”", ev.Said(at=0, text=" ".join(words)))
        else:
            length = ask.type.length if ask is not None else 0
            for text in (fitting(prompt, length), outside(prompt)):
                if text:
                    yield Move(f"“{text}”", ev.Said(at=0, text=text))

    def _ask(self, wait: p.Exit, here: Situation) -> p.Ask | None:
        asked = here.session.asked
        if isinstance(wait, p.Form) and asked is not None and asked.slot >= 0:
            return wait.asks[asked.slot]
        return wait if isinstance(wait, p.Ask) else None

    def _command(self, option: p.Option, here: Situation) -> Iterator[Move]:
        channel, language = here.session.channel, here.session.language
        label = option.labels[nearest(option.labels, channel, language)]
        if isinstance(label, str):
            yield Move(f"“{label}”", ev.Said(at=0, text=label))
        if option.key.isdigit() and named(self.channel).keypad:
            yield Move(f"key {option.key}", ev.Pressed(at=0, keys=option.key))
        yield from self._said(option.phrases, here)

    # ------------------------------------------------------------ the outside

    def _answers(self, wait: p.Fetch, here: Situation) -> Iterator[Move]:
        turn = here.session.asked.turn if here.session.asked else 0
        for answer in self.fetched.get(wait.result, (Answer(body={}),)):
            answered = ev.Fetched(at=0, turn=turn, status=answer.status, body=answer.body)
            yield Move(f"{wait.result} is answered", answered, counts=False)
        refused = ev.Fetched(at=0, turn=turn, status=500, error="status 500")
        yield Move(f"{wait.result} is not answered", refused, counts=False)
        if wait.slow:
            slow = ev.Due(at=0, turn=turn, timer=fetching.SLOW)
            yield Move(f"{wait.result} is slow", slow, counts=False)

    def _of_queue(self, here: Situation) -> Iterator[Move]:
        asked = here.session.asked
        turn = asked.turn if asked else 0
        if asked is not None and asked.mode == handoffs.TALKING:
            yield Move("the talk is over", _over(turn, "done"), counts=False)
            return
        yield Move("an agent accepts", ev.Accepted(at=0), counts=False)
        yield Move(
            "place 1 in the queue", ev.Queued(at=0, position=1, wait=(60, 180)), counts=False
        )
        for outcome in ("closed", "nobody", "full"):
            yield Move(f"the queue says {outcome}", _over(turn, outcome), counts=False)
        for option in self.program.blocks[here.place].part.commands:
            yield from islice(self._command(option, here), 1)

    # ------------------------------------------------------------ seldom

    def _rare(self, here: Situation) -> Iterator[Move]:
        part = self.program.blocks[here.place].part
        for danger in part.dangers:
            yield from self._said(danger.phrases, here)
        yield Move("comes back", ev.Started(at=0))
        yield Move("sends a photo", ev.Received(at=0, kind="photo", reference="sample"))
        yield Move("a message is not delivered", ev.DeliveryFailed(at=0), counts=False)
        yield Move("hangs up", ev.HungUp(at=0))

    def _after_the_end(self) -> Iterator[Move]:
        yield Move("writes again", ev.Said(at=0, text="hello"))
        yield Move("calls and hangs up", ev.MissedCall(at=0))


def _over(turn: int, outcome: str) -> ev.HandoffEnded:
    return ev.HandoffEnded(at=0, turn=turn, outcome=outcome)


def _field(field: Field) -> str:
    return field.choices[0].id if field.choices else fitting(field)
