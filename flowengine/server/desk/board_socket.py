"""A live board over `/desk/board/socket`: the tables of `board_rows` whole, then as they change.

It does nothing but tell: what a supervisor does is a form of a page. With `?wall=1` it tells what a
wall shows, and no name of anybody.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from flowengine.desk.people import SUPERVISOR
from flowengine.host.refusal import Refusal
from flowengine.server.desk import wire
from flowengine.server.desk.board_rows import WALL, tables
from flowengine.server.desk.connection import (
    Known,
    Over,
    Telling,
    received,
    rung,
    together,
)
from flowengine.server.desk.names import named
from flowengine.server.desk.pages import reads
from flowengine.server.socket import RESTART, frame

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from flowengine.desk.people import User
    from flowengine.host.house import House
    from flowengine.server.desk.seen import Sections

REST = 1.0  # seconds between two changes told
LOOK = 5.0  # seconds after which colours are looked at anew: they change by waiting alone


async def board(socket: WebSocket) -> None:
    async def serve(known: Known, _: wire.Hello) -> None:
        await Watch(socket, known).serve()

    await received(socket, supervises, serve)


def supervises(user: User) -> bool:
    """Whether the board is for them."""
    return SUPERVISOR in user.roles


class Watch:
    """One page that shows the board."""

    def __init__(self, socket: WebSocket, known: Known) -> None:
        self._socket = socket
        self._house: House = socket.app.state.house
        self._known = known
        self._wall = "wall" in socket.query_params
        self._reads = reads(socket, known.user)
        self._again = asyncio.Event()
        self._telling = Telling(self._send)

    async def serve(self) -> None:
        """Until the page goes, the sign-in ends or this node does."""
        await together(self._hear(), self._tell(), self._telling.ping(), self._ending())

    async def _ending(self) -> None:
        await self._house.draining.wait()
        raise Over(RESTART)

    async def _tell(self) -> None:
        with self._house.desk.bell.listening("desk") as bell:
            await self._telling.whole(*await self._look())
            while True:
                await rung(bell, self._again, within=LOOK)
                bell.clear()
                if self._again.is_set():
                    self._again.clear()
                    await self._telling.whole(*await self._look())
                else:
                    await self._telling.change(*await self._look())
                await asyncio.sleep(REST)

    async def _look(self) -> tuple[float, Sections]:
        seen = await self._house.desk.oversight.seen(await self._known.again())
        terms = self._house.desk.terms
        found = tables(seen, terms, named(self._reads, terms))
        kept = {name: found[name] for name in WALL} if self._wall else found
        return seen.board.at, kept

    async def _hear(self) -> None:
        while True:
            match wire.message(await frame(self._socket)):
                case wire.Pong():
                    await self._known.again()
                case wire.Sync(id=key):
                    self._again.set()
                    await self._send(wire.took(key, {}))
                case _:
                    raise Refusal("not-understood", "A board only shows. Load the page again.")

    async def _send(self, value: dict[str, Any]) -> None:
        await self._socket.send_text(wire.encoded(value))
