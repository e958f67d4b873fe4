"""The desk as everybody else sees it: agents come and go, take and end talks, supervisors switch.

Every method asks the rules first and raises Refusal `forbidden`; `unknown-item`, `taken` (somebody
else was first), `full`, `impossible` where it cannot be in the state the item is in; StoreError
when the store fails. What is behind it is one module each: `router` looks after all that waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves, routing
from flowengine.desk.permissions import STANDARD, Permissions
from flowengine.host.desk import board, picture, switching
from flowengine.host.desk import terms as on_terms
from flowengine.host.desk.acting import Acting
from flowengine.host.desk.asides import Asides
from flowengine.host.desk.attendance import Attendance
from flowengine.host.desk.beside import Beside
from flowengine.host.desk.callbacks import Callbacks
from flowengine.host.desk.calls import NO_LEGS, Legs, NoLegs
from flowengine.host.desk.declaring import Declaring
from flowengine.host.desk.ending import Ending
from flowengine.host.desk.estimating import Estimating
from flowengine.host.desk.following import Following
from flowengine.host.desk.moving import Moving
from flowengine.host.desk.oversight import Oversight
from flowengine.host.desk.passing import Passing
from flowengine.host.desk.router import Router
from flowengine.host.desk.taking import Taking
from flowengine.host.desk.talk import Talk
from flowengine.host.desk.terms import Terms
from flowengine.host.desk.waiting import Waiting
from flowengine.host.desk.watchdog import Watchdog
from flowengine.host.refusal import Refusal
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.people import Presence, Standing, User
    from flowengine.desk.routing import Decision
    from flowengine.host.conversations import Conversations
    from flowengine.host.desk.board import Board, View
    from flowengine.host.desk.picture import Picture
    from flowengine.host.errands import Errands
    from flowengine.host.listeners import Listeners
    from flowengine.language.program import Queue
    from flowengine.store.verbs import Store

MENTIONED = 24 * 3600.0  # seconds for which a mention stands in a view


class Desk:
    """`house.desk`. The clock is the conversations'; leases are by the store's. On `bell` ring
    `desk` at every change, and `agent/<id>`."""

    def __init__(
        self,
        conversations: Conversations,
        store: Store,
        errands: Errands,
        permissions: Permissions = STANDARD,
    ) -> None:
        self._conversations = conversations
        self._store = store
        self._terms: tuple[object, dict[str, Terms]] = (None, {})
        self.moving = Moving(store, lambda: conversations.node, errands.perform)
        self.bell: Listeners = self.moving.bell
        self.asides = Asides(conversations, self.shown)
        self._acting = Acting(store, self.moving, self.clock, permissions)
        self.attendance = Attendance(store, self.moving, self.clock, lambda: conversations.node)
        self.following = Following(store, self.attendance)
        self.waiting = Waiting(conversations, store, Estimating(store))
        self._declaring = Declaring(store)
        self.beside = Beside(self._besides)
        self.router = Router(self.picture, self.moving, self.beside.show)
        self.watchdog = Watchdog(self.router, self.picture, self.clock)
        self.talk = Talk(conversations, store, self, permissions)
        self._taking = Taking(store, self._acting, self.picture)
        self._passing = Passing(self._acting, self.picture, lambda: self.terms)
        self._ending = Ending(store, self._acting, self.talk, self._on)
        self._callbacks = Callbacks(conversations, store, self._acting, self._on)
        self.oversight = Oversight(self, store, permissions)
        self.calls: Legs | NoLegs = NO_LEGS
        self.moving.made = self._made
        self.moving.changed = self.router.wake
        conversations.stepping.desk = self._came
        errands.shown = self.shown
        errands.say = self.asides.bring
        errands.signalled = self.talk.signals.act

    def clock(self) -> float:
        return self._conversations.clock()

    @property
    def terms(self) -> Mapping[str, Terms]:
        """Of every queue that is declared by what is served."""
        programs = self._conversations.editions.library.programs
        if self._terms[0] is not programs:
            self._terms = (programs, on_terms.gathered(programs.values()))
        return self._terms[1]

    @property
    def queues(self) -> Mapping[str, Queue]:
        return {name: one.queue for name, one in self.terms.items()}

    async def users(self) -> Mapping[str, User]:
        """By id."""
        return {one.id: one for one in await self._store.users()}

    async def shown(self, agent: str) -> str:
        """The name by which people know an agent, "" for nobody we know, or while the store is
        away: whoever waits for it has waited long enough."""
        try:
            found = (await self.users()).get(agent)
        except StoreError:
            return ""
        return found.shown if found is not None else ""

    async def picture(self) -> Picture:
        """The desk as it is now."""
        return await picture.taken(self._store, self.clock(), self.terms)

    # ------------------------------------------------------------ work that goes on

    def works(self) -> list[Callable[[], Coroutine[None, None, None]]]:
        """What goes on until the end; each begins anew where it died."""
        routing = self.watchdog.guard(self.router.watch)
        return [routing, self.watchdog.watch, self.beside.watch]

    async def idle(self) -> None:
        """Until what follows from moves is done."""
        await self.following.idle()

    def news(self) -> None:
        """Another node has changed something, and nobody knows whom it concerns."""
        self.router.wake()
        self.bell.ring_all()

    def trouble(self) -> str:
        """What somebody has to look at, in words, "" when all is well."""
        return self.watchdog.trouble()

    def _came(self) -> None:
        """A turn has brought somebody, or somebody has left."""
        self.moving.ring()

    def _made(self, done: tuple[Move, ...]) -> None:
        for move in done:
            before = move.before
            if before is not None and before.state in items.TALKING and _waits(move.after):
                self.waiting.again(move.after)
        self.following.follow(done)

    async def _besides(self, seen: Picture) -> None:
        await self._declaring.declare(seen.terms, seen.now)
        await self.attendance.reap(seen)
        await switching.undo(self._store, seen)
        await switching.surge(self.asides, seen)
        await self.waiting.tell(seen)

    # ------------------------------------------------------------ moves of everybody

    async def make(self, *made: Move) -> tuple[str, ...]:
        """Write moves and tell all whom they concern; what became of each."""
        return await self.moving.move(*made)

    async def act(
        self, user: User, item_id: str, action: str, make: Callable[[Item, float], Move]
    ) -> Item:
        """A move by a user; see `Acting.act`."""
        return await self._acting.act(user, item_id, action, make)

    # ------------------------------------------------------------ being there

    async def arrive(self, user_id: str, device: str) -> Presence:
        """A page of theirs is open from now on."""
        return await self.attendance.arrive(user_id, device)

    async def beat(self, there: Presence) -> bool:
        """It still is. False: it has to arrive again."""
        return await self.attendance.beat(there)

    async def depart(self, there: Presence) -> None:
        """They leave by themselves."""
        await self.attendance.depart(there)

    async def set_status(self, user: User, status: str, *, after: bool = False) -> Standing:
        """With `after` from the end of their talks on. Raises Refusal `unknown-status`."""
        self._acting.allow(user, "status.set")
        return await self.attendance.say(user, status, after=after)

    # ------------------------------------------------------------ offers

    async def accept(self, user: User, token: str) -> Item:
        """The offer with this token is taken."""
        return await self._taking.accept(user, token)

    async def refuse(self, user: User, token: str) -> Item:
        """It is let pass."""
        return await self._taking.refuse(user, token)

    async def pull(self, user: User, item_id: str = "") -> Item:
        """Fetch one by hand, or the next that they may; an agent who is not there cannot. Raises
        Refusal `absent`, `nothing` too."""
        return await self._taking.pull(user, item_id)

    # ------------------------------------------------------------ the talk

    async def hold(self, user: User, item_id: str) -> Item:
        """The person waits for a moment."""
        return await self.act(user, item_id, "item.talk", moves.held)

    async def unhold(self, user: User, item_id: str) -> Item:
        """The talk goes on."""
        return await self.act(user, item_id, "item.talk", moves.unheld)

    # ------------------------------------------------------------ ends

    async def finish(
        self,
        user: User,
        item_id: str,
        *,
        place: str = "",
        disposition: str = "",
        survey: bool = True,
    ) -> Item:
        """The talk is over, the flow goes on, and the time to write it down begins."""
        return await self._ending.finish(user, item_id, place, disposition, survey)

    async def close(self, user: User, item_id: str, outcome: str, note: str = "") -> Item:
        """The end of it, called `outcome`, from whatever state; a talk is finished first."""
        return await self._ending.close(user, item_id, outcome, note)

    async def extend(self, user: User, item_id: str) -> Item:
        """A minute more to write it down."""
        return await self._ending.extend(user, item_id)

    async def tried(self, user: User, item_id: str, result: str, when: float = 0.0) -> Item:
        """A promise to phone reached nobody: it is tried again, and the last time ended."""
        return await self._callbacks.tried(user, item_id, result, when)

    # ------------------------------------------------------------ passing on

    async def transfer(self, user: User, item_id: str, *, queue: str = "", agent: str = "") -> Item:
        """Passed on to a queue, or to an agent who is there and has it at once. Raises Refusal
        `unknown-queue`, `absent`."""
        return await self._passing.transfer(user, item_id, queue=queue, agent=agent)

    async def raise_priority(self, user: User, item_id: str, level: int) -> Item:
        """Another priority; only supervisors make it less urgent. Raises Refusal `no-level`."""
        return await self._passing.raise_priority(user, item_id, level)

    # ------------------------------------------------------------ the whole desk

    async def switch(
        self,
        user: User,
        queue: str,
        kind: str,
        value: str = "",
        *,
        on: bool = True,
        until: float = 0.0,
    ) -> None:
        """Switch something of a queue; see `switching.wanted` for what it raises."""
        self._acting.allow(user, "queue.switch", queue=queue)
        switch = switching.wanted(user, queue, kind, value, until, self.clock(), self.queues)
        await switching.turn(self._store, switch, on=on)
        self.moving.ring()

    async def why(self, item_id: str) -> Decision:
        """Why it goes where it goes, or waits. Raises Refusal `unknown-item`."""
        item = await self._store.item(item_id)
        if item is None:
            raise Refusal("unknown-item", "There is no such conversation at the desk.")
        seen = await self.picture()
        return routing.explain(item, seen.agents, seen.queues, seen.now, seen.items)

    async def board(self) -> Board:
        return board.board(await self.picture(), self.watchdog.oldest())

    async def view(self, user: User) -> View:
        """What their page shows."""
        seen = await self.picture()
        mentions = await self._store.mentions(user.id, seen.now - MENTIONED)
        return board.view(seen, user, mentions)

    def _on(self, queue: str) -> Terms:
        return self.terms.get(queue, on_terms.NO_TERMS)


def _waits(item: Item) -> bool:
    return item.state == items.WAITING
