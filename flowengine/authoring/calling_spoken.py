"""A transcript's caller who really speaks: what they say becomes sound and is heard as in a call.

Each answer goes through a telephone, the turn-taker and the recogniser. Asked back, the caller
agrees or denies as a person would who knows what they meant, by keys; not understood, they say it
again. What the flow then does is for the transcript to judge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.authoring import calling_answers
from flowengine.authoring.calling_telephone import RATE, line_noise, telephoned
from flowengine.authoring.calling_voice import callers
from flowengine.authoring.deed import event
from flowengine.channels.calls.virtual import VirtualCall
from flowengine.channels.calls.wav import WavCall
from flowengine.runtime import decode, encode, step
from flowengine.runtime.events import AnyEvent, Pressed, Said, Silence
from flowengine.runtime.expecting import expected
from flowengine.speech.duplex import orders, reports
from flowengine.speech.sound.wav import read
from flowengine.speech.synthesis.studio import Unspoken
from flowengine.speech.voices import chosen

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.authoring.talk import Talk
    from flowengine.authoring.transcript import Deed
    from flowengine.channels.calls.carried import Recognisers
    from flowengine.language.program import Program
    from flowengine.runtime.expecting import Expected
    from flowengine.runtime.session import Session
    from flowengine.speech.sound.pcm import Sound
    from flowengine.speech.synthesis.studio import Studio

TRIES = 3  # times that something is said
ASKED_BACK = 4  # answers to one asking back: three candidates, then a no
LEAD = 0.8  # seconds of line noise before they speak, as somebody who thinks
LONGEST = 60.0  # seconds until an answer must have come
UNDERSTOOD, CONFIRMED, MISHEARD, UNSPOKEN = "understood", "asked back", "misheard", "not spoken"


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """How one answer was heard, try by try. `outcome` is one of the four words above."""

    line: int
    said: str
    heard: tuple[str, ...]
    outcome: str


@dataclass(slots=True)
class SpokenCaller:
    """`lines` has what became of each answer that was to be spoken, in their order. `folder` is
    the project's."""

    program: Program
    folder: Path
    studio: Studio
    recognisers: Recognisers
    lines: list[SpokenLine] = field(default_factory=list)
    _heard: list[str] = field(default_factory=list)

    def answer(self, deed: Deed, talk: Talk, line: int) -> None:
        """The talk goes on with what was heard. What is no sound happens as it is written."""
        meant = event(deed, "voice", talk.prompt, talk.clock)
        wanted = expected(self.program, talk.session)
        match meant:
            case _ if wanted is None:
                talk.feed(meant)
            case Said(text=text, confidence=1.0) if text.strip():
                self._say(meant, talk, line)
            case Pressed(keys=keys):
                talk.feed(self._by_sound(talk, wanted, None, keys))
            case Silence():
                talk.feed(self._by_sound(talk, wanted, None, ""))
            case _:
                talk.feed(meant)

    def _say(self, meant: Said, talk: Talk, line: int) -> None:
        self._heard = []
        sound = self._sound(meant.text, talk.session.language)
        if sound is None or not self._has_ears(talk.session.language):
            talk.feed(meant)
            outcome = UNSPOKEN
        else:
            outcome = self._until_settled(meant, talk, sound)
        self.lines.append(SpokenLine(line, meant.text, tuple(self._heard), outcome))

    def _until_settled(self, meant: Said, talk: Talk, sound: Sound) -> str:
        aim = _after(talk, meant)
        for _ in range(TRIES):
            wanted = expected(self.program, talk.session)
            if wanted is None:
                break
            came = self._by_sound(talk, wanted, sound, "")
            before, right = talk.session, _same(_after(talk, _believed(came)), aim)
            _feed(talk, came)
            if talk.session.asked and talk.session.asked.mode and not _is_asked_back(before):
                if self._settle(talk, aim):
                    return CONFIRMED
            elif right:
                return UNDERSTOOD
            if not _still_asked(before, talk.session):
                break
        return MISHEARD

    def _settle(self, talk: Talk, aim: Session) -> bool:
        """Agree to what was meant, or deny. True where it was among what was asked back."""
        for _ in range(ASKED_BACK):
            wanted = expected(self.program, talk.session)
            if wanted is None or not _is_asked_back(talk.session):
                return False
            presses = [Pressed(at=talk.clock, keys=key) for key in wanted.keys if key.isdecimal()]
            right = next((one for one in presses if _same(_after(talk, one), aim)), None)
            if right is not None:
                _feed(talk, right)
                return True
            if wanted.accepts != "yes/no":
                return False
            _feed(talk, Pressed(at=talk.clock, keys="2"))
        return False

    # ------------------------------------------------------------ sound

    def _sound(self, text: str, language: str) -> Sound | None:
        folders = [self.folder / "voices"]
        bot = chosen(language, self.program.voices.get(language, ""), folders)
        try:
            return telephoned(read(self.studio.render(text, callers(bot, folders), passing=True)))
        except Unspoken:
            return None

    def _has_ears(self, language: str) -> bool:
        recogniser = self.recognisers.open(language, lambda _answer: None)
        if recogniser is not None:
            recogniser.close()
        return recogniser is not None

    def _by_sound(self, talk: Talk, wanted: Expected, sound: Sound | None, keys: str) -> AnyEvent:
        """The first answer to this one question."""
        answers: list[calling_answers.Answer] = []

        def hear(report: reports.AnyReport) -> None:
            if isinstance(report, reports.Heard | reports.Pressed | reports.Silent):
                answers.append(report)

        call = WavCall(line_noise(LEAD + (sound.seconds if sound else 0.0) + 1.0), rate=RATE)
        virtual = VirtualCall(call, hear, recognisers=self.recognisers)
        virtual.answer(wanted.language)
        prompt = talk.prompt
        patience, pause = (prompt.patience, prompt.pause) if prompt else (0.0, 0.0)
        virtual.order(
            orders.Listen(expected=wanted, patience=patience or orders.PATIENCE, pause=pause)
        )
        if sound is not None:
            call.speak(sound, LEAD)
        call.press(keys, LEAD)
        virtual.run(LONGEST, until=lambda: bool(answers))
        call.leave()
        if not answers:
            return Silence(at=talk.clock)
        if sound is not None:
            self._heard.append(calling_answers.told(answers[0]))
        return calling_answers.event(answers[0], talk.clock)


def _feed(talk: Talk, came: AnyEvent) -> None:
    """What was said before is no part of the answer that the transcript knows."""
    talk.listen()
    talk.feed(came)


def _believed(came: AnyEvent) -> AnyEvent:
    return Said(at=came.at, text=came.text) if isinstance(came, Said) else came


def _after(talk: Talk, came: AnyEvent) -> Session:
    """Where the conversation would be; it stays where it is."""
    session, _ = step(talk.program, decode(encode(talk.session)), came)
    return session


def _same(one: Session, other: Session) -> bool:
    """Both have come to the same, perhaps by different words."""
    return _gist(one) == _gist(other)


def _gist(session: Session) -> tuple[object, ...]:
    asked = session.asked
    how_far = (asked.slot, asked.filled, asked.index, asked.mode) if asked else ()
    stack = tuple(frame.then for frame in session.stack)
    values = {name: value for name, value in session.values.items() if not name.endswith(".said")}
    return session.place, values, session.language, session.ended, stack, how_far


def _is_asked_back(session: Session) -> bool:
    return session.asked is not None and session.asked.mode != ""


def _still_asked(before: Session, now: Session) -> bool:
    """The same question stands."""
    if before.asked is None or now.asked is None:
        return False
    same = before.place == now.place and before.asked.turn == now.asked.turn
    return same and before.asked.slot == now.asked.slot
