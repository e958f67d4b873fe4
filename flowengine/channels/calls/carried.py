"""One call that is carried: its carrier, its sound both ways, and who understands its words.

It knows no loop and no socket; a real call and one in virtual time are the same here. Whatever
breaks in it ends this call, told as a fault, and no other.
"""

from __future__ import annotations

import traceback
from collections import deque
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from flowengine.speech.duplex.duplex import Duplex
from flowengine.speech.duplex.orders import Listen, Music, Play
from flowengine.speech.duplex.reports import Gone, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.channels.calls.call import Call
    from flowengine.speech.duplex.conference import Rooms
    from flowengine.speech.duplex.orders import AnyOrder
    from flowengine.speech.duplex.reports import AnyReport
    from flowengine.speech.recognition.recogniser import Answer, Recogniser, Tell
    from flowengine.speech.sound.pcm import Sound

LOOK = 50  # frames, a second: how often it is looked whether the carrier keeps up
SLUGGISH = 10  # seconds of which more than half was left out: such a call is none
TOO_SLOW = "The connection is too slow for a call. You can go on by typing."


class Recognisers(Protocol):
    def open(self, language: str, tell: Tell) -> Recogniser | None: ...


class Sounds(Protocol):
    """What is played. `fetch` calls `done` when all that can be had is at hand, perhaps at once."""

    def fetch(self, paths: Iterable[str], done: Callable[[], None]) -> None: ...

    def load(self, path: str) -> Sound: ...


class Carried:
    """`tell` gets the reports, `Gone` last. `recognisers` is None where there are keys only. It may
    join the conferences of `rooms`.

    Nothing of it may be called from another thread, nor `order` from inside of `tell`: reports are
    told one after another, each when what it is about is done.
    """

    def __init__(
        self,
        call: Call,
        tell: Callable[[AnyReport], None],
        *,
        recognisers: Recognisers | None,
        sounds: Sounds,
        caption: Callable[[str], None] | None = None,
        in_band: bool = False,
        rooms: Rooms | None = None,
    ) -> None:
        self.call = call
        self._tell = tell
        self._recognisers = recognisers
        self._sounds = sounds
        self._open: dict[str, Recogniser | None] = {}
        self._language = ""
        self._orders: deque[AnyOrder] = deque()
        self._fetching = False
        self._answers: deque[Answer] = deque()
        self._reports: deque[AnyReport] = deque()
        self._busy = False
        self._over = False
        self._ticks = self._late = self._sent = self._sluggish = 0
        self._away = False
        self._duplex = Duplex(
            call.rate, None, self._reports.append,
            load=sounds.load, line=call, caption=caption, in_band=in_band, rooms=rooms,
        )  # fmt: skip
        call.attend(self)

    @property
    def over(self) -> bool:
        return self._over

    def answer(self, language: str) -> None:
        """From now on it is to be ticked. `language` is what will probably be spoken first."""
        self.call.answer()
        if language:
            self._listen_in(language)

    def order(self, order: AnyOrder) -> None:
        """Obeyed when all orders before it are, and the files that it names have been read."""
        self._orders.append(order)
        self._obey()

    def end(self, why: str) -> None:
        """Cut off."""
        self.gone(why, self.call.at())

    # ------------------------------------------------------------ the pacer

    def tick(self, now: float) -> None:  # noqa: ARG002 - the call has a clock of its own
        if self._over:
            return
        if self.call.away() != self._away:
            self._away = self.call.away()
            self._do(self._duplex.away, self._away, self.call.at())
        if self._away:
            return
        self._do(self._both_ways)
        self._ticks += 1
        if self._ticks % LOOK == 0:
            self._look()

    def _both_ways(self) -> None:
        self.call.hear()
        self.call.play(self._duplex.next_frame(self.call.at()))

    def _look(self) -> None:
        """Is what we play heard?"""
        stats = self.call.stats()
        late, sent = stats.late - self._late, stats.sent - self._sent
        self._late, self._sent = stats.late, stats.sent
        if late <= sent:
            self._sluggish = 0
            return
        self._sluggish += 1
        if self._sluggish == 1:
            self._reports.append(
                Trouble(at=self.call.at(), where="connection", what="it is too slow for sound")
            )
        if self._sluggish >= SLUGGISH:
            self.call.reject("slow", TOO_SLOW)
            self.end("lost")
        self._pump()

    # ------------------------------------------------------------ the carrier (`Attendant`)

    def frame(self, pcm: bytes, at: float) -> None:
        self._do(self._duplex.frame, pcm, at)

    def key_down(self, key: str, at: float) -> None:
        self._do(self._duplex.key_down, key, at)

    def key_up(self, key: str, at: float) -> None:
        self._do(self._duplex.key_up, key, at)

    def wished(self, what: str, on: bool, at: float) -> None:
        self._do(self._duplex.wished, what, on, at)

    def gone(self, why: str, at: float) -> None:
        if self._over:
            return
        self._do(self._duplex.gone, why, at)
        if not self._over:
            self._finish(Gone(at=at, why=why))

    # ------------------------------------------------------------ orders

    def _obey(self) -> None:
        while self._orders and not self._fetching and not self._over:
            order = self._orders[0]
            if isinstance(order, Play | Music):
                self._fetching = True
                self._sounds.fetch(
                    [piece.path for piece in order.pieces if piece.path], self._fetched
                )
                return
            self._obey_first()

    def _fetched(self) -> None:
        if self._over:
            return
        self._fetching = False
        self._obey_first()
        self._obey()

    def _obey_first(self) -> None:
        order = self._orders.popleft()
        if isinstance(order, Listen):
            self._listen_in(order.expected.language)
        self._do(self._duplex.obey, order, self.call.at())

    # ------------------------------------------------------------ words

    def _listen_in(self, language: str) -> None:
        if self._recognisers is None or language == self._language:
            return
        self._language = language
        if language not in self._open:

            def tell(answer: Answer) -> None:
                if language == self._language:
                    self._answered(answer)

            self._open[language] = self._recognisers.open(language, tell)
        self._duplex.recogniser = self._open[language]

    def _answered(self, answer: Answer) -> None:
        self._answers.append(answer)
        if not self._busy:
            self._pump()

    # ------------------------------------------------------------ reports

    def _do(self, act: Callable[..., object], *arguments: object) -> None:
        """Have the duplex do something, then tell what came of it. What it raises is a fault of
        this call."""
        if self._busy:  # a key that is pressed while the carrier is asked for its frame
            act(*arguments)
            return
        self._busy = True
        try:
            act(*arguments)
        except Exception as error:  # noqa: BLE001 - whatever it is, others are calling too
            self._fault(error)
        finally:
            self._busy = False
        self._pump()

    def _pump(self) -> None:
        """Also what a recogniser in our own process answered while it was fed."""
        while (self._reports or self._answers) and not self._over:
            if not self._reports:
                self._do(self._duplex.told, self._answers.popleft(), self.call.at())
                continue
            report = self._reports.popleft()
            if isinstance(report, Gone):
                self._finish(report)
            else:
                self._tell(report)

    def _finish(self, gone: Gone) -> None:
        self._over = True
        for recogniser in self._open.values():
            if recogniser is not None:
                recogniser.close()
        self._open.clear()
        self._tell(gone)

    def _fault(self, error: Exception) -> None:
        """Something of ours broke. Its text could quote what the person said, so it is not told."""
        at, last = self.call.at(), traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} in {PurePath(last.filename).name}:{last.lineno}"
        self._tell(Trouble(at=at, where="call", what=what))
        self.call.hang_up("fault")
        self._finish(Gone(at=at, why="fault"))
