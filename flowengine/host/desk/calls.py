"""Our people in calls: they come by a ticket, and stay as long as the item says so.

A caller's leg follows their conversation (`host.calls.meeting`); ours follow the item, as it stands
in the store. Whoever has it, or a part in it, may join (`admitting`); whoever loses it is out of
the call at the next look, which every change of an item brings about. No sound passes here.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from flowengine.desk import items, moves
from flowengine.desk.permissions import STANDARD
from flowengine.host.desk import wanting
from flowengine.host.desk.admitting import Admitting
from flowengine.host.desk.seats import Leg, Seats
from flowengine.host.listeners import Listeners
from flowengine.host.refusal import Refusal
from flowengine.speech.duplex import reports
from flowengine.store.desk.verbs import MOVED
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from flowengine.channels.calls.wire import Arriving
    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.people import User
    from flowengine.desk.permissions import Permissions
    from flowengine.host.calls.means import Carrier
    from flowengine.host.calls.meeting import Meeting
    from flowengine.store.verbs import Store

LOOK = 1.0  # seconds until the store is looked at again, while anybody talks
SEATED_WITHIN = 3.0  # seconds until a caller of ours hears that somebody has taken them
NO_LEG = 20.0  # seconds that a caller waits for the voice of who has taken them, until another may
NO_LEG_WHY = "no-leg"

_log = logging.getLogger(__name__)


class Desk(wanting.Desk, Protocol):
    """What is asked of `desk.Desk`."""

    @property
    def bell(self) -> Listeners: ...

    async def make(self, *moves: Move) -> tuple[str, ...]: ...


class Legs:
    """`house.desk.calls`, and the `Desk` of `calls.means`. `carrier` carries the calls of this
    node, `carries` says whether that of a conversation is among them. `key` is as `Admitting`
    has it."""

    def __init__(
        self,
        store: Store,
        carrier: Carrier,
        desk: Desk,
        clock: Callable[[], float],
        *,
        carries: Callable[[str], bool],
        permissions: Permissions = STANDARD,
        key: bytes = b"",
    ) -> None:
        self.admitting = Admitting(store, desk.users, clock, permissions, key)
        self.seats = Seats(carrier)
        self.wanting = wanting.Wanting(self.seats, carrier, desk, clock)
        self._store = store
        self._carrier = carrier
        self._carries = carries
        self._desk = desk
        self._clock = clock
        self._began = Listeners()
        self._alone: dict[str, float] = {}  # since when a caller waits for a voice
        self._beside: set[asyncio.Task[None]] = set()

    async def ticket(self, user: User, item_id: str) -> str:
        """As `Admitting.ticket`."""
        return await self.admitting.ticket(user, item_id)

    def calling(self, conversation: str) -> bool:
        """Its person is on the phone, at this node, and can be talked to."""
        return conversation in self.seats.meetings

    # ------------------------------------------------------------ who comes

    def arrived(self, arriving: Arriving) -> None:
        self._do(self._arrive(arriving))

    async def _arrive(self, arriving: Arriving) -> None:
        call = arriving.call
        try:
            leg = await self._admitted(arriving)
        except Refusal as refusal:
            self._carrier.reject(call, refusal.code, str(refusal))
        except StoreError as error:
            _log.error("one of us could not join a call: %s", error, extra={"call": call})
            self._carrier.reject(call, "not-now", "This does not work just now. Try again.")
        else:
            if leg is None:  # the page tries again: the call may be with another process of ours
                self._carrier.reject(call, "not-here", "")
            else:
                self.seats.seat(leg)
                self._desk.bell.ring("desk")

    async def _admitted(self, arriving: Arriving) -> Leg | None:
        """None where nobody calls here. Raises Refusal, StoreError."""
        item, user, role = await self.admitting.admitted(arriving.conversation, arriving.token)
        if not await self._is_here(item.conversation):
            return None
        self.admitting.redeem(arriving.token)
        return Leg(arriving.call, user.id, item.id, item.conversation, role)

    async def _is_here(self, conversation: str) -> bool:
        """Its caller is carried here and sits in the conference. Who has just taken them may be
        faster than the news of it, so one of us waits for a moment."""
        if self.calling(conversation) or not self._carries(conversation):
            return self.calling(conversation)
        with self._began.listening(conversation) as bell, suppress(TimeoutError):
            async with asyncio.timeout(SEATED_WITHIN):
                while not self.calling(conversation):
                    await bell.wait()
                    bell.clear()
        return self.calling(conversation)

    # ------------------------------------------------------------ what a leg does

    def reported(self, call: str, report: reports.AnyReport) -> bool:
        leg = self.seats.legs.get(call)
        if leg is None:
            return False
        match report:
            case reports.Gone():
                del self.seats.legs[call]
                self._desk.bell.ring("desk")
            case reports.Company(on=on):
                self._carrier.sign(call, "company", on=on)
            case reports.Keyed() | reports.Wished():
                self.wanting.obey(leg, report)
            case reports.Trouble(where=where, what=what):
                _log.warning("sound of one of us, %s: %s", where, what, extra={"call": call})
        return True

    # ------------------------------------------------------------ callers (`calls.means.Desk`)

    def began(self, meeting: Meeting) -> None:
        self.seats.meetings[meeting.conversation] = meeting
        self._began.ring(meeting.conversation)
        self._desk.bell.ring("desk")

    def over(self, meeting: Meeting) -> None:
        self._alone.pop(meeting.conversation, None)
        self.seats.over(meeting)
        self._desk.bell.ring("desk")

    def keyed(self, meeting: Meeting, key: str) -> None:
        self.seats.keyed(meeting, key)

    def keys_sent(self, meeting: Meeting, keys: str) -> None:
        self.wanting.keys_sent(meeting, keys)

    def unable(self, meeting: Meeting, why: str) -> None:
        self.seats.unable(meeting, why)

    def recorded(self, meeting: Meeting) -> None:
        self.seats.recorded(meeting)

    # ------------------------------------------------------------ items

    async def watch(self) -> None:
        """Follow the items, until cancelled."""
        with self._desk.bell.listening("desk") as bell:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK if self.seats.meetings else None):
                        await bell.wait()
                bell.clear()
                try:
                    await self.look()
                except Exception as error:  # noqa: BLE001 - whoever watches must outlive a look
                    _log.error("calls of the desk were not looked at: %s", type(error).__name__)
                    await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """Everybody in a call has the part that the item says, and nobody else is in it. Raises
        StoreError."""
        if not (self.seats.legs or self.seats.meetings):
            return
        found = await self._store.items(states=tuple(items.TALKING))
        by_id, users = {item.id: item for item in found}, await self._desk.users()
        for leg in list(self.seats.legs.values()):
            self._follow(leg, users.get(leg.user), by_id.get(leg.item))
        for item in found:
            meeting = self.seats.meetings.get(item.conversation)
            if meeting is not None:
                self.seats.hold(meeting, on=item.hold > 0)
                await self._heard(item)

    def _follow(self, leg: Leg, user: User | None, item: Item | None) -> None:
        role = "" if user is None or item is None else self.admitting.part(user, item)
        if role:
            self.seats.move(leg, role)
        else:
            self.seats.end(leg)

    async def _heard(self, item: Item) -> None:
        """Whoever has taken a caller has to be heard by them, or another will."""
        now = asyncio.get_running_loop().time()
        there = self.seats.agent(item.conversation)
        if there or item.state != items.ACTIVE or item.media != items.VOICE:
            self._alone.pop(item.conversation, None)
            return
        if now - self._alone.setdefault(item.conversation, now) >= NO_LEG:
            del self._alone[item.conversation]
            (what,) = await self._desk.make(moves.requeued(item, self._clock(), NO_LEG_WHY))
            if what == MOVED:
                _log.warning("nobody was heard by a caller, who waits again: %s", item.id)

    async def close(self) -> None:
        await self.wanting.close()
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


class NoLegs:
    """Where no calls are taken."""

    async def ticket(self, user: User, item_id: str) -> str:  # noqa: ARG002 - as `Legs`
        raise Refusal("no-calls", "Calls are not taken here.")

    def calling(self, conversation: str) -> bool:  # noqa: ARG002 - as `Legs`
        return False

    async def watch(self) -> None: ...

    async def close(self) -> None: ...


NO_LEGS = NoLegs()
