"""Which address of the desk leads where.

Everything in `DESK` is behind the one door (`guard.signed_in`); a test tries each with every role.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route, WebSocketRoute

from flowengine.server.desk import calls, signing
from flowengine.server.desk.guard import SIGN_IN, Handler, anybody, signed_in
from flowengine.server.desk.pages import TOP

# Method, address, handler, and the roles it is for; none: every user.
DESK: tuple[tuple[str, str, Handler, tuple[str, ...]], ...] = (
    ("POST", f"{TOP}/sign-out", signing.leave, ()),
)

ROUTES: list[BaseRoute] = [
    WebSocketRoute("/call/desk/{item}", calls.join),
    Route(SIGN_IN, anybody(signing.door), methods=["GET"]),
    Route(SIGN_IN, anybody(signing.enter), methods=["POST"]),
    Route(f"{signing.WELCOME}/{{secret}}", anybody(signing.invited), methods=["GET"]),
    Route(f"{signing.WELCOME}/{{secret}}", anybody(signing.accept), methods=["POST"]),
    *(
        Route(path, signed_in(handler, *roles), methods=[method])
        for method, path, handler, roles in DESK
    ),
]
