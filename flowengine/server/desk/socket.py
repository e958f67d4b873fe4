"""An agent's page over a WebSocket: presence, what they have before them, and what they do.

The lease of their presence is renewed when the page answers a ping of ours: a hidden page's clocks
are slowed by its browser, its answers are not, and a page that is gone without a word answers
nothing. A page that closes is not taken for somebody who leaves: it may be loading again.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flowengine.desk.people import AGENT, SUPERVISOR
from flowengine.host import measures
from flowengine.host.refusal import Refusal
from flowengine.server.desk import wire
from flowengine.server.desk.connection import (
    LEFT,
    REPLACED,
    Known,
    Over,
    Telling,
    received,
    rung,
    together,
)
from flowengine.server.desk.following import Following
from flowengine.server.desk.names import named
from flowengine.server.desk.orders import obey
from flowengine.server.desk.pages import reads
from flowengine.server.desk.seen import Sections, sections
from flowengine.server.desk.words import words
from flowengine.server.logs import place
from flowengine.server.rates import Rate
from flowengine.server.socket import RESTART, frame
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from flowengine.desk.people import Presence, User
    from flowengine.host.house import House
    from flowengine.server.desk.words import Words

REST = 0.2  # seconds between two changes told, so that a busy minute is not a hundred of them
LOOK = 15.0  # seconds after which a page is told what nobody rang for
SLOWED = 0.5  # seconds that nothing is read from a page that was too fast

_log = logging.getLogger(__name__)


def rates() -> dict[str, Rate]:
    """By agent: what they do, and how often a page says that somebody is typing."""
    return {"deeds": Rate(burst=40, per_second=5), "signs": Rate(burst=20, per_second=3)}


async def desk(socket: WebSocket) -> None:
    async def serve(known: Known, hello: wire.Hello) -> None:
        await Station(socket, known).serve(hello)

    await received(socket, answers, serve)


def answers(user: User) -> bool:
    """Whether the console is for them."""
    return AGENT in user.roles or SUPERVISOR in user.roles


class Station:
    """One page of one agent."""

    def __init__(self, socket: WebSocket, known: Known) -> None:
        self._socket = socket
        self._house: House = socket.app.state.house
        self._desk = self._house.desk
        self._rates: dict[str, Rate] = socket.app.state.desk_rates
        self._known = known
        self._telling = Telling(self._send)
        self._again = asyncio.Event()
        self._reads = reads(socket, known.user)
        self._following = Following(self._house, known.now, self._send, words(self._reads))

    @property
    def _user(self) -> User:
        return self._known.user

    @property
    def _words(self) -> Words:
        return named(self._reads, self._desk.terms)

    async def serve(self, hello: wire.Hello) -> None:
        """Until the page goes, the sign-in ends or this node does."""
        there = await self._desk.arrive(self._user.id, hello.device)
        try:
            await together(self._hear(there), self._tell(), self._telling.ping(), self._ending())
        finally:
            await self._following.close()
            if self._known.over:
                await self._dismissed(there)

    async def _ending(self) -> None:
        await self._house.draining.wait()
        raise Over(RESTART)

    # ------------------------------------------------------------ presence

    async def _beat(self, there: Presence) -> None:
        """The page has answered: its lease begins anew, and whose it is is looked at again."""
        await self._known.again()
        if not await self._desk.beat(there):
            raise Over(REPLACED)

    async def _dismissed(self, there: Presence) -> None:
        """Nobody is there any more whom anything could be offered; else the lease would say so."""
        with suppress(StoreError):
            await self._desk.depart(there)

    async def _leave(self, there: Presence) -> None:
        await self._desk.depart(there)
        raise Over(LEFT)

    # ------------------------------------------------------------ telling

    async def _tell(self) -> None:
        """A snapshot, then what changes in it, numbered without a gap."""
        bell = self._desk.bell
        with bell.listening("desk") as one, bell.listening(f"agent/{self._user.id}") as other:
            await self._telling.whole(*await self._look())
            while True:
                await rung(one, other, self._again, within=LOOK)
                one.clear()
                other.clear()
                if self._again.is_set():
                    self._again.clear()
                    await self._telling.whole(*await self._look())
                else:
                    await self._telling.change(*await self._look())
                await asyncio.sleep(REST)

    async def _look(self) -> tuple[float, Sections]:
        view = await self._desk.view(await self._known.again())
        found = sections(view, self._desk.queues, self._desk.calls.calling, self._words.titled)
        self._following.keep(found["items"])
        return view.at, found

    # ------------------------------------------------------------ hearing

    async def _hear(self, there: Presence) -> None:
        while True:
            message = wire.message(await frame(self._socket))
            match message:
                case wire.Pong():
                    await self._beat(there)
                case wire.Typing():
                    await self._types(message)
                case wire.Leave():
                    await self._leave(there)
                case _:
                    await self._answer(message)

    async def _types(self, message: wire.Typing) -> None:
        """Nobody waits for an answer to it; what is too much, or too late, is nothing."""
        with suppress(Refusal):
            self._rates["signs"].take(self._user.id)
            await self._desk.talk.typing(await self._known.again(), message.item)

    async def _answer(self, order: wire.Order) -> None:
        try:
            self._rates["deeds"].take(self._user.id)
            more = await self._done(order)
        except Refusal as refusal:
            measures.refused_total.labels(code=refusal.code).inc()
            await self._send(wire.refused(refusal, order.id, self._words))
            if refusal.code == "too-fast":
                await asyncio.sleep(SLOWED)
        else:
            await self._send(wire.took(order.id, more))

    async def _done(self, order: wire.Order) -> dict[str, Any]:
        """Raises Refusal, whatever goes wrong."""
        try:
            user = await self._known.again()
            match order:
                case wire.Sync():
                    self._again.set()
                case wire.Open():
                    await self._following.open(order.item, order.since)
                case wire.Shut():
                    self._following.shut(order.item)
                case _:
                    return await obey(self._desk, user, order, self._words)
        except (Refusal, Over):
            raise
        except StoreError as error:
            measures.store_failures_total.inc()
            _log.error("deed not done: %s", error)
            raise Refusal("busy", "One moment, please. Then try it again.") from error
        except Exception as error:
            _log.error("deed not done: %s", place(error))  # its text could quote what was said
            raise Refusal("failed", "Something went wrong here. Please try again.") from error
        return {}

    async def _send(self, value: dict[str, Any]) -> None:
        await self._socket.send_text(wire.encoded(value))
