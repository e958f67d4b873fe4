"""One call's seat in a conference: what it says there, what it hears, and whether it is alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.speech.duplex.conference import Rooms
from flowengine.speech.duplex.reports import Company

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.duplex.conference import Seat
    from flowengine.speech.duplex.orders import Join


class Sitting:
    """`report` is told when company comes and goes."""

    def __init__(self, rooms: Rooms | None, report: Callable[[Company], None]) -> None:
        self._rooms = Rooms() if rooms is None else rooms
        self._report = report
        self._seat: Seat | None = None
        self._company = False
        self.is_apart = False

    @property
    def seated(self) -> bool:
        return self._seat is not None

    @property
    def company(self) -> bool:
        """Somebody is there whom it hears, if only they spoke."""
        return self._seat is not None and self._seat.company

    def join(self, order: Join) -> None:
        """Nothing where it sits there in that role."""
        seat = self._seat
        if seat is not None and (seat.name, seat.role) == (order.room, order.role):
            return
        self.part()
        self._seat = self._rooms.enter(order.room, order.role)

    def part(self) -> None:
        if self._seat is not None:
            self._seat.leave()
        self._seat, self._company, self.is_apart = None, False, False

    def apart(self, on: bool) -> None:
        if self._seat is not None:
            self.is_apart = on
            self._seat.apart(on)

    def away(self, on: bool) -> None:
        if self._seat is not None:
            self._seat.away(on)

    def say(self, frame: bytes) -> None:
        if self._seat is not None:
            self._seat.say(frame)

    def hear(self, at: float) -> bytes:
        """The next 20 ms of the others; empty where nobody speaks, or there is nobody."""
        seat = self._seat
        if seat is None:
            return b""
        if seat.company != self._company:
            self._company = seat.company
            self._report(Company(at=at, on=self._company))
        return seat.hear()
