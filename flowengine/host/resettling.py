"""People in the middle of an older version go over to the one that is published.

One commit a conversation, compared with what was read: whoever says something meanwhile goes first.
It can be broken off anywhere and begun again, for whoever has been moved is in the new version.
Two kinds of people stay in the old one until they have finished: those on the phone, whose call is
short and must not be interrupted, and those who talk with a person of ours.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from flowengine.host import lines
from flowengine.host.cause import Cause
from flowengine.host.recordings import moving
from flowengine.host.refusal import Refusal
from flowengine.host.turn import Stepped, written
from flowengine.runtime import Session, decode, encode
from flowengine.runtime.effects import Effect, Timer
from flowengine.runtime.events import Started
from flowengine.runtime.goals import DIVERTED, LOST, goal
from flowengine.runtime.handoffs import TALKING
from flowengine.runtime.moving import move
from flowengine.store import records
from flowengine.store.verbs import Stale

if TYPE_CHECKING:
    from flowengine.host.editions import Editions
    from flowengine.host.parcels import Roads
    from flowengine.host.planning import Places
    from flowengine.language.program import Program
    from flowengine.store.verbs import Store

PAGE = 200  # conversations that are read at once
TRIES = 3  # against what people say meanwhile
CALLS = ("voice", "ussd")

Commit = Callable[[records.Turn], Awaitable[records.Conversation]]


@dataclass(frozen=True, slots=True)
class Moved:
    """How many people: `unnoticed` and `told` are in the new version now, `lost` of them without
    their place; `stayed` go on in the old one."""

    unnoticed: int = 0
    told: int = 0
    lost: int = 0
    stayed: int = 0

    def __add__(self, other: Moved) -> Moved:
        return Moved(
            self.unnoticed + other.unnoticed,
            self.told + other.told,
            self.lost + other.lost,
            self.stayed + other.stayed,
        )


class Resettling:
    """Moves the conversations of one program's flow. `only` those who wait at one of `places`,
    else everybody. `commit` is the store's, or that of a host that also does what a turn asks;
    `roads` lead to gateways."""

    def __init__(
        self,
        store: Store,
        editions: Editions,
        program: Program,
        places: Places,
        *,
        only: bool,
        commit: Commit,
        roads: Roads,
        clock: Callable[[], float],
    ) -> None:
        self._store = store
        self._editions = editions
        self._program = program
        self._places = places
        self._only = only
        self._commit = commit
        self._roads = roads
        self._clock = clock

    async def everybody(self, tell: Callable[[int], None] = lambda _: None) -> Moved:
        """`tell` takes how many were looked at. What cannot be moved stays, and is counted."""
        done, count = Moved(), 0
        flow = self._program.name
        versions = {one.digest for one in await self._store.waiting(flow)}
        for digest in sorted(versions - {self._program.digest}):
            before, after = await self._before(digest), ""
            while page := await self._store.waiting_at(flow, digest, after, PAGE):
                for one in page:
                    done += await self._one(one.id, digest, before)
                    count += 1
                    tell(count)
                after = page[-1].id
        return done

    async def rescued(self, key: str, digest: str) -> bool:
        """One conversation that cannot go on in its version, whoever it is with."""
        return await self._one(key, digest, None, anybody=True) != Moved(stayed=1)

    async def _before(self, digest: str) -> Program | None:
        try:
            return await self._editions.pinned(self._program.name, digest)
        except Refusal:  # its sources are lost: here is the cure for those who cannot go on
            return None

    async def _one(
        self, key: str, digest: str, before: Program | None, *, anybody: bool = False
    ) -> Moved:
        for _ in range(TRIES):
            found = await self._store.conversation(key)
            if found is None or found.ended or found.digest != digest:
                return Moved()
            turn = self._turn(found, before, anybody=anybody)
            if turn is None:
                break
            try:
                await self._commit(turn[0])
            except Stale:
                continue
            return self._counted(found, turn[1])
        return Moved(stayed=1)

    def _counted(self, before: records.Conversation, effects: Sequence[Effect]) -> Moved:
        if not lines.told(effects, before.channel):
            return Moved(unnoticed=1)
        lost = goal(self._program, before.place, self._places).how == LOST
        return Moved(told=1, lost=int(lost))

    def _stays(self, found: records.Conversation, session: Session) -> bool:
        if found.channel in CALLS or _talks(session):
            return True
        return self._only and goal(self._program, session.place, self._places).how != DIVERTED

    def _turn(
        self, found: records.Conversation, before: Program | None, *, anybody: bool
    ) -> tuple[records.Turn, Sequence[Effect]] | None:
        """None for whoever stays where they are."""
        try:
            old = decode(found.session)
        except msgspec.DecodeError:
            return None
        if not anybody and self._stays(found, old):
            return None
        now = self._clock()
        if before is not None:  # what ships with us may be newer than the conversation
            old = msgspec.structs.replace(old, digest=before.digest)
        new, effects = move(self._program, old, now, self._places, before=before)
        if new.turn == old.turn:
            return _silent(found, (old, new), effects, now), effects
        stepped = Stepped(Started(at=now), (old, new), effects, self._program.secrets)
        turn = written(found, stepped, Cause(), now, roads=self._roads)
        return replace(
            turn,
            conversation=replace(turn.conversation, digest=self._program.digest),
            trace=turn.trace and replace(turn.trace, event=moving(old.digest, new.digest)),
        ), effects


def _talks(session: Session) -> bool:
    """Whether a person of ours is there, here or behind the detours they are on."""
    stands = (session.asked, *(frame.asked for frame in session.stack))
    return any(asked is not None and asked.mode == TALKING for asked in stands)


def _silent(
    found: records.Conversation,
    sessions: tuple[Session, Session],
    effects: Sequence[Effect],
    now: float,
) -> records.Turn:
    """Nothing happened to them; only their session has other names in it."""
    old, new = sessions
    event = moving(old.digest, new.digest)
    timers = (one for one in effects if isinstance(one, Timer))
    return records.Turn(
        replace(found, session=encode(new), digest=new.digest, place=new.place),
        timers=tuple(
            records.Timer(found.id, one.turn, one.timer, now + one.seconds) for one in timers
        ),
        trace=records.Trace(found.revision + 1, now, event, old.place, new.place, "[]", 0.0, ""),
    )
