"""Conversations with people: begin one, hear an event in one, end one, read one.

Each conversation has one owner at a time: take, step, commit, tell. What a turn asks of the outside
begins only after its commit. A turn that meets a newer revision in the store is done again from
there; the interpreter is pure, so nothing happened twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowengine.host import heard, keys, lines, measures, sessions
from flowengine.host.arriving import Arrival, Arriving
from flowengine.host.beginning import Beginning, fresh
from flowengine.host.cause import Cause
from flowengine.host.contacts import Contacts
from flowengine.host.endings import ended, erased
from flowengine.host.ownership import Once, Ownership
from flowengine.host.pseudonyms import NOBODY_HIDDEN, Pseudonyms
from flowengine.host.refusal import Refusal
from flowengine.host.stepping import Stepping, over
from flowengine.host.wish import started
from flowengine.runtime.events import AnyEvent
from flowengine.store.records import Conversation, Message, Timer, Turn, Upload
from flowengine.store.verbs import Busy, Store, StoreError

if TYPE_CHECKING:
    from flowengine.host.editions import Editions
    from flowengine.host.heard import Heard, Seal
    from flowengine.host.lines import Line
    from flowengine.host.listeners import Listeners
    from flowengine.host.media import Media

UPLOADS = 20  # files of one conversation
UPLOADED = 50 * 1024 * 1024  # bytes of them together
CAME_BACK = 30 * 60  # seconds away after which opening the page means coming back
CLOSED = "closed"  # why a conversation is over that somebody on our side ended

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    conversation: Conversation
    token: str


class Conversations:
    """`clock` gives POSIX seconds; `node` is in whose name turns are taken. `stepping` does the
    turns and knows who waits for what they bring."""

    def __init__(
        self,
        editions: Editions,
        store: Store,
        *,
        node: str = "",
        clock: Callable[[], float] = time.time,
        pseudonyms: Pseudonyms = NOBODY_HIDDEN,
    ) -> None:
        self.editions = editions
        self.clock = clock
        self.contacts = Contacts(store, pseudonyms)
        self.stepping = Stepping(editions, store, node or keys.new_key(), self.contacts)
        self._store = store
        self._ownership = Ownership(store, lambda: self.stepping.node)
        self._arriving = Arriving(self, store)

    @property
    def node(self) -> str:
        return self.stepping.node

    @node.setter
    def node(self, name: str) -> None:
        self.stepping.node = name

    @property
    def listeners(self) -> Listeners:
        return self.stepping.listeners

    async def idle(self) -> None:
        """Until no turn is under way."""
        await self._ownership.idle()

    # ------------------------------------------------------------ beginning

    async def begin(
        self, flow: str, *, channel: str, message_id: str = "", scope: str = "", **wanted: Any
    ) -> Opened:
        """A new conversation after its first turn; `wanted` are fields of `Beginning`.

        A `message_id` counts in `scope`. Raises Refusal `unknown-flow`, `no-channel`; Replayed;
        Stale where the key or the address has a conversation already.
        """
        if message_id:
            wanted["cause"] = Cause(message_id=message_id, scope=scope)
        return await self.begun(Beginning(flow=flow, channel=channel, **wanted))

    async def begun(self, wanted: Beginning) -> Opened:
        """The same for a whole `Beginning`."""
        return await self._ownership.finished(self._begun(wanted))

    async def _begun(self, wanted: Beginning) -> Opened:
        program = await self.editions.newest(wanted.flow)
        now = self.clock()
        wanted = await self.contacts.introduced(wanted, now)
        new, session, token = fresh(program, wanted, now)
        event = started(program, wanted.wish, now)
        after = await self.stepping.begin(new, program, session, event, wanted.cause)
        measures.conversations_total.inc()
        return Opened(after, token)

    async def arrive(self, **message: Any) -> Conversation:
        """A message from outside, by the fields of `Arrival`: goes on with the conversation of its
        address, or begins one. Raises Replayed, Refusal, StoreError."""
        gateway, address = message["gateway"], message.pop("address")
        sealed = self.contacts.pseudonyms.sealed(gateway, address)
        return await self._arriving.take(Arrival(address=sealed, **message))

    # ------------------------------------------------------------ reading

    async def opened(self, key: str, token: str) -> Conversation:
        """The conversation, for whom the token proves. Raises Refusal `forbidden`.

        A wrong token and an unknown conversation look the same from outside.
        """
        found = await self._store.conversation(key)
        if found is None or not keys.opens(token, found.token):
            raise Refusal("forbidden", "This conversation is not yours. Please start again.")
        if found.gateway:  # whoever has the page need not be who has the telephone
            raise Refusal("ended", "This conversation goes on by messages now, and not here.")
        return found

    async def look(self, key: str) -> Conversation:
        """The conversation as it stands. Raises Refusal `forbidden` where there is none."""
        found = await self._store.conversation(key)
        if found is None:
            raise Refusal("forbidden", "There is no such conversation. Please start again.")
        return found

    async def read(self, key: str, since: int) -> list[tuple[int, str, Line]]:
        """The transcript after line `since`: number, side and line."""
        found = await self._store.messages(key, since)
        return [(one.number, one.side, lines.decode(one.body)) for one in found]

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

        async def once(before: Conversation) -> Conversation | None:
            return await self.stepping.hear(before, *what(before, self.clock()))

        return await self._patiently(key, once)

    async def hear_unless_over(self, key: str, what: Heard) -> Conversation:
        """The same; nothing where it has ended, for there it would begin anew or be a mistake."""

        async def once(before: Conversation) -> Conversation | None:
            if before.ended:
                return before
            return await self.stepping.hear(before, *what(before, self.clock()))

        return await self._patiently(key, once)

    async def receive(
        self, key: str, media: Media, message_id: str = "", seal: Seal | None = None
    ) -> Conversation:
        """A checked file, kept in the turn that takes it, by `seal` if there is one. Raises Refusal
        `too-many` too."""
        what = heard.received(media, message_id, seal)

        async def once(before: Conversation) -> Conversation | None:
            await self._admit(before, len(media.body), message_id)
            return await self.stepping.hear(before, *what(before, self.clock()))

        return await self._patiently(key, once)

    async def _patiently(self, key: str, once: Once) -> Conversation:
        try:
            return await self._ownership.run(key, once)
        except Busy as error:
            raise Refusal("busy", "One moment, please. Then send it again.") from error

    async def admit(self, key: str, size: int, message_id: str = "") -> None:
        """Raises Refusal where the conversation could not take a file of `size` bytes."""
        await self._admit(await self.look(key), size, message_id)

    async def _admit(self, before: Conversation, size: int, message_id: str) -> None:
        if before.ended:
            await self.stepping.refuse_replay(before, Cause(message_id=message_id))
            raise over()
        count, held = await self._store.uploads(before.id)
        if count >= UPLOADS or held + size > UPLOADED:
            await self.stepping.refuse_replay(before, Cause(message_id=message_id))
            raise Refusal("too-many", "This conversation can take no more files.")

    async def obey(self, key: str, event: AnyEvent, cause: Cause) -> Conversation:
        """A timer or the answer to an errand. One that comes too late only clears its row.

        So does one for a conversation that cannot go on: it would come again for ever, and the
        timers of others would wait behind it. Raises StoreError, and then the row is still there.
        """

        try:
            return await self._ownership.run(
                key, lambda before: self.stepping.hear(before, event, cause)
            )
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one conversation's trouble is not the others'
            why = type(error).__name__
            _log.warning(
                "%s not obeyed: %s", type(event).__name__, why, extra={"conversation": key}
            )
            return await self._ownership.run(key, lambda before: self._clear(before, cause))

    async def _clear(self, before: Conversation, cause: Cause) -> Conversation:
        return await self.commit(Turn(before, fired=cause.fired, answered=cause.answered))

    async def commit(self, turn: Turn) -> Conversation:
        """Write a turn that somebody else has made, and tell all who wait for what it brings.

        Raises as the store does: Stale when the conversation has gone on meanwhile.
        """
        return await self.stepping.commit(turn)

    async def write(self, key: str, once: Once) -> Conversation:
        """A turn that no event makes; `once` commits it, and is asked again where somebody else
        was first. Raises what it raises, and Refusal `busy`."""
        return await self._patiently(key, once)

    async def keep(self, key: str, upload: Upload, line: Line) -> Conversation:
        """A file that no turn asked for, such as the recording of a call, with the line that shows
        it. Nothing where the conversation has left nothing behind."""

        async def once(before: Conversation) -> Conversation:
            if not before.session:
                return before
            message = Message(before.messages + 1, upload.at, lines.PERSON, lines.encode(line))
            return await self.commit(Turn(before, messages=(message,), uploads=(upload,)))

        return await self._patiently(key, once)

    # ------------------------------------------------------------ timers that are not the flow's

    async def set_timer(self, timer: Timer) -> None:
        """Raises StoreError."""
        await self._store.set_timer(timer)

    async def timers(self, key: str) -> tuple[Timer, ...]:
        """Raises StoreError."""
        return await self._store.timers(key)

    async def drop_timer(self, timer: Timer) -> None:
        """Raises StoreError."""
        await self._store.drop_timer(timer)

    # ------------------------------------------------------------ ending

    async def leave(self, key: str) -> Conversation:
        """The person leaves without a trace: the conversation ends and what it kept is deleted.

        The flow is not asked, for whatever it then said or sent would be a trace.
        """

        async def once(before: Conversation) -> Conversation:
            if not before.session:  # left before
                return before
            return await self.commit(erased(before, (), self.clock()))

        return await self._ownership.run(key, once)

    async def end(self, key: str, reason: str = CLOSED) -> Conversation:
        """Somebody on our side ends it as it stands; what was said stays. Nothing where it has
        ended before."""
        return await self.end_where(key, _always, reason)

    async def end_where(
        self, key: str, still: Callable[[Conversation], bool], reason: str
    ) -> Conversation:
        """End it if that is `still` wanted of it as it is by then."""

        async def once(before: Conversation) -> Conversation:
            if before.ended or not still(before):
                return before
            session = sessions.over(before, reason)
            return await self.commit(ended(before, session, reason, self.clock()))

        return await self._ownership.run(key, once)


def _always(_before: Conversation) -> bool:
    return True
