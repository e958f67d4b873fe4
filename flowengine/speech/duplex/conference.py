"""Several people in one call: who hears whom, frame by frame.

A room has seats; each is one leg with its role. What is said at a seat goes to those who may hear
it, and nobody hears themselves. It knows no clock and no connection: each leg puts in what it hears
and takes out what it is to hear, whenever its own 20 ms have passed.
"""

from __future__ import annotations

from flowengine.speech.duplex.mixing import Ear, mixed

# Roles. The caller, the agent who has the conversation, others whom they invited, a colleague who
# is asked aside, and a supervisor who listens, speaks to the agent only, or to everybody.
CALLER, AGENT, TALK, CONSULT = "caller", "agent", "talk", "consult"
LISTEN, WHISPER, BARGE = "listen", "whisper", "barge"
ROLES = (CALLER, AGENT, TALK, CONSULT, LISTEN, WHISPER, BARGE)

_EVERYBODY = frozenset(ROLES)
_HEARD_BY = {
    CALLER: _EVERYBODY,
    AGENT: _EVERYBODY,
    TALK: _EVERYBODY,
    BARGE: _EVERYBODY,
    CONSULT: frozenset((AGENT,)),
    WHISPER: frozenset((AGENT,)),
    LISTEN: frozenset[str](),
}


def hears(listener: str, speaker: str) -> bool:
    """Whether one role hears another. What is said aside reaches the agent and nobody else."""
    return listener in _HEARD_BY[speaker]


class Rooms:
    """Those of one process, by name. Each begins with its first leg and ends with its last."""

    def __init__(self) -> None:
        self._rooms: dict[str, Conference] = {}

    def __len__(self) -> int:
        return len(self._rooms)

    def enter(self, name: str, role: str) -> Seat:
        """Raises ValueError where there is no such role."""
        if role not in _EVERYBODY:
            raise ValueError(f"There is no role {role} in a conference.")
        room = self._rooms.setdefault(name, Conference())
        seat = Seat(self, name, role)
        room.seats.append(seat)
        room.settle()
        return seat

    def changed(self, name: str) -> None:
        self._rooms[name].settle()

    def left(self, name: str, seat: Seat) -> None:
        room = self._rooms.get(name)
        if room is None or seat not in room.seats:
            return
        room.seats.remove(seat)
        room.settle()
        if not room.seats:
            del self._rooms[name]


class Conference:
    """One room. `settle` after each change: who hears whom now."""

    def __init__(self) -> None:
        self.seats: list[Seat] = []

    def settle(self) -> None:
        for seat in self.seats:
            heard = [other for other in self.seats if seat.hears(other)]
            seat.ears = {other: seat.ears.get(other) or Ear() for other in heard}
        for seat in self.seats:
            seat.listeners = [other.ears[seat] for other in self.seats if seat in other.ears]


class Seat:
    """One leg in a room. `ears` are its own, by whom they hear; `listeners` those of others that
    hear it. Both are kept by the room."""

    def __init__(self, rooms: Rooms, name: str, role: str) -> None:
        self.ears: dict[Seat, Ear] = {}
        self.listeners: list[Ear] = []
        self.name = name
        self.role = role
        self._rooms = rooms
        self._apart = self._away = False

    @property
    def together(self) -> bool:
        return not (self._apart or self._away)

    @property
    def company(self) -> bool:
        """Somebody is there whom this one hears, if only they spoke."""
        return bool(self.ears)

    def hears(self, other: Seat) -> bool:
        if other is self or not (self.together and other.together):
            return False
        return hears(self.role, other.role)

    def apart(self, on: bool) -> None:
        """On hold: neither hears nor is heard, and keeps the seat."""
        self._apart = on
        self._rooms.changed(self.name)

    def away(self, on: bool) -> None:
        """The connection broke, and may come back."""
        self._away = on
        self._rooms.changed(self.name)

    def leave(self) -> None:
        self._rooms.left(self.name, self)
        self.ears, self.listeners = {}, []

    # ------------------------------------------------------------ sound

    def say(self, frame: bytes) -> None:
        """20 ms of this leg. Every leg of a room has frames of one length."""
        for ear in self.listeners:
            ear.put(frame)

    def hear(self) -> bytes:
        """20 ms of all the others; empty where nobody speaks."""
        return mixed([ear.take() for ear in self.ears.values()])
