"""Which address of the desk leads where.

Everything in `DESK` is behind the one door (`guard.signed_in`); a test tries each with every role.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route, WebSocketRoute

from flowengine.desk.people import ADMINISTRATOR, AGENT, SUPERVISOR
from flowengine.server.desk import (
    board,
    board_agent,
    board_queue,
    board_socket,
    calls,
    console,
    demo,
    files,
    me,
    oversight,
    people,
    reveal,
    signing,
    socket,
)
from flowengine.server.desk.board_rows import BOARD
from flowengine.server.desk.guard import SIGN_IN, Handler, anybody, signed_in
from flowengine.server.desk.pages import TOP
from flowengine.server.desk.reports.routes import DESK as REPORTS

_USER = f"{people.USERS}/{{user}}"
_ANSWER = (AGENT, SUPERVISOR)
_LOOK = (SUPERVISOR, ADMINISTRATOR)
_RUN = (ADMINISTRATOR,)
_SUPERVISE = (SUPERVISOR,)

# Method, address, handler, and the roles it is for; none: every user.
DESK: tuple[tuple[str, str, Handler, tuple[str, ...]], ...] = (
    ("GET", TOP, console.show, _ANSWER),
    ("GET", f"{TOP}/items/{{item}}/files/{{upload}}", console.file, _ANSWER),
    ("PUT", f"{TOP}/items/{{item}}/files/{{upload}}", files.send, _ANSWER),
    ("POST", f"{TOP}/sign-out", signing.leave, ()),
    ("GET", me.ME, me.show, ()),
    ("POST", f"{me.ME}/password", me.password, ()),
    ("POST", f"{me.ME}/second", me.begin_second, ()),
    ("POST", f"{me.ME}/second/confirm", me.confirm_second, ()),
    ("POST", f"{me.ME}/second/off", me.end_second, ()),
    ("POST", f"{me.ME}/language", me.language, ()),
    ("GET", people.USERS, people.show, _LOOK),
    ("GET", people.NEW, people.new, _RUN),
    ("POST", people.NEW, people.add, _RUN),
    ("GET", _USER, people.one, _LOOK),
    ("POST", _USER, people.change, _RUN),
    ("POST", f"{_USER}/able", people.able, _RUN),
    ("POST", f"{_USER}/invite", people.invite, _RUN),
    ("POST", f"{_USER}/second-off", people.end_second, _RUN),
    ("GET", BOARD, board.show, _SUPERVISE),
    ("GET", f"{BOARD}/wall", board.wall, _SUPERVISE),
    ("GET", f"{BOARD}/queues/{{queue}}", board_queue.show, _SUPERVISE),
    ("POST", f"{BOARD}/queues/{{queue}}/switch", board_queue.switch, _SUPERVISE),
    ("GET", f"{BOARD}/agents/{{agent}}", board_agent.show, _SUPERVISE),
    ("POST", f"{BOARD}/agents/{{agent}}/status", board_agent.set_status, _SUPERVISE),
    ("GET", f"{BOARD}/items/{{item}}", oversight.show, _SUPERVISE),
    ("POST", f"{BOARD}/items/{{item}}/{{deed}}", oversight.do, _SUPERVISE),
    ("GET", reveal.REVEAL, reveal.show, _SUPERVISE),
    ("POST", reveal.REVEAL, reveal.ask, _SUPERVISE),
    ("POST", f"{reveal.REVEAL}/{{wish}}/confirm", reveal.confirm, _SUPERVISE),
    ("POST", f"{reveal.REVEAL}/{{wish}}/show", reveal.seen, _SUPERVISE),
    *REPORTS,
)

ROUTES: list[BaseRoute] = [
    WebSocketRoute(f"{TOP}/socket", socket.desk),
    WebSocketRoute(board.SOCKET, board_socket.board),
    WebSocketRoute("/call/desk/{item}", calls.join),
    Route(SIGN_IN, anybody(signing.door), methods=["GET"]),
    Route(SIGN_IN, anybody(signing.enter), methods=["POST"]),
    Route(f"{signing.WELCOME}/{{secret}}", anybody(signing.invited), methods=["GET"]),
    Route(f"{signing.WELCOME}/{{secret}}", anybody(signing.accept), methods=["POST"]),
    Route(demo.DEMO, anybody(demo.enter), methods=["POST"]),
    *(
        Route(path, signed_in(handler, *roles), methods=[method])
        for method, path, handler, roles in DESK
    ),
]
