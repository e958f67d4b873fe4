"""The door by which our people join calls: a page of the desk, at `/call/desk/{item}`.

As with callers, the connection leaves this process and its sound never enters it. Here it is seen
that somebody of ours asks, from a page of ours; that they may join this very call, their ticket
shows (`host.desk.tickets`), which they send when they are through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.server.calls import through
from flowengine.server.desk.guard import whoever
from flowengine.server.socket import FORBIDDEN, TRY_LATER, foreign
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from starlette.websockets import WebSocket


async def join(socket: WebSocket) -> None:
    try:
        known = not foreign(socket) and await whoever(socket) is not None
        item = await socket.app.state.house.store.item(socket.path_params["item"])
    except StoreError:
        await socket.close(TRY_LATER)
        return
    if known:
        await through(socket, "" if item is None else item.conversation)
    else:
        await socket.close(FORBIDDEN)  # before it is accepted: an HTTP answer of 403
