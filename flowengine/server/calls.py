"""The door of calls: a page's connection leaves this process, and its sound never enters it.

A page that wants to call asks for a WebSocket at `/call/{conversation}`. What is looked at here is
where it comes from and how often; then the connection itself goes to the process that carries
calls, request and all, which answers it. Of several workers it is the one whose call it is, if it
goes on already. Where no calls are carried the page is told so in words.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from starlette.websockets import WebSocket
from uvicorn.protocols.utils import is_ssl
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from flowengine.channels.calls.call import Unable
from flowengine.host import measures
from flowengine.host.refusal import Refusal
from flowengine.server import wire
from flowengine.server.rates import knock
from flowengine.server.socket import FORBIDDEN, TRY_LATER, foreign

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.http11 import Request

    from flowengine.host.house import House

_NO_HEAD = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_EXTENSION = "flowengine.connection"  # of the ASGI scope: the `Door` behind a WebSocket


class Door(WebSocketsSansIOProtocol):
    """Uvicorn's protocol, whose connection can be handed over as long as it is not answered."""

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.handshake_exc is not None and not hasattr(self, "scope"):
            # Uvicorn says nothing to a head that WebSockets do not allow, and would wait for ever.
            self.transport.write(_NO_HEAD)
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope") and not is_ssl(self.transport):
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            extensions[_EXTENSION] = self

    def hand_over(self, adopt: Callable[[int, bytes], None]) -> None:
        """`adopt` as `Exchange.adopt`. Raises Unable; then nothing has changed."""
        # A copy: what the loop closes is not the connection, but our hold on it.
        copy = os.dup(self.transport.get_extra_info("socket").fileno())
        try:
            adopt(copy, self.request.serialize())
        finally:
            os.close(copy)
        self.handshake_complete = True  # by somebody else
        self.transport.abort()


async def call(socket: WebSocket) -> None:
    if foreign(socket):
        await socket.close(FORBIDDEN)  # before it is accepted: an HTTP answer of 403
        return
    await through(socket, socket.path_params["conversation"])


async def through(socket: WebSocket, conversation: str) -> None:
    """To the process that carries calls, of the worker that has this one; or words why not."""
    try:
        knock(socket)
        _hand_over(socket, conversation)
    except Refusal as refusal:
        measures.refused_total.labels(code=refusal.code).inc()
        await socket.accept()
        await socket.send_text(wire.encoded(wire.refused(refusal)).decode())
        await socket.close(TRY_LATER, refusal.code)


def _hand_over(socket: WebSocket, conversation: str) -> None:
    house: House = socket.app.state.house
    exchange = house.exchange
    extensions: dict[str, Any] = socket.scope.get("extensions", {})
    door: Door | None = extensions.get(_EXTENSION)
    if house.draining.is_set():
        raise Refusal("not-now", "The server is being restarted. Please call again in a moment.")
    if exchange is None or door is None:
        raise Refusal("no-calls", "Calls are not taken here. You can go on by typing.")

    def adopt(connection: int, head: bytes) -> None:
        if not house.switchboard.passed(conversation, connection, head):
            exchange.adopt(connection, head)

    try:
        door.hand_over(adopt)
    except Unable as error:
        raise Refusal(
            "not-now", "Calls cannot be taken at the moment. Please call again in a moment."
        ) from error
