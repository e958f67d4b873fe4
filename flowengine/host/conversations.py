"""Conversations with people: begin one, hear an event in one, read one.

Each conversation has one owner at a time: load, step, commit, tell. What a turn asks of the outside
begins only after its commit. A turn that meets a newer revision in the store is done again from
there; the interpreter is pure, so nothing happened twice.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import msgspec

from flowengine.host import heard, keys, lines
from flowengine.host.listeners import Listeners
from flowengine.host.refusal import Refusal
from flowengine.host.turn import Cause, dropped, erased, forgets, leaves, written
from flowengine.host.wish import NO_WISH, Wish, started
from flowengine.language.program import Program
from flowengine.runtime import Session, begin, decode, step
from flowengine.runtime.effects import Effect, Fault
from flowengine.runtime.events import AnyEvent, Filled, Picked
from flowengine.store.interface import (
    Conversation,
    Errand,
    Message,
    Replayed,
    Stale,
    Store,
    StoreError,
    Turn,
)

if TYPE_CHECKING:
    from flowengine.host.editions import Editions
    from flowengine.host.heard import Heard
    from flowengine.host.lines import Line
    from flowengine.host.media import Media

TRIES = 3  # to commit one turn against other owners
PAGE = "chat"  # whoever reads the end there begins anew by a button, not by a word
UPLOADS = 20  # files of one conversation
UPLOADED = 50 * 1024 * 1024  # bytes of them together
CAME_BACK = 30 * 60  # seconds away after which opening the page means coming back

_log = logging.getLogger(__name__)

Perform = Callable[[Sequence[Errand]], None]
_Once = Callable[[], Awaitable[Conversation]]


@dataclass(frozen=True, slots=True)
class Opened:
    conversation: Conversation
    token: str


class Conversations:
    """`clock` gives POSIX seconds; `perform` takes up errands and returns at once."""

    def __init__(
        self, editions: Editions, store: Store, *, clock: Callable[[], float] = time.time
    ) -> None:
        self.editions = editions
        self.listeners = Listeners()
        self.clock = clock
        self.perform: Perform = _nobody
        self._store = store
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    # ------------------------------------------------------------ beginning

    async def begin(
        self, flow: str, *, channel: str, wish: Wish = NO_WISH, caller: str = ""
    ) -> Opened:
        """A new conversation after its first turn. Raises Refusal `unknown-flow`, `no-channel`."""
        program = await self.editions.newest(flow)
        if channel not in program.channels:
            raise Refusal("no-channel", f"The hotline {flow} is not served on {channel}.")
        now = self.clock()
        session = begin(
            program,
            channel=channel,
            seed=secrets.randbits(32),
            at=now,
            language=wish.language if wish.language in program.languages else None,
            caller=caller,
        )
        token = keys.new_token()
        fresh = _fresh(flow, program.digest, channel, keys.hashed(token), now)
        first, effects = step(program, session, started(program, wish, now))
        turn = written(fresh, (session, first), effects, Cause(), now)
        after = await self._commit(turn, effects)
        return Opened(after, token)

    # ------------------------------------------------------------ reading

    async def opened(self, key: str, token: str) -> Conversation:
        """The conversation, for whom the token proves. Raises Refusal `forbidden`.

        A wrong token and an unknown conversation look the same from outside.
        """
        found = await asyncio.wrap_future(self._store.conversation(key))
        if found is None or not keys.opens(token, found.token):
            raise Refusal("forbidden", "This conversation is not yours. Please start again.")
        return found

    async def look(self, key: str) -> Conversation:
        """The conversation as it stands. Raises Refusal `forbidden` where there is none."""
        found = await asyncio.wrap_future(self._store.conversation(key))
        if found is None:
            raise Refusal("forbidden", "There is no such conversation. Please start again.")
        return found

    async def read(self, key: str, since: int) -> list[tuple[int, str, Line]]:
        """The transcript after line `since`: number, side and line."""
        found = await self._transcript(key, since)
        return [(one.number, one.side, lines.decode(one.body)) for one in found]

    async def _transcript(self, key: str, since: int = 0) -> tuple[Message, ...]:
        return await asyncio.wrap_future(self._store.messages(key, since))

    # ------------------------------------------------------------ hearing

    async def say(self, key: str, text: str, message_id: str = "") -> Conversation:
        """Typed words, already fit to be read."""
        return await self.hear(key, heard.said(text, message_id))

    async def pick(self, key: str, turn: int, choice: str, message_id: str = "") -> Conversation:
        """A button of the question of `turn`."""
        return await self.hear(key, heard.picked(turn, choice, message_id))

    async def come_back(self, key: str) -> Conversation:
        """The person is here again after a while; the flow's `resume` decides what that means."""
        return await self.hear(key, heard.came_back)

    async def hear(self, key: str, what: Heard) -> Conversation:
        """One turn. Raises Refusal, Replayed, or StoreError; then nothing has changed."""
        return await self._owned(key, lambda: self._once(key, what))

    async def receive(self, key: str, media: Media, message_id: str = "") -> Conversation:
        """A checked file, kept in the turn that takes it. Raises Refusal `too-many` too."""

        async def once() -> Conversation:
            await self.admit(key, len(media.body), message_id)
            return await self._once(key, heard.received(media, message_id))

        return await self._owned(key, once)

    async def admit(self, key: str, size: int, message_id: str = "") -> None:
        """Raises Refusal where the conversation could not take a file of `size` bytes."""
        before = await self.look(key)
        if before.ended:
            await self._refuse_replay(before, Cause(message_id=message_id))
            raise Refusal("ended", "This conversation has ended. Please start again.")
        count, held = await asyncio.wrap_future(self._store.uploads(key))
        if count >= UPLOADS or held + size > UPLOADED:
            await self._refuse_replay(before, Cause(message_id=message_id))
            raise Refusal("too-many", "This conversation can take no more files.")

    async def leave(self, key: str) -> Conversation:
        """The person leaves without a trace: the conversation ends and what it kept is deleted.

        The flow is not asked, for whatever it then said or sent would be a trace.
        """
        return await self._owned(key, lambda: self._leave(key))

    async def _leave(self, key: str) -> Conversation:
        before = await self.look(key)
        if not before.session:  # left before
            return before
        return await self._commit(erased(before, (), self.clock()), ())

    async def obey(self, key: str, event: AnyEvent, cause: Cause) -> Conversation:
        """A timer or the answer to an errand. One that comes too late only clears its row.

        So does one for a conversation that cannot go on: it would come again for ever, and the
        timers of others would wait behind it. Raises StoreError, and then the row is still there.
        """
        try:
            return await self.hear(key, lambda _before, _at: (event, cause))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one conversation's trouble is not the others'
            _log.warning("%s not obeyed in %s: %s", type(event).__name__, key, type(error).__name__)
            before = await self.look(key)
            cleared = Turn(before, fired=cause.fired, answered=cause.answered)
            return await self._commit(cleared, ())

    async def _owned(self, key: str, once: _Once) -> Conversation:
        """A turn that has begun is finished, also when whoever asked for it is gone by then.

        Given up between its commit and what follows, its errands would wait for a restart.
        """
        return await asyncio.shield(asyncio.create_task(self._whole(key, once)))

    async def _whole(self, key: str, once: _Once) -> Conversation:
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            for _ in range(TRIES - 1):
                with suppress(Stale):
                    return await once()
            return await once()

    async def _once(self, key: str, what: Heard) -> Conversation:
        before = await self.look(key)
        event, cause = what(before, self.clock())
        return await self._step(before, event, cause)

    async def _step(self, before: Conversation, event: AnyEvent, cause: Cause) -> Conversation:
        over = before.ended and cause.line is not None and before.channel == PAGE
        if over or not before.session:
            await self._refuse_replay(before, cause)
            raise Refusal("ended", "This conversation has ended. Please start again.")
        program = await self.editions.pinned(before.flow, before.digest)
        session = _session(before, program)
        after, effects = step(program, session, event)
        if cause.line is not None and dropped(effects):
            await self._refuse_replay(before, cause)
            raise _unheard(event)
        earlier = await self._transcript(before.id) if forgets(effects) else ()
        turn = written(before, (session, after), effects, cause, event.at, earlier)
        if leaves(effects):
            turn = erased(before, turn.outgoing, event.at)
        return await self._commit(turn, effects)

    async def _refuse_replay(self, before: Conversation, cause: Cause) -> None:
        """A message that was obeyed before is no longer fit to be; but that is no refusal."""
        if await asyncio.wrap_future(self._store.taken(before.id, cause.message_id)):
            raise Replayed("This message was already taken.")

    async def _commit(self, turn: Turn, effects: Sequence[Effect]) -> Conversation:
        after = await asyncio.wrap_future(self._store.commit(turn))
        for effect in effects:
            if isinstance(effect, Fault):
                _log.warning("fault %s %s:%d", after.id, effect.file, effect.line)
        if turn.outgoing:
            # There is no sender yet, and what was only stored must not look as if it had been sent.
            _log.warning("not sent, only stored: %d of %s", len(turn.outgoing), after.id)
        self.listeners.ring(after.id)
        self.perform(turn.errands)
        return after


def _nobody(errands: Sequence[Errand]) -> None:
    """Until the host has somebody for errands, they wait in the store."""


def _session(conversation: Conversation, program: Program) -> Session:
    """The session, ready for this program.

    The same sources compile to another digest after an upgrade, because flows that ship with us
    have changed. Places are names, so the conversation goes on where it was, if that still is.
    """
    try:
        session = decode(conversation.session)
    except msgspec.MsgspecError as error:
        raise _stranded(conversation) from error
    if session.place and session.place not in program.blocks:
        raise _stranded(conversation)
    return msgspec.structs.replace(session, digest=program.digest)


def _stranded(conversation: Conversation) -> Refusal:
    # Without a trace, for it would quote what the person said.
    _log.error("session cannot go on %s", conversation.id)
    return Refusal("stranded", "This conversation cannot go on. Please start again.")


def _unheard(event: AnyEvent) -> Refusal:
    if isinstance(event, Picked | Filled):
        return Refusal("too-late", "That belonged to an earlier question.")
    return Refusal("not-now", "One moment, please. Then send it again.")


def _fresh(flow: str, digest: str, channel: str, token: bytes, at: float) -> Conversation:
    return Conversation(
        id=keys.new_key(),
        flow=flow,
        digest=digest,
        channel=channel,
        token=token,
        session=b"",
        prompt="",
        ended=False,
        changed=at,
    )
