"""A whole call in virtual time: the caller from files and keys, everything else as in a live one.

The interpreter, the turn-taker, the recogniser and the voices are those of the server; only time is
not. So an author hears what a caller hears, in a fraction of the time, and the same each time.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from flowengine.authoring.talk import Person, Place, Talk
from flowengine.authoring.transcript import Answer
from flowengine.channels.calls.sentences import KEYS, sentence
from flowengine.channels.calls.utterances import Utterance, utterances
from flowengine.channels.calls.virtual import VirtualCall
from flowengine.channels.calls.wav import WavCall
from flowengine.host.calls.playback import STOPS
from flowengine.runtime import events
from flowengine.runtime.effects import Effect, Fetch, Handoff, Prompt
from flowengine.runtime.expecting import expected
from flowengine.speech.duplex import orders, reports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.authoring.talk import World
    from flowengine.channels.calls.carried import Recognisers
    from flowengine.language.program import Program
    from flowengine.speech.duplex.orders import Piece
    from flowengine.speech.sound.pcm import Sound

REACTION = 0.4  # seconds until a person answers
LONGEST = 600.0  # seconds of a call
PATIENCE, PAUSE, LIMIT = 7.0, 4.0, 120.0  # seconds, where the flow names none
SILENCES = 2  # questions left unanswered by somebody who has nothing more to do; then they leave
VOICE = "voice"


class Speaker(Protocol):
    """Makes sound of what the flow says; nothing where it cannot be said."""

    def pieces(self, utterance: Utterance, language: str) -> tuple[Piece, ...]: ...


class Deserted:
    """A `World` in which no service answers and nobody is in any queue."""

    def fetch(self, _name: str, _effect: Fetch) -> Answer:
        return Answer(None, 0, "offline")

    def queue(self, _effect: Handoff) -> Place:
        return Place("nobody")


@dataclass(frozen=True, slots=True)
class Act:
    """What the caller does at one question: say a sound, press keys, or neither: keep silent.

    `name` stands for the sound in the account. `after` is seconds from the beginning of what is
    heard, to speak or press into it; None: when it has been heard out.
    """

    sound: Sound | None = None
    keys: str = ""
    name: str = ""
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the account: `at` in seconds since the answer, `who` is bot, caller or note."""

    at: float
    who: str
    text: str


@dataclass(slots=True)
class Account:
    """`entries` in the order of time; `misheard` counts answers that were not understood."""

    entries: list[Entry] = field(default_factory=list)
    seconds: float = 0.0
    misheard: int = 0
    ended: str = ""


class FileCall:
    """One call of one caller. `at` is POSIX seconds of its answer; `rate` is that of the line."""

    def __init__(
        self,
        program: Program,
        person: Person,
        at: float,
        world: World,
        *,
        acts: Iterable[Act],
        speaker: Speaker,
        recognisers: Recognisers | None,
        rate: int = 8000,
    ) -> None:
        self.account = Account()
        self.talk = Talk(program, person, at, world)
        self.call = WavCall(rate=rate)
        self._began = at
        self._acts = deque(acts)
        self._speaker = speaker
        self._virtual = VirtualCall(self.call, self._told, recognisers=recognisers)
        self._listening = 0
        self._plays = 0
        self._playing: set[int] = set()
        self._began_to_play = self._fell_silent = 0.0
        self._pending: list[Effect] = []
        self._seen = 0
        self._captions = 0
        self._acted = 0  # the listening that the caller has answered
        self._silences = 0
        self._leaving = False

    def run(self, longest: float = LONGEST) -> Sound:
        """The call to its end; gives what the caller heard. Whoever has nothing more to do is
        silent, and leaves after SILENCES, or after `longest` seconds."""
        self._virtual.answer(self.talk.session.language)
        self.talk.start()
        self._virtual.run(longest, until=self._has_left)
        if not self._virtual.over:
            self._note("the caller hangs up")
            self.call.leave()
            self._virtual.step()
        self.account.seconds = self._now
        self.account.ended = self.talk.session.ended or "open"
        return self.call.heard

    @property
    def _now(self) -> float:
        return self.call.at()

    def _has_left(self) -> bool:
        """Looked at each 20 ms: what is due by now happens, on either side."""
        self._time_passes()
        self._say_what_came()
        self._act()
        self._caption()
        return self._silences >= SILENCES

    # ------------------------------------------------------------ the flow

    def _time_passes(self) -> None:
        until = self._began + self._now
        due = self.talk.next_due()
        if due is not None and self.talk.clock + due <= until:
            self.talk.advance(until - self.talk.clock)

    def _say_what_came(self) -> None:
        """A fetch has let time pass in the flow; here it passes as silence."""
        self._pending += self.talk.effects[self._seen :]
        self._seen = len(self.talk.effects)
        if not self._pending or self.talk.clock > self._began + self._now:
            return
        effects, self._pending = self._pending, []
        self._say(utterances(effects))
        self._listen(effects)
        if self.talk.ended and not self._leaving:
            self._leaving = True
            self._virtual.order(orders.HangUp(reason=self.talk.session.ended))

    def _say(self, said: Iterable[Utterance]) -> None:
        for one in said:
            pieces = self._speaker.pieces(one, self.talk.session.language)
            if pieces:
                self._play(pieces, STOPS.get(one.interrupt, orders.SPEECH))

    def _play(self, pieces: tuple[Piece, ...], interrupt: str) -> None:
        if not self._playing:
            self._began_to_play = self._now
        self._plays += 1
        self._playing.add(self._plays)
        self._virtual.order(orders.Play(id=self._plays, pieces=pieces, interrupt=interrupt))

    def _listen(self, effects: Iterable[Effect]) -> None:
        """For the question that stands; nothing where the flow waits for something else."""
        prompt = next((one for one in effects if isinstance(one, Prompt)), None)
        if prompt is None and self._listening:
            return
        prompt = prompt or self.talk.prompt
        wanted = expected(self.talk.program, self.talk.session)
        if prompt is None or wanted is None:
            return
        self._listening += 1
        if prompt.accepts == "recording":
            limit = prompt.limit or LIMIT
            record = orders.Record(turn=self._listening, limit=limit, pause=prompt.pause or PAUSE)
            self._virtual.order(record)
            return
        self._virtual.order(
            orders.Listen(
                expected=replace(wanted, turn=self._listening),
                patience=prompt.patience or PATIENCE,
                pause=prompt.pause,
            )
        )

    # ------------------------------------------------------------ the caller

    def _act(self) -> None:
        """One act for each question; the last one is followed by silence."""
        if self._acted == self._listening or not self._acts or self._now < self._turn_of_caller():
            return
        self._acted = self._listening
        act = self._acts.popleft()
        if act.sound is not None:
            self._enter("caller", f"({act.name or 'speaks'})")
            self.call.speak(act.sound)
        elif act.keys:
            self.call.press(act.keys)

    def _turn_of_caller(self) -> float:
        after = self._acts[0].after
        if after is not None:
            return self._began_to_play + after
        return float("inf") if self._playing else self._fell_silent + REACTION

    # ------------------------------------------------------------ what the sound tells

    def _told(self, report: reports.AnyReport) -> None:
        match report:
            case reports.Played():
                self._played(report)
            case reports.Heard(turn=turn) if turn == self._listening:
                self._heard(report)
            case reports.Pressed(turn=turn, keys=keys) if turn == self._listening:
                self._enter("caller", f"[{' '.join(keys)}]")
                self._turn(events.Pressed(at=self._clock, keys=keys))
            case reports.Silent(turn=turn) if turn == self._listening:
                self._silences += not self._acts
                self._enter("caller", "(silence)")
                self._turn(events.Silence(at=self._clock))
            case reports.Recorded(turn=turn) if turn == self._listening:
                self._recorded(report)
            case reports.Struggling(why=why):
                self._struggling(why)
            case reports.Trouble(where=where, what=what):
                self._note(f"{where}: {what}")
            case reports.Gone(why=why):
                self._gone(why)

    def _played(self, report: reports.Played) -> None:
        self._playing.discard(report.id)
        if not self._playing:
            self._fell_silent = self._now
        if not report.whole and not self.call.ended:
            self._note("interrupted")

    def _heard(self, report: reports.Heard) -> None:
        if not report.guesses:
            self.account.misheard += 1
            self._enter("caller", "(not understood)")
            self._turn(events.Said(at=self._clock, text="", confidence=0.0))
            return
        best, *others = report.guesses
        self._enter("caller", f"{best.text} ({best.confidence:.0%})")
        also = tuple((one.text, one.confidence) for one in others)
        said = events.Said(
            at=self._clock, text=best.text, confidence=best.confidence, alternatives=also
        )
        self._turn(said)

    def _recorded(self, report: reports.Recorded) -> None:
        if not report.wav:
            self._enter("caller", "(silence)")
            self._turn(events.Silence(at=self._clock))
            return
        self._enter("caller", f"(a recording of {report.seconds:.1f} s, ended by {report.by})")
        self._turn(events.Received(at=self._clock, kind="recording", reference="recording.wav"))

    def _struggling(self, why: str) -> None:
        self._note(f"hard to understand: {why}")
        language, text = sentence(KEYS, self.talk.session.language)
        self._say([Utterance(text, language)])

    def _gone(self, why: str) -> None:
        self._note(f"the call is over: {why}")
        if not self.talk.ended:
            self._turn(events.HungUp(at=self._clock))

    # ------------------------------------------------------------ turns and the account

    @property
    def _clock(self) -> float:
        """The flow may be ahead: it has waited for a service."""
        return max(self.talk.clock, self._began + self._now)

    def _turn(self, event: events.AnyEvent) -> None:
        self.talk.clock = self._clock
        self.talk.feed(event)

    def _caption(self) -> None:
        fresh = self._virtual.captions[self._captions :]
        self._captions += len(fresh)
        self.account.entries += [Entry(at, "bot", text) for at, text in fresh]

    def _enter(self, who: str, text: str) -> None:
        self._caption()
        self.account.entries.append(Entry(self._now, who, text))

    def _note(self, text: str) -> None:
        self._enter("note", text)
