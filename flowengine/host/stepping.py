"""One turn, from a conversation and an event to its commit, and who is told of it then.

Nothing here waits its turn (`ownership` does), and nothing slow is done: what a turn asks of the
outside is a row of its commit, and only then somebody takes it up.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.host import gathering, going_on, measures, order, sessions
from flowengine.host.cause import Cause
from flowengine.host.desk.joining import queues
from flowengine.host.desk.promising import promised
from flowengine.host.doubt import Doubt
from flowengine.host.endings import ended, erased, leaves
from flowengine.host.listeners import Listeners
from flowengine.host.parcels import NO_ROADS, Roads
from flowengine.host.refusal import Refusal
from flowengine.host.turn import (
    NOTHING_EARLIER,
    Earlier,
    Stepped,
    dropped,
    forgets,
    written,
)
from flowengine.runtime import Session, step
from flowengine.runtime.effects import Effect, Fault
from flowengine.runtime.events import AnyEvent, Filled, Picked
from flowengine.store.records import Conversation, Errand, Outgoing, Timer, Turn
from flowengine.store.verbs import Replayed, Stale, Store, StoreError

if TYPE_CHECKING:
    from flowengine.host.contacts import Contacts
    from flowengine.host.editions import Editions
    from flowengine.language.program import Program

# A turn that is about to be written, with what else is to be remembered of it.
Noticed = Callable[[Conversation, tuple[Session, Session], AnyEvent, Turn], Awaitable[Turn]]

PAGE = "chat"  # whoever reads the end there begins anew by a button, not by a word

_log = logging.getLogger(__name__)


class Stepping:
    """`node` is whose turns these are.

    Who works beside the turns is told after each commit: `listeners`, and `perform` takes up
    errands, `expect` waits for timers, `post` looks after the outbox, `desk` after who came and
    went; all return at once. `telling` gives the notices that a turn writes for subscribers;
    `roads` lead to gateways. `rescue` is asked for a conversation whose version is lost: true when
    it is in another one now.
    """

    def __init__(self, editions: Editions, store: Store, node: str, contacts: Contacts) -> None:
        self.node = node
        self.listeners = Listeners()
        self.perform: Callable[[Sequence[Errand]], None] = _nobody
        self.expect: Callable[[Sequence[Timer]], None] = _nobody
        self.post: Callable[[], None] = _nothing
        self.telling: Callable[[Turn], tuple[Outgoing, ...]] = _no_notices
        self.roads: Roads = NO_ROADS
        self.desk: Callable[[], None] = _nothing
        self.noticed: Noticed = _as_it_is
        self.doubt = Doubt(store, self._written)
        self.rescue: Callable[[Conversation], Awaitable[bool]] = _nobody_rescues
        self._editions = editions
        self._store = store
        self._contacts = contacts

    async def begin(
        self,
        new: Conversation,
        program: Program,
        session: Session,
        event: AnyEvent,
        cause: Cause,
    ) -> Conversation:
        """The first turn of a new conversation."""
        return await self._step(new, program, session, event, cause, time.perf_counter())

    async def hear(
        self, before: Conversation, event: AnyEvent, cause: Cause
    ) -> Conversation | None:
        """One turn of a conversation that is ours now; see `ownership.Once` for what it gives.

        Raises Refusal, Replayed, or StoreError.
        """
        since = time.perf_counter()
        event = _in_order(before, event)
        finished = before.ended and cause.line is not None and before.channel == PAGE
        if finished or not before.session:
            await self.refuse_replay(before, cause)
            raise over()
        try:
            program = await self._editions.pinned(before.flow, before.digest)
            session = sessions.ready(before, program)
        except Refusal:
            if await self.rescue(before):
                return None
            raise
        if program.gather or before.gathered:
            found = gathering.decided(before, program, session, event, cause)
            if found.write is not None:
                return await self.commit(found.write)
            if found.nothing:
                return before
            after = await self._step(before, program, session, found.event, found.cause, since)
            return None if found.again else after
        return await self._step(before, program, session, event, cause, since)

    async def _step(
        self,
        before: Conversation,
        program: Program,
        session: Session,
        event: AnyEvent,
        cause: Cause,
        since: float,
    ) -> Conversation:
        before, other, after, effects = await self._stepped(before, program, session, event)
        if before.revision and dropped(effects):
            held = gathering.held(before, session, event, cause)
            if held is not None:
                return await self.commit(held)
            if cause.line is not None:
                await self.refuse_replay(before, cause)
                raise _unheard(event)
        turn = written(
            await self._contacts.met(before, program, effects, event.at),
            Stepped(event, (session, after), effects, program.secrets),
            cause,
            event.at,
            earlier=await self._earlier(before.id) if forgets(effects) else NOTHING_EARLIER,
            roads=self.roads,
            queues=queues(program, session, effects, self._contacts.pseudonyms),
            entries=promised(program, before, after, effects, event.at),
            node=self.node,
            took=time.perf_counter() - since,
        )
        if leaves(effects):
            turn = erased(before, turn.outgoing, event.at, cause)
        else:
            turn = await self.noticed(before, (session, after), event, turn)
        if other is not None:
            over_there = sessions.over(other, going_on.OVER)
            await self.commit(ended(other, over_there, going_on.OVER, event.at))
        done = await self.commit(turn)
        measures.turn_seconds.observe(time.perf_counter() - since)
        _tell_faults(done, effects)
        return done

    async def _stepped(
        self, before: Conversation, program: Program, session: Session, event: AnyEvent
    ) -> tuple[Conversation, Conversation | None, Session, Sequence[Effect]]:
        """What the interpreter makes of it. Who goes on by another road has its address from here
        on, and an old conversation of that address has to end first; once more, and told so, where
        nobody is reached by it."""
        after, effects = step(program, session, event)
        other = None
        while (wanted := going_on.gone_on(effects)) is not None:
            sealing = self._contacts.pseudonyms
            led, other = await going_on.led(
                before, wanted, self.roads, self._store, sealing, event.at
            )
            if led is not None:
                return led, other, after, effects
            session = going_on.unreached(session, wanted.channel)
            after, effects = step(program, session, event)
        return before, other, going_on.settled(after), effects

    async def _earlier(self, key: str) -> Earlier:
        return Earlier(await self._store.messages(key, 0), await self._store.traces(key))

    async def refuse_replay(self, before: Conversation, cause: Cause) -> None:
        """A message that was obeyed before is no longer fit to be; but that is no refusal.

        Raises Replayed.
        """
        scope = cause.scope or before.id
        if cause.message_id and await self._store.taken(scope, cause.message_id):
            measures.replayed_total.inc()
            raise Replayed("This message was already taken.")

    async def commit(self, turn: Turn) -> Conversation:
        """Write a turn, then tell all who wait for what it brings. Raises as the store does."""
        notices = self.telling(turn)
        if notices or turn.node != self.node:
            turn = replace(turn, outgoing=turn.outgoing + notices, node=self.node)
        try:
            after = await self._store.commit(turn)
        except Replayed:
            measures.replayed_total.inc()
            raise
        except Stale:
            raise
        except StoreError:
            measures.store_failures_total.inc()
            if turn.errands:
                self.doubt.about(turn)
            raise
        measures.turns_total.inc()
        self._written(turn, after)
        return after

    def _written(self, turn: Turn, after: Conversation) -> None:
        """Tell all who wait for what it brings."""
        self.listeners.ring(after.id)
        if turn.errands:
            self.perform(turn.errands)
        if turn.timers:
            self.expect(turn.timers)
        if turn.outgoing:
            self.post()
        if turn.joined or turn.left or turn.also or turn.channel or after.ended:
            self.desk()


def over() -> Refusal:
    return Refusal("ended", "This conversation has ended. Please start again.")


def _in_order(before: Conversation, event: AnyEvent) -> AnyEvent:
    moment = order.after(before, event.at)
    return event if moment == event.at else msgspec.structs.replace(event, at=moment)


def _unheard(event: AnyEvent) -> Refusal:
    if isinstance(event, Picked | Filled):
        return Refusal("too-late", "That belonged to an earlier question.")
    return Refusal("not-now", "One moment, please. Then send it again.")


def _tell_faults(after: Conversation, effects: Sequence[Effect]) -> None:
    for effect in effects:
        if isinstance(effect, Fault):
            measures.faults_total.inc()
            about = {"conversation": after.id}
            _log.warning("fault %s %s:%d", after.id, effect.file, effect.line, extra=about)


def _nobody(_rows: Sequence[Any]) -> None:
    """Until the host has somebody for them, they wait in the store."""


def _nothing() -> None:
    """As `_nobody`."""


async def _as_it_is(
    _before: Conversation, _sessions: tuple[Session, Session], _event: AnyEvent, turn: Turn
) -> Turn:
    return turn


def _no_notices(_turn: Turn) -> tuple[Outgoing, ...]:
    return ()


async def _nobody_rescues(_: Conversation) -> bool:
    return False
