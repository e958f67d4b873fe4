"""A supervisor in other people's talks: listens, whispers, joins in, takes over, passes on, ends.

Whatever they do is in the audit before it is done, and in the desk's log with it; the agent is
shown who is there, but where the house's own rules allow somebody to be `hidden`. What is not
allowed of an item raises Refusal `forbidden`, as everywhere at the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.desk import items, moves, people
from flowengine.host.desk.acting import forbidden
from flowengine.host.desk.alerts import Alerts
from flowengine.host.desk.board import board
from flowengine.host.desk.today import Today
from flowengine.host.people import written
from flowengine.host.refusal import Refusal
from flowengine.store.records import Audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.desk.figures import Figures
    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.desk.moves import Move
    from flowengine.desk.people import Remark, Standing, User
    from flowengine.desk.permissions import Permissions
    from flowengine.host.desk.alerts import Alert
    from flowengine.host.desk.board import Board
    from flowengine.host.desk.desk import Desk
    from flowengine.store.verbs import Store

PARTS = {items.LISTEN: "item.listen", items.WHISPER: "item.whisper", items.BARGE: "item.barge"}
DEVICE = "board"  # a page that leads to the console: the lease lasts until that one is there
_TOLD = {
    items.LISTEN: "listened to the talk",
    items.WHISPER: "whispered in the talk",
    items.BARGE: "joined in the talk",
}
_HIDDEN = "unseen by its agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The desk as one supervisor sees it: queues of theirs, and who answers them. `figures` are
    today's by queue, `entries` the log of these queues and of what belongs to none."""

    board: Board
    figures: Mapping[str, Figures]
    alerts: tuple[Alert, ...]
    entries: Sequence[Entry]


class Oversight:
    """`house.desk.oversight`."""

    def __init__(self, desk: Desk, store: Store, permissions: Permissions) -> None:
        self._desk = desk
        self._store = store
        self._permissions = permissions
        self._today = Today(store)
        self._alerts = Alerts(store)

    # ------------------------------------------------------------ seeing

    async def seen(self, user: User) -> Seen:
        """Raises Refusal `forbidden` for who may not see the board; StoreError."""
        self._allow(user, "board.read")
        picture = await self._desk.picture()
        whole = board(picture, self._desk.watchdog.oldest())
        named = {one.name for one in whole.queues if self.may_see(user, one.name)}
        mine = replace(
            whole,
            queues=tuple(one for one in whole.queues if one.name in named),
            agents=tuple(one for one in whole.agents if _answer_any(one.queues, named)),
            items=tuple(one for one in whole.items if one.queue in named),
        )
        entries = await self._today.entries(picture.now)
        figures = await self._today.figures(self._desk.terms, picture.now)
        return Seen(
            board=mine,
            figures={name: one for name, one in figures.items() if name in named},
            alerts=await self._alerts.now(mine, self._desk.terms, entries),
            entries=[one for one in entries if not one.queue or one.queue in named],
        )

    def may_see(self, user: User, queue: str) -> bool:
        return self._permissions.allowed(user, "queue.read", at=self._desk.clock(), queue=queue)

    # ------------------------------------------------------------ taking part

    async def join(self, user: User, item_id: str, mode: str, *, hidden: bool = False) -> Item:
        """They take part as one of PARTS from now on, or in another way than before. Raises Refusal
        `no-mode`."""
        if mode not in PARTS:
            raise Refusal("no-mode", f"You can take part by one of: {', '.join(PARTS)}.")
        item = await self._desk.talk.may(user, item_id, PARTS[mode])
        if hidden:
            await self._desk.talk.may(user, item_id, "item.hide")
        what = f"{_TOLD[mode]}, {_HIDDEN}" if hidden else _TOLD[mode]
        await self._note(user, what, item)
        await self._desk.arrive(user.id, DEVICE)
        guest = items.Guest(user.id, mode, hidden)

        def made(found: Item, at: float) -> Move:
            return moves.guest(found, guest, at)

        return await self._desk.act(user, item_id, PARTS[mode], made)

    async def change(self, user: User, item_id: str, mode: str) -> Item:
        """As `join`, seen or unseen as they are now."""
        item = await self._desk.talk.may(user, item_id, "item.read")
        own = next((one for one in item.guests if one.agent == user.id), None)
        return await self.join(user, item_id, mode, hidden=own is not None and own.hidden)

    async def leave(self, user: User, item_id: str) -> Item:
        """They take part no more."""
        return await self._desk.talk.uninvite(user, item_id, user.id)

    async def whisper(self, user: User, item_id: str, text: str) -> Remark:
        """A note that the item's agent is shown at once, and the person never."""
        item = await self._desk.talk.may(user, item_id, "item.whisper")
        await self._note(user, _TOLD[items.WHISPER], item)
        whom = (item.agent,) if item.agent else ()
        return await self._desk.talk.remark(user, item_id, text, whom)

    # ------------------------------------------------------------ moving

    async def take_over(self, user: User, item_id: str) -> Item:
        """The talk is theirs from now on; whoever had it has no part in it any more."""
        item = await self._desk.talk.may(user, item_id, "item.takeover")
        await self._note(user, "took over the talk", item)
        await self._desk.arrive(user.id, DEVICE)

        def made(found: Item, at: float) -> Move:
            return moves.transferred(found, at, agent=user.id)

        return await self._desk.act(user, item_id, "item.takeover", made)

    async def reassign(self, user: User, item_id: str, *, queue: str = "", agent: str = "") -> Item:
        """To a queue or to an agent who is there. Raises what `Desk.transfer` does."""
        item = await self._desk.talk.may(user, item_id, "item.reassign")
        await self._note(user, "passed on the talk", item)
        return await self._desk.transfer(user, item_id, queue=queue, agent=agent)

    async def end(self, user: User, item_id: str, outcome: str) -> Item:
        """The end of it from whatever state it is stuck in."""
        item = await self._desk.talk.may(user, item_id, "item.close")
        await self._note(user, "ended the talk", item)
        return await self._desk.close(user, item_id, outcome)

    # ------------------------------------------------------------ agents

    async def set_status(self, user: User, agent: str, status: str) -> Standing:
        """Somebody else's status; they see it, and the log says by whom. Raises Refusal `unknown`,
        `unknown-status`."""
        whom = (await self._desk.users()).get(agent)
        self._allow(user, "status.others", whom)
        if whom is None or whom.disabled or people.AGENT not in whom.roles:
            raise Refusal("unknown", "There is no such agent. Look at the board again.")
        await self._store.note(
            Audit(self._desk.clock(), written(user), f"set the status {status}", written(whom))
        )
        return await self._desk.attendance.say(whom, status, by=user.id)

    # ------------------------------------------------------------ rules

    def _allow(self, user: User, action: str, of: User | None = None) -> None:
        if not self._permissions.allowed(user, action, at=self._desk.clock(), of=of):
            raise forbidden()

    async def _note(self, user: User, what: str, item: Item) -> None:
        subject = f"conversation/{item.conversation}"
        await self._store.note(Audit(self._desk.clock(), written(user), what, subject))


def _answer_any(own: tuple[str, ...], named: set[str]) -> bool:
    return bool(named) and ("*" in own or not named.isdisjoint(own))
