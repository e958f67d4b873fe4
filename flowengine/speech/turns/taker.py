"""The turn-taker: from what is heard, pressed, played and recognised to what that is in a talk.

One call has one. It is told signs, in the order of their time, and answers each with what is to be
done now. It plays nothing and recognises nothing, and its only clock is the `at` of the signs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flowengine.speech.duplex import reports
from flowengine.speech.duplex.orders import KEY, MATCH, SPEECH
from flowengine.speech.recognition.recogniser import Final, Guess, Partial
from flowengine.speech.turns import moves, signs
from flowengine.speech.turns.ahead import Ahead
from flowengine.speech.turns.digits import BETWEEN, END, Collector
from flowengine.speech.turns.endpoint import LULL, longest, silence
from flowengine.speech.turns.interrupt import stops
from flowengine.speech.turns.onset import Onset
from flowengine.speech.turns.patience import Patience
from flowengine.speech.turns.utterance import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

TONE, AFTER_TONE = 2.0, 0.1  # seconds: a key held as long as that has lost its end; its last echo
ROUNDING = 1e-4  # seconds; times are sums of frames


class Question(NamedTuple):
    """What is asked now, and what was typed for it."""

    asked: signs.Asked
    keys: Collector


class Taker:
    """`listening` is whether an answer is wanted."""

    def __init__(self) -> None:
        self._moves: list[moves.AnyMove] = []
        self._question: Question | None = None
        self._utterance: Utterance | None = None
        self._utterances = 0
        self._prompt: str | None = None  # what interrupts what plays; None in silence
        self._onset = Onset()
        self._patience = Patience()
        self._ahead = Ahead()
        self._tone_until = 0.0
        self._end_until = 0.0
        self._held = False

    @property
    def listening(self) -> bool:
        return self._question is not None

    def take(self, sign: signs.AnySign) -> list[moves.AnyMove]:
        """What is to be done now, in this order."""
        self._moves = []
        _TAKE[sign.__class__](self, sign)
        return self._moves

    # What is wanted

    def _ask(self, sign: signs.Asked) -> None:
        self._drop(sign.at)
        self._question = Question(sign, Collector(sign.expected))
        self._patience.whole(sign.patience)
        self._type_ahead(sign.at)
        self._wait(sign.at)

    def _dismiss(self, sign: signs.Dismissed) -> None:
        self._drop(sign.at)
        self._over()

    def _over(self) -> None:
        self._question = self._utterance = None
        self._patience = Patience()

    def _wait(self, at: float) -> None:
        """The clock of silence runs, if it is the person's turn."""
        if self._question is None or self._question.keys.typed or self._held:
            return
        if self._prompt is None and self._utterance is None:
            self._patience.run(at)

    # What plays

    def _play(self, sign: signs.Playing) -> None:
        self._prompt = sign.interrupt
        self._restart()
        if self._utterance is not None and not self._utterance.ended:
            if stops(SPEECH, sign.interrupt):
                self._hush(SPEECH, sign.at)
            elif not stops(MATCH, sign.interrupt):
                self._drop(sign.at)
        self._type_ahead(sign.at)

    def _quiet(self, sign: signs.Quiet) -> None:
        self._prompt = None
        self._type_ahead(sign.at)
        self._wait(sign.at)

    def _restart(self) -> None:
        if self._question is not None:
            self._patience.whole(self._question.asked.patience)

    def _hush(self, by: str, at: float) -> None:
        self._moves.append(moves.Hush(at, by))
        self._prompt = None

    def _hold(self, sign: signs.Held) -> None:
        self._drop(sign.at)
        self._held = sign.on
        self._restart()
        self._wait(sign.at)

    # What is heard

    def _frame(self, sign: signs.Frame) -> None:
        if self._held:
            return
        speech = sign.speech and sign.at >= self._tone_until
        begins = self._onset.follow(speech)
        if self._utterance is not None:
            if speech and not self._utterance.ended:
                self._utterance.speaking(sign.at)
        elif begins and self._question is not None and self._may_speak(self._question):
            self._begin(self._question.asked, sign.at)
        self._clocks(sign.at)

    def _may_speak(self, question: Question) -> bool:
        if question.keys.typed or not question.asked.hears:
            return False
        return self._prompt is None or stops(MATCH, self._prompt)

    def _begin(self, asked: signs.Asked, at: float) -> None:
        self._utterances += 1
        said = self._utterance = Utterance(asked, self._utterances, self._onset.began(at), at)
        self._patience.stop(at)
        self._moves.append(moves.Begin(at, said.number, said.began))
        self._moves.append(reports.SpeechBegan(at=at))
        if self._prompt is not None and stops(SPEECH, self._prompt):
            self._hush(SPEECH, at)

    def _end(self, said: Utterance, at: float) -> None:
        if said.cough:
            self._drop(at)
            self._wait(at)
        elif said.failed:
            self._heard(said, (), at)
        else:
            said.ended = at
            self._moves.append(moves.End(at, said.number, said.began, said.heard))

    def _drop(self, at: float) -> None:
        if self._utterance is not None:
            self._moves.append(moves.Drop(at, self._utterance.number))
            self._utterance = None

    # What a recogniser tells

    def _told(self, sign: signs.Told) -> None:
        said, answer = self._utterance, sign.answer
        if said is None or answer.utterance != said.number:
            return
        if isinstance(answer, Partial):
            self._partial(said, answer, sign.at)
        elif isinstance(answer, Final):
            self._heard(said, answer.guesses, sign.at)
        else:
            said.failed = True
            if said.ended:
                self._heard(said, (), sign.at)
        self._clocks(sign.at)

    def _partial(self, said: Utterance, answer: Partial, at: float) -> None:
        if said.ended:
            return
        known = said.partial.text if said.partial else ""
        said.partial = answer
        if answer.text != known and not said.asked.expected.secret:
            self._moves.append(reports.Sounding(at=at, text=answer.text))
        if answer.complete and self._prompt is not None:
            self._hush(MATCH, at)

    def _heard(self, said: Utterance, guesses: tuple[Guess, ...], at: float) -> None:
        """While a prompt plays, what was nothing we know was noise, and the prompt goes on."""
        if not said.ended:
            self._drop(at)
        self._utterance = None
        if guesses or self._prompt is None:
            if self._prompt is not None:
                self._hush(MATCH, at)
            turn = said.asked.expected.turn
            heard = reports.Heard(
                at=at, turn=turn, guesses=guesses, began=said.began, ended=said.heard
            )
            self._moves.append(heard)
            self._over()
        for why in ("failed",) * said.failed + ("endless",) * said.endless:
            self._moves.append(reports.Struggling(at=at, why=why))

    # Keys

    def _key(self, sign: signs.KeyDown) -> None:
        self._tone_until = sign.at + TONE
        self._onset.forget()
        if sign.key == END and sign.at < self._end_until:
            self._end_until = 0.0
            return
        self._ahead.keep(sign.key, sign.at)
        self._type_ahead(sign.at, fresh=True)

    def _key_up(self, sign: signs.KeyUp) -> None:
        self._tone_until = sign.at + AFTER_TONE

    def _type_ahead(self, at: float, *, fresh: bool = False) -> None:
        """Keys that were kept are pressed as soon as they may be. What was pressed before the
        question counts only if it could be an answer to it, `fresh` ones in any case."""
        while self._question is not None and self._takes_keys():
            key, keys = self._ahead.next(at), self._question.keys
            if not key:
                return
            if not (fresh or keys.typed or keys.means(key)):
                self._ahead.clear()
                return
            self._press(self._question, key, at)

    def _takes_keys(self) -> bool:
        return not self._held and (self._prompt is None or stops(KEY, self._prompt))

    def _press(self, question: Question, key: str, at: float) -> None:
        self._drop(at)
        if self._prompt is not None:
            self._hush(KEY, at)
        self._patience.stop(at)
        answer = question.keys.press(key, at)
        if answer:
            self._pressed(question, answer, at)
        self._wait(at)

    def _pressed(self, question: Question, keys: str, at: float) -> None:
        turn = question.asked.expected.turn
        self._moves.append(reports.Pressed(at=at, turn=turn, keys=keys))
        self._end_until = at + BETWEEN if question.keys.owes_end(keys) else 0.0
        self._over()

    # Clocks

    def _tick(self, sign: signs.Tick) -> None:
        self._clocks(sign.at)

    def _clocks(self, at: float) -> None:
        question, now = self._question, at + ROUNDING
        if question is None or self._held:
            return
        if self._utterance is not None:
            self._clock_of_speech(self._utterance, at, now)
        elif question.keys.due <= now:
            self._pressed(question, question.keys.expired(), at)
        elif self._patience.due <= now:
            self._moves.append(reports.Silent(at=at, turn=question.asked.expected.turn))
            self._over()

    def _clock_of_speech(self, said: Utterance, at: float, now: float) -> None:
        asked = said.asked
        if said.ended:
            if said.overdue(now):
                said.failed = True
                self._drop(at)
                self._heard(said, (), at)
        elif now - said.began >= longest(asked.expected):
            said.endless = True
            self._onset.breathe()
            self._end(said, at)
        elif now - said.heard >= silence(asked.expected, asked.pause, said.partial):
            self._end(said, at)
        elif now - said.heard >= LULL and said.lulls:
            said.lull = said.heard
            self._moves.append(moves.Lull(at, said.number, said.began, said.heard))


_TAKE: dict[type[signs.Sign], Callable[[Taker, Any], None]] = {
    signs.Asked: Taker._ask,
    signs.Dismissed: Taker._dismiss,
    signs.Playing: Taker._play,
    signs.Quiet: Taker._quiet,
    signs.Frame: Taker._frame,
    signs.KeyDown: Taker._key,
    signs.KeyUp: Taker._key_up,
    signs.Told: Taker._told,
    signs.Held: Taker._hold,
    signs.Tick: Taker._tick,
}
