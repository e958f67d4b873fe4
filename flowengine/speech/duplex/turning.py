"""What the turn-taker decides, carried out: signs go to it, and its moves to whom they concern.

The recogniser is told of utterances, what is being said stops, and all else is for the host. It
decides nothing itself.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from flowengine.speech.turns import moves
from flowengine.speech.turns.taker import Taker

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.duplex.listening import Listening
    from flowengine.speech.duplex.reports import AnyReport
    from flowengine.speech.turns import signs


class Turning:
    """`hush` stops what is said, `report` is called with what the host is to know."""

    def __init__(
        self,
        listening: Listening,
        hush: Callable[[moves.Hush], None],
        report: Callable[[AnyReport], None],
    ) -> None:
        self._taker = Taker()
        self._listening = listening
        self._hush = hush
        self._report = report
        self._signs: deque[signs.AnySign] = deque()
        self._acting = False

    @property
    def listening(self) -> bool:
        """Something is expected of the person."""
        return self._taker.listening

    def take(self, sign: signs.AnySign) -> None:
        """What a sign leads to may be a sign itself; those wait until this one is through."""
        self._signs.append(sign)
        if self._acting:
            return
        self._acting = True
        try:
            while self._signs:
                for move in self._taker.take(self._signs.popleft()):
                    self._do(move)
        finally:
            self._acting = False

    def _do(self, move: moves.AnyMove) -> None:
        if isinstance(move, moves.Begin):
            self._listening.begin(move)
        elif isinstance(move, moves.Lull):
            self._listening.lull(move)
        elif isinstance(move, moves.End):
            self._listening.end(move)
        elif isinstance(move, moves.Drop):
            self._listening.drop(move)
        elif isinstance(move, moves.Hush):
            self._hush(move)
        else:
            self._report(move)
