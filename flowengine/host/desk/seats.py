"""Where our people sit: the legs of theirs in calls of this node, and the callers they sit with.

It seats and sends away, and tells their pages how a call stands. Who may come, and when somebody
has to go, is decided by others (`admitting`, `calls`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk import items
from flowengine.speech.duplex.conference import AGENT
from flowengine.speech.duplex.orders import HangUp, Join

if TYPE_CHECKING:
    from flowengine.host.calls.means import Carrier
    from flowengine.host.calls.meeting import Meeting

ELSEWHERE, OVER = "elsewhere", "over"  # why a leg of ours ends, for its page
SPEAKS = frozenset((AGENT, items.TALK, items.BARGE))  # who sees the keys of both sides


@dataclass(slots=True)
class Leg:
    """One of us in a call: `call` is the exchange's name for it."""

    call: str
    user: str
    item: str
    conversation: str
    role: str
    keyed: float = 0.0  # POSIX seconds: when keys of theirs were sent last


class Seats:
    """`legs` by their calls, `meetings` by the conversations of their callers."""

    def __init__(self, carrier: Carrier) -> None:
        self.legs: dict[str, Leg] = {}
        self.meetings: dict[str, Meeting] = {}
        self._carrier = carrier

    def of(self, conversation: str) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.conversation == conversation]

    def agent(self, conversation: str) -> bool:
        """The one whose talk it is can be heard."""
        return any(leg.role == AGENT for leg in self.of(conversation))

    # ------------------------------------------------------------ coming and going

    def seat(self, leg: Leg) -> None:
        """Beside a caller who is there. Another window of theirs goes on without."""
        for other in self.of(leg.conversation):
            if other.user == leg.user:
                self.end(other, ELSEWHERE)
        self.legs[leg.call] = leg
        meeting = self.meetings[leg.conversation]
        self._carrier.answer(leg.call)
        self._place(leg)
        self._carrier.sign(leg.call, "hold", on=meeting.on_hold)
        self._carrier.sign(leg.call, "recording", on=meeting.recording)

    def move(self, leg: Leg, role: str) -> None:
        """From now on they have another part."""
        if role != leg.role:
            leg.role = role
            self._place(leg)

    def end(self, leg: Leg, why: str = OVER) -> None:
        if self.legs.pop(leg.call, None) is not None:
            self._carrier.order(leg.call, HangUp(reason=why, at_once=True))

    def over(self, meeting: Meeting) -> None:
        """The caller has gone, and so does everybody else."""
        if self.meetings.get(meeting.conversation) is meeting:
            del self.meetings[meeting.conversation]
        for leg in self.of(meeting.conversation):
            self.end(leg)

    def _place(self, leg: Leg) -> None:
        self._carrier.order(leg.call, Join(room=leg.conversation, role=leg.role))
        self._carrier.sign(leg.call, "role", text=leg.role)

    # ------------------------------------------------------------ how it stands

    def hold(self, meeting: Meeting, *, on: bool) -> None:
        if on != meeting.on_hold:
            meeting.hold(on=on)
            for leg in self.of(meeting.conversation):
                self._carrier.sign(leg.call, "hold", on=on)

    def recorded(self, meeting: Meeting) -> None:
        for leg in self.of(meeting.conversation):
            self._carrier.sign(leg.call, "recording", on=meeting.recording)

    def keyed(self, meeting: Meeting, key: str) -> None:
        for leg in self.of(meeting.conversation):
            if leg.role in SPEAKS:
                self._carrier.caption(leg.call, "keys", key)

    def keys_sent(self, meeting: Meeting, keys: str) -> None:
        for leg in self.of(meeting.conversation):
            if leg.role in SPEAKS:
                self._carrier.caption(leg.call, "sent", keys)

    def unable(self, meeting: Meeting, why: str) -> None:
        for leg in self.of(meeting.conversation):
            if leg.role == AGENT:
                self._carrier.sign(leg.call, "unable", text=why)
