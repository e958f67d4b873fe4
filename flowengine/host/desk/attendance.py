"""Who is there: the pages of agents, what they say of themselves, and who stays away too long.

A page holds a lease by the store's clock, and only its own last life can prolong it. An agent is
there while one of their pages is. What an agent has said stays said when a connection breaks or a
server restarts: nobody is set offline by a start, only by having been away for AWAY_AFTER.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.desk import items, log, people
from flowengine.desk.people import Presence, Standing
from flowengine.desk.presence import LEASE
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.desk.people import User
    from flowengine.host.desk.moving import Moving
    from flowengine.host.desk.picture import Picture
    from flowengine.store.verbs import Store

GONE_AFTER = 60.0  # seconds without any page until somebody counts as offline
BACK_WITHIN = 15 * 60.0  # seconds in which who comes back has again the status they had
TRIES = 5  # to write a status against others


class Attendance:
    """`node` is whose pages these are; `own` are further statuses of this house, none of them
    ready."""

    def __init__(
        self, store: Store, moving: Moving, clock: Callable[[], float], node: Callable[[], str]
    ) -> None:
        self._store = store
        self._moving = moving
        self._clock = clock
        self._node = node
        self.own: tuple[str, ...] = ()
        self._unseen: dict[str, float] = {}  # since when we have seen no page of them

    @property
    def statuses(self) -> tuple[str, ...]:
        """Those that an agent may choose, in the order of the menu. Everything else is refused."""
        return (people.READY, people.BREAK, people.TRAINING, *self.own, people.OFFLINE)

    async def arrive(self, agent: str, device: str) -> Presence:
        """A page of theirs begins, or begins again. Raises StoreError."""
        presence = await self._store.attend(agent, device, self._node(), LEASE)
        self._unseen.pop(agent, None)
        await self._change(agent, self._returned, kind=log.ARRIVED)
        return presence

    async def beat(self, presence: Presence) -> bool:
        """False when that page is not the one that counts any more: it has to arrive again."""
        return await self._store.beat_at(presence, LEASE)

    async def depart(self, presence: Presence) -> None:
        """They leave by themselves, from this page; from the last one, they are offline."""
        await self._store.part_at(presence)
        there = {one.agent for one in await self._store.presences()}
        if presence.agent not in there:
            await self._change(
                presence.agent, lambda old, at: _said(old, people.OFFLINE, at), kind=log.DEPARTED
            )
        self._moving.ring([presence.agent])

    async def say(self, user: User, status: str, *, after: bool = False, by: str = "") -> Standing:
        """They say how they are, or somebody else does (`by`, an id); with `after` it counts from
        the end of their talks on. Raises Refusal `unknown-status`; StoreError."""
        if status not in self.statuses:
            known = ", ".join(self.statuses)
            raise Refusal("unknown-status", f"There is no status {status}. There are: {known}.")
        busy = after and any(
            one.state in items.HELD and one.state != items.OFFERED
            for one in await self._store.items(agent=user.id)
            if one.agent == user.id
        )
        if busy:
            return await self._change(user.id, lambda old, _: replace(old, back=status))
        return await self._change(user.id, lambda old, at: _said(old, status, at), by=by)

    async def put_away(self, agent: str) -> None:
        """They let offers pass: nobody is to wait for them until they say that they are there."""

        def away(old: Standing, at: float) -> Standing:
            return _said(old, people.AWAY, at) if old.status == people.READY else old

        await self._change(agent, away)

    async def ended(self, agent: str) -> None:
        """They have ended handling something: idle from now on, or in the break they wished."""

        def freed(old: Standing, at: float) -> Standing:
            new = replace(old, idle=at)
            online = old.status != people.OFFLINE
            return _said(new, old.back, at) if online and old.back else new

        busy = [
            one
            for one in await self._store.items(agent=agent)
            if one.agent == agent and one.state != items.OFFERED
        ]
        if not busy:
            await self._change(agent, freed)
        else:
            await self._change(agent, lambda old, at: replace(old, idle=at))

    async def reap(self, picture: Picture) -> None:
        """Who has no page for GONE_AFTER counts as offline. It is counted from when this process
        began to miss them, so that a restart sets nobody offline who is about to come back."""
        for standing in picture.standings.values():
            agent = standing.agent
            if standing.status == people.OFFLINE or agent in picture.present:
                self._unseen.pop(agent, None)
            elif picture.now - self._unseen.setdefault(agent, picture.now) >= GONE_AFTER:
                await self._change(agent, self._gone, kind=log.DEPARTED)
                self._unseen.pop(agent, None)

    def _gone(self, old: Standing, at: float) -> Standing:
        back = old.status if old.status in self.statuses else ""
        return replace(_said(old, people.OFFLINE, at), back=back)

    def _returned(self, old: Standing, at: float) -> Standing:
        if old.status == people.OFFLINE and old.back and at - old.since <= BACK_WITHIN:
            return _said(old, old.back, at)
        return old

    async def _change(
        self, agent: str, how: Callable[[Standing, float], Standing], kind: str = "", by: str = ""
    ) -> Standing:
        """Written over what was read; `kind` is for the log, "" for none."""
        for _ in range(TRIES):
            at = self._clock()
            old = await self._standing(agent)
            new = how(old, at)
            entries = _told(old, new, at, kind, by)
            if new == old and not entries:
                return old
            new = replace(new, version=old.version + 1)
            if await self._store.stand(new, entries):
                self._moving.ring([agent])
                return new
        raise Refusal("busy", "Your status is being changed elsewhere. Try again in a moment.")

    async def _standing(self, agent: str) -> Standing:
        found = await self._store.standings()
        return next((one for one in found if one.agent == agent), Standing(agent=agent))


def _said(old: Standing, status: str, at: float) -> Standing:
    """A new status is nothing to come back to; the same one keeps its time."""
    since = old.since if old.status == status else at
    return replace(old, status=status, since=since, back="")


def _told(old: Standing, new: Standing, at: float, kind: str, by: str) -> tuple[log.Entry, ...]:
    entries = []
    if kind:
        entries.append(log.Entry(at=at, kind=kind, agent=old.agent))
    if new.status != old.status:
        body = {"status": new.status, "before": old.status, **({"by": by} if by else {})}
        entries.append(log.Entry(at=at, kind=log.STATUS, agent=old.agent, body=body))
    return tuple(entries)
