"""A whole call in virtual time: the caller from files and keys, everything else as in a live one.

The interpreter, the turn-taker, the recogniser and the voices are those of the server; only time is
not. So an author hears what a caller hears, in a fraction of the time, and the same each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from flowengine.authoring import calling_answers
from flowengine.authoring.calling_account import BOT, CALLER, NOTE, Account, Entry
from flowengine.authoring.calling_caller import FileCaller
from flowengine.authoring.talk import Person, Place, Talk
from flowengine.authoring.transcript import Answer
from flowengine.channels.calls.sentences import KEYS, sentence
from flowengine.channels.calls.utterances import Utterance, utterances
from flowengine.channels.calls.virtual import VirtualCall
from flowengine.channels.calls.wav import WavCall
from flowengine.runtime import events
from flowengine.runtime.effects import Effect, Fetch, Handoff, Prompt, Recording
from flowengine.runtime.expecting import expected
from flowengine.speech.duplex import orders, reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.authoring.calling_caller import Act
    from flowengine.authoring.talk import World
    from flowengine.channels.calls.carried import Recognisers
    from flowengine.language.program import Program
    from flowengine.speech.duplex.orders import Piece
    from flowengine.speech.sound.pcm import Sound

LONGEST = 600.0  # seconds of a call
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


class FileCall:
    """One call of one caller. `at` is POSIX seconds of its answer; `rate` is that of the line.

    Whoever has nothing more to do is silent, and leaves after `silences` questions. With `keep` the
    call is recorded from the answer on, whatever the flow says; `recording` is a stereo WAV then,
    as it is where the flow records.
    """

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
        silences: int = SILENCES,
        keep: bool = False,
        progress: Callable[[int], None] = lambda _seconds: None,
    ) -> None:
        self.account = Account()
        self.talk = Talk(program, person, at, world)
        self.call = WavCall(rate=rate)
        self.recording = b""
        self._began = at
        self._caller = FileCaller(self.call, acts)
        self._speaker = speaker
        self._virtual = VirtualCall(self.call, self._told, recognisers=recognisers)
        self._progress = progress
        self._keep = keep
        self._listening = 0
        self._open = False  # that listening has no answer yet
        self._plays = 0
        self._playing: set[int] = set()
        self._pending: list[Effect] = []
        self._seen = 0
        self._captions = 0
        self._helped = False
        self._silences = silences
        self._leaving = False

    def run(self, longest: float = LONGEST) -> Sound:
        """The call to its end, or for `longest` seconds; gives what the caller heard."""
        self._virtual.answer(self.talk.session.language)
        if self._keep:
            self._virtual.order(orders.Keep(on=True))
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
        return self._silences <= 0

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
        self._record_call(effects)
        self._say(utterances(effects))
        self._listen(any(isinstance(one, Prompt) for one in effects))
        if self.talk.ended and not self._leaving:
            self._leaving = True
            self._virtual.order(orders.HangUp(reason=self.talk.session.ended))

    def _record_call(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Recording) and not self._keep:
                self._note("the call is recorded" if effect.on else "it is not recorded any more")
                self._virtual.order(orders.Keep(on=effect.on))

    def _say(self, said: Iterable[Utterance]) -> None:
        for one in said:
            self._progress(int(self._now))
            pieces = self._speaker.pieces(one, self.talk.session.language)
            if pieces:
                self._play(pieces, orders.STOPS.get(one.interrupt, orders.SPEECH))

    def _play(self, pieces: tuple[Piece, ...], interrupt: str) -> None:
        self._plays += 1
        self._playing.add(self._plays)
        self._caller.hears(True, self._now)
        self._virtual.order(orders.Play(id=self._plays, pieces=pieces, interrupt=interrupt))

    def _listen(self, asked: bool) -> None:
        """For the question that stands; nothing where the flow waits for something else, or where
        just this is listened for."""
        if self._open and not asked:
            return
        prompt, wanted = self.talk.prompt, expected(self.talk.program, self.talk.session)
        if prompt is None or wanted is None:
            return
        self._listening += 1
        self._open = True
        if prompt.accepts == "recording":
            limit, pause = prompt.limit or orders.LIMIT, prompt.pause or orders.PAUSE
            self._virtual.order(orders.Record(turn=self._listening, limit=limit, pause=pause))
            return
        self._virtual.order(
            orders.Listen(
                expected=replace(wanted, turn=self._listening),
                patience=prompt.patience or orders.PATIENCE,
                pause=prompt.pause,
            )
        )

    # ------------------------------------------------------------ the caller

    def _act(self) -> None:
        act = self._caller.act(self._listening, self._now)
        if act is not None and act.sound is not None:
            self._enter(CALLER, f"({act.name or 'speaks'})")

    # ------------------------------------------------------------ what the sound tells

    def _told(self, report: reports.AnyReport) -> None:
        match report:
            case reports.Heard() | reports.Pressed() | reports.Silent() | reports.Recorded():
                if self._answers(report.turn):
                    self._answered(report)
            case _:
                self._noticed(report)

    def _answers(self, turn: int) -> bool:
        """Ends that listening. False for what was said to an earlier question."""
        if not self._open or turn != self._listening:
            return False
        self._open = False
        return True

    def _noticed(self, report: reports.AnyReport) -> None:
        """What is no answer."""
        match report:
            case reports.Played():
                self._played(report)
            case reports.Struggling(why=why):
                self._struggling(why)
            case reports.Trouble(where=where, what=what):
                self._note(f"{where}: {what}")
            case reports.Kept(wav=wav):
                self.recording = wav
            case reports.Gone(why=why):
                self._gone(why)

    def _played(self, report: reports.Played) -> None:
        self._playing.discard(report.id)
        self._caller.hears(bool(self._playing), self._now)
        if not report.whole and not self.call.ended:
            self._interrupted()

    def _interrupted(self) -> None:
        """Told once, whatever was still to be played behind it."""
        self._caption()
        note = Entry(self._now, NOTE, "interrupted")
        if note not in self.account.entries[-1:]:
            self.account.entries.append(note)

    def _answered(self, answer: calling_answers.Answer) -> None:
        event = calling_answers.event(answer, self._clock)
        self.account.misheard += isinstance(event, events.Said) and not event.text
        self._silences -= isinstance(event, events.Silence) and self._caller.idle
        self._enter(CALLER, calling_answers.told(answer))
        self._turn(event)

    def _struggling(self, why: str) -> None:
        """Keys are offered, once."""
        self._note(f"hard to understand: {why}")
        if self._helped or self.talk.ended:
            return
        self._helped = True
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
        self.account.entries += [Entry(at, BOT, text) for at, text in fresh]

    def _enter(self, who: str, text: str) -> None:
        self._caption()
        self.account.entries.append(Entry(self._now, who, text))

    def _note(self, text: str) -> None:
        self._enter(NOTE, text)
