"""What a message costs when nothing is done with it: Starlette that only echoes, served as we are.

`python -m tests.bench.echo` tells its address as `flowengine serve` does.
"""

from __future__ import annotations

import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from flowengine.server.patience import Patient
from flowengine.server.start import BACKLOG
from flowengine.server.wire import FRAME


async def _answer(request: Request) -> Response:
    return Response(await request.body(), media_type="application/json")


async def _talk(page: WebSocket) -> None:
    await page.accept()
    try:
        while True:
            await page.send_text(await page.receive_text())
    except WebSocketDisconnect:
        return


def main() -> None:
    app = Starlette(
        routes=[Route("/echo", _answer, methods=["POST"]), WebSocketRoute("/echo", _talk)]
    )
    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    config = uvicorn.Config(  # what flowengine.server.start says, too
        app,
        http=Patient,
        lifespan="off",
        backlog=BACKLOG,
        ws="websockets-sansio",
        ws_max_size=FRAME,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
    )
    print(f"Open http://127.0.0.1:{listener.getsockname()[1]}/", file=sys.stderr, flush=True)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
