"""What is to be said in one call, made into sound and ordered in its order.

What is ready is ordered at once, in one piece with what is ready behind it; what has to be made is
made at the same time, and what stands before it plays meanwhile. What cannot be spoken is left out.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from flowengine.speech.duplex.orders import SPEECH, STOPS, Flush, Piece, Play

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.channels.calls.utterances import Utterance
    from flowengine.host.calls.means import Maker
    from flowengine.speech.duplex.orders import AnyOrder
    from flowengine.speech.duplex.reports import Played

Pieces = tuple[Piece, ...]
Act = partial[None]


@dataclass(frozen=True, slots=True)
class _Part:
    interrupt: str
    pieces: Pieces
    making: asyncio.Task[Pieces] | None = None
    then: Act | None = None  # nothing to be said, but to be done here

    @property
    def there(self) -> Pieces | None:
        """None while it is being made."""
        if self.making is None:
            return self.pieces
        return self.making.result() if self.making.done() else None


class Playback:
    """`order` tells the call's sound; `done` is called whenever all that was to be said has been
    ordered, also at once. `made` is called when `advance` may find something to order."""

    def __init__(
        self,
        order: Callable[[AnyOrder], None],
        done: Callable[[], None],
        made: Callable[[], None],
    ) -> None:
        self._order = order
        self._done = done
        self._made = made
        self._parts: deque[_Part] = deque()
        self._numbers = count(1)
        self._playing: set[int] = set()
        self._then: deque[tuple[int, Act]] = deque()

    @property
    def busy(self) -> bool:
        """Something is still to be made."""
        return bool(self._parts)

    @property
    def sounding(self) -> bool:
        """Something was ordered that has not been played to its end."""
        return bool(self._playing)

    def say(self, utterances: Iterable[Utterance | Act], maker: Maker) -> None:
        """Behind what is to be said already. What is to be done is done when all before it has been
        heard, or is not to be heard any more."""
        self._parts += [self._part(one, maker) for one in utterances]
        self.advance()

    def advance(self) -> None:
        """Order what is there, as far as nothing before it is missing."""
        stops, pieces = "", list[Piece]()
        while self._parts and (there := self._parts[0].there) is not None:
            part = self._parts.popleft()
            if pieces and (part.then or part.interrupt != stops):
                self._play(stops, pieces)
                pieces = []
            if part.then:
                self._then.append((max(self._playing, default=0), part.then))
                self._follow()
                continue
            stops = part.interrupt
            pieces += there
        self._play(stops, pieces)
        if not self._parts:
            self._done()

    def at_once(self, pieces: Pieces) -> None:
        """Behind what plays, before what is still being made."""
        self._play(SPEECH, list(pieces))

    def stop(self) -> None:
        """What was not ordered yet is not said any more; what plays, plays."""
        parts, self._parts = self._parts, deque()
        for part in parts:
            if part.making is not None:
                part.making.cancel()
            if part.then is not None:
                self._then.append((max(self._playing, default=0), part.then))
        self._follow()

    def flush(self) -> None:
        """Nothing of it is heard any more."""
        self.stop()
        if self._playing:
            self._playing.clear()
            self._order(Flush())
            self._follow()

    def played(self, report: Played) -> None:
        """Whoever interrupts does not want to hear the rest either."""
        known = report.id in self._playing
        self._playing.discard(report.id)
        self._follow()
        if known and not report.whole and self._parts:
            self.stop()
            self._done()

    def _follow(self) -> None:
        """Do what waits for nothing that plays any more."""
        first = min(self._playing, default=None)
        while self._then and (first is None or self._then[0][0] < first):
            self._then.popleft()[1]()

    def _part(self, utterance: Utterance | Act, maker: Maker) -> _Part:
        if isinstance(utterance, partial):
            return _Part("", (), then=utterance)
        stops = STOPS.get(utterance.interrupt, SPEECH)
        ready = maker.ready(utterance)
        if ready is not None:
            return _Part(stops, ready)
        making = asyncio.create_task(maker.made(utterance))
        making.add_done_callback(lambda _: self._made())
        return _Part(stops, (), making)

    def _play(self, stops: str, pieces: list[Piece]) -> None:
        if pieces:
            number = next(self._numbers)
            self._playing.add(number)
            self._order(Play(id=number, pieces=tuple(pieces), interrupt=stops))
