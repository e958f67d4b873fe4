"""Our people in calls: who may join which, in what part, and for how long.

A caller's leg follows their conversation (`host.calls.meeting`); ours follow the item, as it stands
in the store. Whoever has it, or a part in it, may join by a ticket; whoever loses it is out of the
call at the next look, which every change of an item brings about. No sound passes here.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from flowengine.desk import items, moves
from flowengine.desk.permissions import STANDARD
from flowengine.host.desk.tickets import Tickets
from flowengine.host.listeners import Listeners
from flowengine.host.refusal import Refusal
from flowengine.speech.duplex import reports
from flowengine.speech.duplex.conference import AGENT
from flowengine.speech.duplex.orders import HangUp, Join
from flowengine.store.desk.verbs import MOVED
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Mapping

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
ELSEWHERE, OVER = "elsewhere", "over"  # why a leg of ours ends, for its page
MAY = {items.LISTEN: "item.listen", items.WHISPER: "item.whisper", items.BARGE: "item.barge"}
SPEAKS = frozenset((AGENT, items.TALK, items.BARGE))  # who sees the caller's keys

_log = logging.getLogger(__name__)


class Desk(Protocol):
    """What is asked of `desk.Desk`."""

    @property
    def bell(self) -> Listeners: ...

    async def make(self, *moves: Move) -> tuple[str, ...]: ...

    async def act(
        self, user: User, item_id: str, action: str, make: Callable[[Item, float], Move]
    ) -> Item: ...

    async def users(self) -> Mapping[str, User]: ...


@dataclass(slots=True)
class Leg:
    """One of us in a call: `call` is the exchange's name for it."""

    call: str
    user: str
    item: str
    conversation: str
    role: str


class Legs:
    """`house.desk.calls`, and the `Desk` of `calls.means`. `carrier` carries the calls of this
    node, `carries` says whether that of a conversation is among them. `key` makes tickets that
    other processes of this server can read, b"" where there are none."""

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
        self._store = store
        self._carrier = carrier
        self._carries = carries
        self._desk = desk
        self._clock = clock
        self._permissions = permissions
        self._tickets = Tickets(clock, key)
        self._legs: dict[str, Leg] = {}
        self._meetings: dict[str, Meeting] = {}
        self._began = Listeners()
        self._alone: dict[str, float] = {}  # since when a caller waits for a voice
        self._beside: set[asyncio.Task[None]] = set()

    # ------------------------------------------------------------ for the desk's pages

    async def ticket(self, user: User, item_id: str) -> str:
        """What the user's page shows to join the call of this item, once and soon. Raises Refusal
        `unknown-item` or `forbidden`; StoreError."""
        item = await self._store.item(item_id)
        if item is None:
            raise Refusal("unknown-item", "There is no such conversation at the desk.")
        self._part(user, item)
        return self._tickets.made(user.id, item_id)

    def calling(self, conversation: str) -> bool:
        """Its person is on the phone, at this node, and can be talked to."""
        return conversation in self._meetings

    def _part(self, user: User, item: Item) -> str:
        """In which part. Raises Refusal `forbidden`."""
        role = role_of(user.id, item)
        action = MAY.get(role, "item.read")
        if not role or not self._permissions.allowed(user, action, item, at=self._clock()):
            raise Refusal("forbidden", "This conversation is not yours, or not yours any more.")
        return role

    # ------------------------------------------------------------ legs

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
                self._seat(leg)

    async def _admitted(self, arriving: Arriving) -> Leg | None:
        """None where nobody calls here. Raises Refusal, StoreError."""
        item = await self._store.item(arriving.conversation)
        user = None if item is None else await self._bearer(item, arriving.token)
        if item is None or user is None:
            raise Refusal("forbidden", "This conversation is not yours, or not yours any more.")
        role = self._part(user, item)
        if not await self._is_here(item.conversation):
            return None
        if not self._tickets.redeemed(arriving.token):
            raise Refusal("forbidden", "This was used before. Join once more.")
        return Leg(arriving.call, user.id, item.id, item.conversation, role)

    async def _is_here(self, conversation: str) -> bool:
        """Its caller is carried here and sits in the conference. Who has just taken them may be
        faster than the news of it, so one of us waits for a moment."""
        if conversation in self._meetings or not self._carries(conversation):
            return conversation in self._meetings
        with self._began.listening(conversation) as bell, suppress(TimeoutError):
            async with asyncio.timeout(SEATED_WITHIN):
                while conversation not in self._meetings:
                    await bell.wait()
                    bell.clear()
        return conversation in self._meetings

    async def _bearer(self, item: Item, token: str) -> User | None:
        """Whose ticket it is, of those who have a part in the item now."""
        users = await self._desk.users()
        for name in (item.agent, *(guest.agent for guest in item.guests)):
            if name in users and self._tickets.fits(token, name, item.id):
                return users[name]
        return None

    def _seat(self, leg: Leg) -> None:
        for other in self._of(leg.conversation):
            if other.user == leg.user:
                self._end(other, ELSEWHERE)
        self._legs[leg.call] = leg
        meeting = self._meetings[leg.conversation]
        self._carrier.answer(leg.call)
        self._carrier.order(leg.call, Join(room=leg.conversation, role=leg.role))
        self._carrier.sign(leg.call, "role", text=leg.role)
        self._carrier.sign(leg.call, "hold", on=meeting.on_hold)
        self._carrier.sign(leg.call, "recording", on=meeting.recording)
        self._desk.bell.ring("desk")

    def _end(self, leg: Leg, why: str) -> None:
        if self._legs.pop(leg.call, None) is not None:
            self._carrier.order(leg.call, HangUp(reason=why, at_once=True))

    def _of(self, conversation: str) -> list[Leg]:
        return [leg for leg in self._legs.values() if leg.conversation == conversation]

    # ------------------------------------------------------------ what a leg does

    def reported(self, call: str, report: reports.AnyReport) -> bool:
        leg = self._legs.get(call)
        if leg is None:
            return False
        match report:
            case reports.Gone():
                del self._legs[call]
                self._desk.bell.ring("desk")
            case reports.Company(on=on):
                self._carrier.sign(call, "company", on=on)
            case reports.Keyed(key=key) if leg.role == AGENT:
                self._meetings[leg.conversation].keys(key)
            case reports.Wished(what=what, on=on) if leg.role == AGENT:
                self._wished(leg, what, on=on)
            case reports.Trouble(where=where, what=what):
                _log.warning("sound of one of us, %s: %s", where, what, extra={"call": call})
        return True

    def _wished(self, leg: Leg, what: str, *, on: bool) -> None:
        if what == "hold":
            self._do(self._hold(leg, on=on))
        else:
            self._meetings[leg.conversation].pause_recording(on=not on)

    async def _hold(self, leg: Leg, *, on: bool) -> None:
        """By the item, so that it is written down, and stands whoever looks."""
        try:
            user = (await self._desk.users())[leg.user]
            await self._desk.act(user, leg.item, "item.talk", moves.held if on else moves.unheld)
        except (Refusal, StoreError) as error:
            self._carrier.sign(leg.call, "unable", text=str(error))

    # ------------------------------------------------------------ callers (`calls.means.Desk`)

    def began(self, meeting: Meeting) -> None:
        self._meetings[meeting.conversation] = meeting
        self._began.ring(meeting.conversation)
        self._desk.bell.ring("desk")

    def over(self, meeting: Meeting) -> None:
        if self._meetings.get(meeting.conversation) is meeting:
            del self._meetings[meeting.conversation]
        self._alone.pop(meeting.conversation, None)
        for leg in self._of(meeting.conversation):
            self._end(leg, OVER)
        self._desk.bell.ring("desk")

    def keyed(self, meeting: Meeting, key: str) -> None:
        for leg in self._of(meeting.conversation):
            if leg.role in SPEAKS:
                self._carrier.caption(leg.call, "keys", key)

    def unable(self, meeting: Meeting, why: str) -> None:
        for leg in self._of(meeting.conversation):
            if leg.role == AGENT:
                self._carrier.sign(leg.call, "unable", text=why)

    def recorded(self, meeting: Meeting) -> None:
        for leg in self._of(meeting.conversation):
            self._carrier.sign(leg.call, "recording", on=meeting.recording)

    # ------------------------------------------------------------ items

    async def watch(self) -> None:
        """Follow the items, until cancelled."""
        with self._desk.bell.listening("desk") as bell:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK if self._meetings else None):
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
        if not (self._legs or self._meetings):
            return
        found = await self._store.items(states=tuple(items.TALKING))
        by_id = {item.id: item for item in found}
        for leg in list(self._legs.values()):
            self._follow(leg, by_id.get(leg.item))
        for item in found:
            meeting = self._meetings.get(item.conversation)
            if meeting is not None:
                self._hold_as(meeting, on=item.hold > 0)
                await self._heard(item)

    def _hold_as(self, meeting: Meeting, *, on: bool) -> None:
        if on != meeting.on_hold:
            meeting.hold(on=on)
            for leg in self._of(meeting.conversation):
                self._carrier.sign(leg.call, "hold", on=on)

    def _follow(self, leg: Leg, item: Item | None) -> None:
        role = "" if item is None else role_of(leg.user, item)
        if not role:
            self._end(leg, OVER)
        elif role != leg.role:
            leg.role = role
            self._carrier.order(leg.call, Join(room=leg.conversation, role=role))
            self._carrier.sign(leg.call, "role", text=role)

    async def _heard(self, item: Item) -> None:
        """Whoever has taken a caller has to be heard by them, or another will."""
        now = asyncio.get_running_loop().time()
        there = any(leg.role == AGENT for leg in self._of(item.conversation))
        if there or item.state != items.ACTIVE or item.media != items.VOICE:
            self._alone.pop(item.conversation, None)
            return
        if now - self._alone.setdefault(item.conversation, now) >= NO_LEG:
            del self._alone[item.conversation]
            (what,) = await self._desk.make(moves.requeued(item, self._clock(), NO_LEG_WHY))
            if what == MOVED:
                _log.warning("nobody was heard by a caller, who waits again: %s", item.id)

    async def close(self) -> None:
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


def role_of(user: str, item: Item) -> str:
    """The part that somebody has in an item that is being talked about, "" for none."""
    if item.state not in items.TALKING:
        return ""
    return next(_roles(user, item), "")


def _roles(user: str, item: Item) -> Iterator[str]:
    if item.agent == user:
        yield AGENT
    yield from (guest.mode for guest in item.guests if guest.agent == user)


class NoLegs:
    """Where no calls are taken."""

    async def ticket(self, user: User, item_id: str) -> str:  # noqa: ARG002 - as `Legs`
        raise Refusal("no-calls", "Calls are not taken here.")

    def calling(self, conversation: str) -> bool:  # noqa: ARG002 - as `Legs`
        return False

    async def watch(self) -> None: ...

    async def close(self) -> None: ...


NO_LEGS = NoLegs()
