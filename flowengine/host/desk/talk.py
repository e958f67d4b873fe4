"""Agent and person talk: what one of us says, types, notes and passes on in a talk of theirs.

Every method asks whether the user may, and raises Refusal `unknown-item` or `forbidden`; who loses
an item is refused from that moment on, also with words that are on their way. It holds nothing of
its own but what is never kept (`talking`); what a talk leads to is the business of the modules
beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from flowengine.desk import items
from flowengine.desk.log import ANSWERED
from flowengine.desk.permissions import STANDARD
from flowengine.host import lines, order
from flowengine.host.desk import (
    asking,
    consulting,
    context,
    remarks,
    renewing,
    results,
    scripts,
    sending,
    standing,
    surveys,
)
from flowengine.host.desk.masking import masked, masked_line
from flowengine.host.desk.saying import spoken
from flowengine.host.desk.signals import Signals
from flowengine.host.desk.talking import PERSON, Talking
from flowengine.host.refusal import Refusal
from flowengine.host.typed import fit
from flowengine.runtime.events import Received, Said
from flowengine.store.verbs import Replayed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.people import Remark, User
    from flowengine.desk.permissions import Permissions
    from flowengine.host.conversations import Conversations
    from flowengine.host.desk.context import Context, Signs
    from flowengine.host.desk.standing import Stand
    from flowengine.host.lines import Line
    from flowengine.host.listeners import Listeners
    from flowengine.host.media import Media
    from flowengine.language.program import Queue
    from flowengine.runtime import Session
    from flowengine.runtime.events import AnyEvent
    from flowengine.store.records import Conversation, Turn, Upload
    from flowengine.store.verbs import Store

KNOWN = 10_000  # of what was written down already; forgotten, it is asked of the store again
# The line that is to be written, and the file that it shows, for the conversation at that moment.
Made = Callable[["Conversation", float], tuple["Line", tuple["Upload", ...]]]
UNKNOWN = "There is no such conversation at the desk."
NOT_YOURS = "This conversation is not yours, or not yours any more."


class Desk(Protocol):
    """What a talk needs of the desk."""

    bell: Listeners

    @property
    def queues(self) -> Mapping[str, Queue]: ...

    async def users(self) -> Mapping[str, User]: ...

    async def make(self, *moves: Move) -> tuple[str, ...]: ...

    async def act(
        self, user: User, item_id: str, action: str, make: Callable[[Item, float], Move]
    ) -> Item: ...

    async def finish(self, user: User, item_id: str, *, place: str = "") -> Item: ...

    async def close(self, user: User, item_id: str, outcome: str, note: str = "") -> Item: ...

    async def tried(self, user: User, item_id: str, result: str, when: float = 0.0) -> Item: ...


class Talk:
    """`house.desk.talk`. The clock is the conversations' own."""

    def __init__(
        self,
        conversations: Conversations,
        store: Store,
        desk: Desk,
        permissions: Permissions = STANDARD,
    ) -> None:
        self.conversations = conversations
        self.store = store
        self.desk = desk
        self.permissions = permissions
        self.talking = Talking(self.clock, conversations.listeners.ring, store.hint)
        self.signals = Signals(self)
        conversations.stepping.noticed = self.noticed
        self._answered: set[tuple[str, str]] = set()
        self._read: set[tuple[str, str]] = set()

    def clock(self) -> float:
        """POSIX seconds."""
        return self.conversations.clock()

    # ------------------------------------------------------------ who may

    async def may(self, user: User, item_id: str, action: str) -> Item:
        """The item as it stands now, for whom the rules allow it. Raises Refusal."""
        item = await self.store.item(item_id)
        if item is None:
            raise Refusal("unknown-item", UNKNOWN)
        if not self.permissions.allowed(user, action, item, at=self.clock()):
            raise Refusal("forbidden", NOT_YOURS, about="talk")
        return item

    # ------------------------------------------------------------ words

    async def say(
        self, user: User, item_id: str, text: str, message_id: str = "", *, aloud: bool = False
    ) -> None:
        """Words for the person; `aloud` has a live call speak them. The same id again does nothing.

        Raises Refusal, also of `typed.fit`, and StoreError; then nothing was said.
        """
        line = lines.written(fit(text), user.shown, message_id, aloud=aloud)
        await self._write(user, item_id, lambda _before, _at: (line, ()))

    async def send_file(self, user: User, item_id: str, media: Media, message_id: str = "") -> None:
        """A checked file for the person. The same id again does nothing.

        Raises Refusal, `no-files` and `too-many` too, and StoreError; then nothing was sent.
        """

        def made(before: Conversation, at: float) -> tuple[Line, tuple[Upload, ...]]:
            sending.demand_way(before)
            upload, line = sending.enclosed(media, user.shown, message_id, at)
            return line, (upload,)

        await self.demand_room(user, item_id, len(media.body), message_id)
        await self._write(user, item_id, made)

    async def demand_room(
        self, user: User, item_id: str, size: int = 0, message_id: str = ""
    ) -> None:
        """Raises Refusal where a file of `size` bytes could not be sent; and Replayed where this
        one may have been before."""
        item = await self.may(user, item_id, "item.talk")
        sending.demand_way(await self.conversations.look(item.conversation))
        scoped = f"{user.id} {message_id}" if message_id else ""
        await self.conversations.admit(item.conversation, size, scoped)

    async def _write(self, user: User, item_id: str, made: Made) -> None:
        """A line of this user, with the file that it shows if there is one."""
        item = await self.may(user, item_id, "item.talk")

        async def once(before: Conversation) -> Conversation:
            # Asked again, for it may have been passed on while this turn was waited for.
            now = await self.may(user, item_id, "item.talk")
            if before.ended:
                raise Refusal("ended", "The conversation has ended, so nobody reads this any more.")
            first = not await self._has_answered(now, user)
            roads = self.conversations.stepping.roads
            at = order.after(before, self.clock())
            line, enclosed = made(before, at)
            turn = spoken(
                before, now, user.id, line, at, roads=roads, first=first, enclosed=enclosed
            )
            return await self.conversations.commit(turn)

        self.talking.said(item.conversation, user.id)
        try:
            await self.conversations.write(item.conversation, once)
        except Replayed:
            return
        _remember(self._answered, (item.id, user.id))

    async def _has_answered(self, item: Item, user: User) -> bool:
        if (item.id, user.id) in self._answered:
            return True
        found = await self.store.entries(item=item.id)
        return any(one.kind == ANSWERED and one.agent == user.id for one in found)

    async def typing(self, user: User, item_id: str) -> None:
        """The person, and who else talks there, is shown that this user types."""
        item = await self.may(user, item_id, "item.talk")
        self.talking.typed(item.conversation, user.id)

    async def lines(
        self, user: User, item_id: str, since: int = 0
    ) -> tuple[tuple[int, float, str, Line], ...]:
        """The transcript after line `since`: number, moment, side and line. In an anonymous queue
        nothing in it can be dialled or written to. Reading is written down as in `context`."""
        item = await self.may(user, item_id, "item.read")
        await self._looked(user, item)
        found = await self.store.messages(item.conversation, since)
        seen = masked_line if found and await context.anonymous(self, item) else _as_said
        return tuple((one.number, one.at, one.side, seen(lines.decode(one.body))) for one in found)

    async def signs(self, user: User, item_id: str) -> Signs:
        """Who types, what the person has seen, and what became of messages by a gateway."""
        item = await self.may(user, item_id, "item.read")
        return await context.signs(self, item, user)

    async def file(self, user: User, item_id: str, upload: str) -> Upload:
        """A file that somebody sent in it; its name as `lines` has it. Raises Refusal
        `unknown-file` too."""
        item = await self.may(user, item_id, "item.read")
        found = await self.store.upload(item.conversation, upload)
        if found is None:
            raise Refusal("unknown-file", "There is no such file in this conversation.")
        if await context.anonymous(self, item):
            return replace(found, name=masked(found.name))
        return found

    # ------------------------------------------------------------ what turns show

    async def noticed(
        self,
        before: Conversation,
        sessions: tuple[Session, Session],
        event: AnyEvent,
        turn: Turn,
    ) -> Turn:
        """A turn of any conversation, with what the desk has to remember of it."""
        if isinstance(event, Said | Received):  # what they typed is there
            self.talking.said(before.id, PERSON)
        turn = await asking.asked(self.store, before, sessions[1], event, turn)
        roads = self.conversations.stepping.roads
        turn = await renewing.renewed(self.store, before, sessions[1], turn, roads)
        asked = surveys.begun(sessions, turn.conversation.changed)
        turn = replace(turn, facts=(*turn.facts, *asked)) if asked else turn
        return await self.signals.noticed(before, sessions, event, turn)

    # ------------------------------------------------------------ the person's page

    async def stand(self, talk: Conversation) -> Stand | None:
        """How the person stands at the desk, None where nobody is waited for."""
        return await standing.stand(self, talk)

    async def person_types(self, talk: Conversation) -> None:
        """Told to the agent, while there is one."""
        if standing.talks(talk):
            self.talking.typed(talk.id, PERSON)

    async def person_saw(self, talk: Conversation, number: int) -> None:
        """The same for lines that the person had on screen; of a flow nobody is told."""
        if standing.talks(talk):
            self.talking.saw(talk.id, min(number, talk.messages))

    # ------------------------------------------------------------ what an agent knows

    async def context(self, user: User, item_id: str) -> Context:
        """All that may be known of the conversation. Reading it is written down once for each item
        and user."""
        item = await self.may(user, item_id, "contact.read")
        await self._looked(user, item)
        return await context.gathered(self, item, user)

    async def _looked(self, user: User, item: Item) -> None:
        """Before anything is shown: what could not be written down is not shown."""
        if (item.id, user.id) not in self._read:
            await context.noted(self.store, item, user, self.clock())
            _remember(self._read, (item.id, user.id))

    async def reply_texts(self, user: User, item: Item) -> tuple[tuple[str, str], ...]:
        """Canned replies of the item's queue, in the person's language, with their holes filled."""
        return await context.replies(self, item, user)

    # ------------------------------------------------------------ colleagues

    async def remark(
        self, user: User, item_id: str, text: str, mentions: Sequence[str] = ()
    ) -> Remark:
        """A note for colleagues; those mentioned find it in their own view."""
        item = await self.may(user, item_id, "item.remark")
        return await remarks.left(self, item, user, fit(text), mentions)

    async def invite(self, user: User, item_id: str, agent: str, mode: str = items.CONSULT) -> Item:
        """Ask a colleague in: to `consult` or to `talk`."""
        return await consulting.invited(self, user, item_id, agent, mode)

    async def uninvite(self, user: User, item_id: str, agent: str) -> Item:
        """A guest goes, or takes themselves off."""
        return await consulting.uninvited(self, user, item_id, agent)

    # ------------------------------------------------------------ what follows

    async def send_back(self, user: User, item_id: str, place: str) -> Item:
        """The talk ends, and the flow goes on at one of its steps. Raises Refusal `no-step`."""
        return await consulting.sent_back(self, user, item_id, place)

    async def begin_script(self, user: User, item_id: str) -> tuple[str, str]:
        """The conversation of the queue's script beside this talk, and the secret that opens it: a
        new one each time, so that nobody goes on with an old one."""
        return await scripts.begun(self, user, item_id)

    async def callback_result(
        self, user: User, item_id: str, result: str, when: float = 0.0, note: str = ""
    ) -> Item:
        """What came of phoning: one of `results.RESULTS`; `when` is the next try's moment."""
        return await results.reported(self, user, item_id, result, when, note)


def _remember(known: set[tuple[str, str]], one: tuple[str, str]) -> None:
    if len(known) >= KNOWN:
        known.clear()
    known.add(one)


def _as_said(line: Line) -> Line:
    return line
