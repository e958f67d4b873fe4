"""One call's sound: orders in, frames both ways, reports out.

It knows no clock: each 20 ms the pacer takes a frame from it, and gives it what was heard. It reads
no file but by `load`, and it never waits. Whose turn it is the turn-taker says; what is said and
expected, the host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.speech.duplex import orders, reports
from flowengine.speech.duplex.keeper import Keeper
from flowengine.speech.duplex.keying import Keying
from flowengine.speech.duplex.line import Line, NoLine, Unable
from flowengine.speech.duplex.listening import Listening
from flowengine.speech.duplex.mixing import mixed
from flowengine.speech.duplex.music import Music
from flowengine.speech.duplex.player import Caption, Player
from flowengine.speech.duplex.recorder import HANG_UP, KEY, Recorder
from flowengine.speech.duplex.sitting import Sitting
from flowengine.speech.duplex.turning import Turning
from flowengine.speech.sound.dtmf import Detector as Tones
from flowengine.speech.sound.pcm import frame_bytes
from flowengine.speech.sound.tones import record_tone
from flowengine.speech.turns import moves, signs
from flowengine.speech.turns.activity import Activity
from flowengine.speech.turns.conditions import Conditions

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.duplex.conference import Rooms
    from flowengine.speech.duplex.orders import AnyOrder
    from flowengine.speech.duplex.reports import AnyReport
    from flowengine.speech.recognition.recogniser import Answer, Recogniser
    from flowengine.speech.sound.pcm import Sound

KEYS = frozenset("0123456789*#ABCD")
LINGER = 10  # frames: the carrier plays what it still holds before it hangs up


class Duplex:
    """An `Attendant` of one call. `at` is seconds since the call was answered, never less than
    before.

    `rate` is that of the frames in both directions, 8,000 or 16,000. `recogniser` hears words;
    without one there are keys only. It may be replaced between two orders, for another language.
    `report` is called at once, from inside of the other methods. `load` raises OSError or NotSound
    where there is no such sound. `line` is whoever carries the call (a `Call`), `caption` is told
    what begins to be heard, and with `in_band` keys are heard in the sound, for carriers that bring
    no key events. `rooms` are the conferences that it may join.
    """

    def __init__(
        self,
        rate: int,
        recogniser: Recogniser | None,
        report: Callable[[AnyReport], None],
        *,
        load: Callable[[str], Sound],
        line: Line | None = None,
        caption: Callable[[str], None] | None = None,
        in_band: bool = False,
        rooms: Rooms | None = None,
    ) -> None:
        self.rate = rate
        self.recogniser = recogniser
        self._report = report
        self._line: Line = line or NoLine()
        self._caption = caption
        self._silence = bytes(frame_bytes(rate))
        self._player = Player(rate, load)
        self._music = Music(rate, load, report)
        self._sitting = Sitting(rooms, report)
        self._keying = Keying(rate, report)
        self._activity = Activity(rate)
        self._conditions = Conditions()
        self._listening = Listening(rate)
        self._turning = Turning(self._listening, self._hush, report)
        self._tones = Tones(rate) if in_band else None
        self._played = b""  # the last frame that was sent, empty for silence
        self._recorder: Recorder | None = None
        self._keeper: Keeper | None = None
        self._held = False
        self._leaving: orders.HangUp | None = None
        self._lingered = 0
        self._over = False

    # Orders

    def obey(self, order: AnyOrder, at: float) -> None:
        """Orders are obeyed in the order they come; what takes time is reported later."""
        if not self._over:
            _OBEY[order.__class__](self, order, at)
            self._news()

    def _play(self, order: orders.Play, at: float) -> None:
        self._player.add(order, at)

    def _flush(self, _order: orders.Flush, at: float) -> None:
        if self._player.flush(at):
            self._line.flush()

    def _listen(self, order: orders.Listen, at: float) -> None:
        self._recorder = None
        wanted = order.expected
        words = bool(wanted.ways or wanted.values or wanted.free)
        self._listening.by(self.recogniser, wanted)
        hears = words and self.recogniser is not None
        self._turning.take(signs.Asked(at, wanted, order.patience, order.pause, hears))

    def _deaf(self, _order: orders.Deaf, at: float) -> None:
        self._recorder = None
        self._turning.take(signs.Dismissed(at))

    def _start_record(self, order: orders.Record, at: float) -> None:
        self._turning.take(signs.Dismissed(at))
        self._recorder = Recorder(order, self.rate)
        self._player.add_tone(record_tone(self.rate), at)

    def _keep(self, order: orders.Keep, _at: float) -> None:
        if self._keeper is None and order.on:
            self._keeper = Keeper(self.rate)
        elif self._keeper is not None:
            self._keeper.on = order.on

    def _send_keys(self, order: orders.SendKeys, at: float) -> None:
        keys = "".join(key for key in order.keys if key in KEYS)
        try:
            self._line.send_keys(keys)
        except Unable:
            self._keying.send(keys)
        else:
            self._report(reports.KeysSent(at=at, keys=keys))

    def _hold(self, order: orders.Hold, at: float) -> None:
        self._held = order.on
        self._turning.take(signs.Held(at, order.on))
        self._ask_line(lambda: self._line.hold(order.on), at)

    def _set_music(self, order: orders.Music, at: float) -> None:
        self._music.set(order, at)

    def _join(self, order: orders.Join, at: float) -> None:
        self._deaf(orders.Deaf(), at)
        self._sitting.join(order)

    def _part(self, _order: orders.Part, _at: float) -> None:
        self._keying.stop()
        self._sitting.part()

    def _apart(self, order: orders.Apart, _at: float) -> None:
        self._sitting.apart(order.on)

    def _hang_up(self, order: orders.HangUp, at: float) -> None:
        self._deaf(orders.Deaf(), at)
        self._leaving = order
        if order.at_once:
            self._leave(order, at)

    def _leave(self, order: orders.HangUp, at: float) -> None:
        self.gone("ended", at)
        self._line.hang_up(order.reason)

    def _ask_line(self, wish: Callable[[], None], at: float) -> None:
        try:
            wish()
        except Unable as refusal:
            self._report(reports.Trouble(at=at, where="carrier", what=str(refusal)))

    # Sound

    def next_frame(self, at: float) -> bytes:
        """20 ms to be heard now, silence too. Called each 20 ms by the pacer, also where no frame
        comes: all clocks run by it."""
        if self._over:
            return self._silence
        prompt = b"" if self._held else self._player.next(at)
        others, key = self._with_others(prompt, at), self._keying.next(at)
        self._played = key or others
        if self._keeper is not None and not self._sitting.is_apart:
            # What was keyed could be read from a recording: an account, a code.
            self._keeper.played(self._silence if key else others or self._silence)
        self._news()
        self._turning.take(signs.Tick(at))
        if not prompt and not self._held:
            self._nothing_plays(at)
        return self._played or self._silence

    def _with_others(self, prompt: bytes, at: float) -> bytes:
        """The prompt and whoever speaks in the conference; music where there is neither."""
        others = self._sitting.hear(at)
        alone = not (prompt or self._held or self._leaving or self._sitting.company)
        return mixed((prompt, others, self._music.next(wanted=alone)))

    def _nothing_plays(self, at: float) -> None:
        if self._recorder is not None:
            self._recorder.start()
        elif self._leaving is not None:
            self._lingered += 1
            if self._lingered > LINGER:
                self._leave(self._leaving, at)

    def frame(self, pcm: bytes, at: float) -> None:
        """20 ms heard, signed 16 bit little endian; a frame of another length is cut or filled."""
        if self._over:
            return
        size = len(self._silence)
        if len(pcm) != size:
            pcm = pcm[:size].ljust(size, b"\0")
        if self._keeper is not None and not self._sitting.is_apart:
            self._keeper.heard(pcm)
        if self._sitting.seated:
            self._to_others(pcm, at)
            return
        speech = self._activity.frame(pcm, self._played)
        if self._tones is not None and self._key_sounds(self._tones, pcm, at):
            speech = False
        if self._recorder is not None:
            self._recording(self._recorder, pcm, speech, at)
        self._listening.frame(pcm)
        self._turning.take(signs.Frame(at, speech))
        if self._turning.listening and not self._activity.echoing:
            self._struggle(pcm, speech, at)

    def _to_others(self, pcm: bytes, at: float) -> None:
        """Nobody of ours listens, but for keys; those that we send may come back as an echo."""
        if self._tones is not None and not self._keying.on:
            self._key_sounds(self._tones, pcm, at)
        self._sitting.say(pcm)

    def away(self, on: bool, at: float) -> None:
        """The connection broke, or is there again."""
        if not self._over:
            self._sitting.away(on)
            self._report(reports.Away(at=at, on=on))

    def wished(self, what: str, on: bool, at: float) -> None:
        """By whoever is at this leg; see `reports.Wished`."""
        if not self._over:
            self._report(reports.Wished(at=at, what=what, on=on))

    def _key_sounds(self, tones: Tones, pcm: bytes, at: float) -> bool:
        before = tones.down
        key = tones.feed(pcm)
        if before and tones.down != before:
            self._turning.take(signs.KeyUp(at))
        if key is not None:
            self._pressed(key, at)
        return bool(tones.down)

    def _recording(self, recorder: Recorder, pcm: bytes, speech: bool, at: float) -> None:
        by = recorder.frame(pcm, speech)
        if by:
            self._recorded(recorder, by, at)

    def _recorded(self, recorder: Recorder, by: str, at: float) -> None:
        self._recorder = None
        self._report(recorder.recorded(by, at))

    def _struggle(self, pcm: bytes, speech: bool, at: float) -> None:
        why = self._conditions.frame(pcm, self._activity, speech)
        if why:
            self._report(reports.Struggling(at=at, why=why))

    # Keys

    def key_down(self, key: str, at: float) -> None:
        """One of 0-9, *, #, A-D; anything else is left out."""
        self._tones = None  # this carrier brings key events
        if key in KEYS:
            self._pressed(key, at)

    def key_up(self, key: str, at: float) -> None:
        if key in KEYS and not self._over:
            self._turning.take(signs.KeyUp(at))

    def _pressed(self, key: str, at: float) -> None:
        if self._over:
            return
        if self._sitting.seated:
            self._report(reports.Keyed(at=at, key=key))
        elif self._recorder is None:
            self._turning.take(signs.KeyDown(at, key))
        elif self._recorder.started:
            self._recorded(self._recorder, KEY, at)
        else:
            self._hush(moves.Hush(at, orders.KEY))

    # The recogniser, and the end

    def told(self, answer: Answer, at: float) -> None:
        """What the recogniser tells, in the thread that everything else is called from."""
        if not self._over:
            self._turning.take(signs.Told(at, answer))

    def gone(self, why: str, at: float) -> None:
        """The call is over: what was recorded is reported, then `Gone`, then nothing more."""
        if self._over:
            return
        self._turning.take(signs.Dismissed(at))
        if self._recorder is not None:
            self._recorded(self._recorder, HANG_UP, at)
        self._player.flush(at)
        self._sitting.part()
        self._news()
        self._over = True
        if self._keeper is not None:
            self._report(reports.Kept(at=at, wav=self._keeper.wav()))
        self._report(reports.Gone(at=at, why=why))
        if self.recogniser is not None:
            self.recogniser.close()

    # What is said

    def _hush(self, move: moves.Hush) -> None:
        if self._player.hush(move.by, move.at):
            self._line.flush()
        self._news()

    def _news(self) -> None:
        """What the player has to say, to whom it concerns."""
        while self._player.news:
            news, self._player.news = self._player.news, []
            for one in news:
                if isinstance(one, (signs.Playing, signs.Quiet)):
                    self._turning.take(one)
                elif not isinstance(one, Caption):
                    self._report(one)
                elif self._caption is not None:
                    self._caption(one.text)


_OBEY: dict[type[orders.Order], Callable[[Duplex, Any, float], None]] = {
    orders.Play: Duplex._play,
    orders.Flush: Duplex._flush,
    orders.Listen: Duplex._listen,
    orders.Deaf: Duplex._deaf,
    orders.Record: Duplex._start_record,
    orders.Keep: Duplex._keep,
    orders.SendKeys: Duplex._send_keys,
    orders.Hold: Duplex._hold,
    orders.HangUp: Duplex._hang_up,
    orders.Music: Duplex._set_music,
    orders.Join: Duplex._join,
    orders.Part: Duplex._part,
    orders.Apart: Duplex._apart,
}
