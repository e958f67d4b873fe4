"""Every address of the server, tried by everybody: nobody comes in by one that was forgotten.

A new route without a row in EXPECTED fails the first test. `open` is an address that asks for no
sign-in; what else protects it is tested in its own room. For the others the row says who is let in;
all others are led to the sign-in, told that it is not for their role, or, at the API, refused.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from flowengine.desk import moves
from flowengine.desk.items import Item
from flowengine.host.access import OPERATOR
from flowengine.server import users
from flowengine.server.api.routes import ENDPOINTS
from flowengine.server.api.routes import TOP as API
from flowengine.server.operators import guard as operators
from flowengine.server.operators import sessions as operator_sessions
from flowengine.server.rates import Rate
from flowengine.server.sessions import form_token
from flowengine.store.desk.verbs import MOVED
from flowengine.store.records import Conversation, Turn, Upload
from tests.server.desk.conftest import ORIGIN, Office, opened_office

AGENTS = {"agent", "other agent"}
SUPERVISORS = {"supervisor", "other supervisor"}
USERS = AGENTS | SUPERVISORS | {"administrator", "auditor"}
NAMES = {
    "agent": "olena",
    "other agent": "ivan",
    "supervisor": "sofia",
    "other supervisor": "petra",
    "administrator": "ada",
    "auditor": "august",
}
OUTSIDE = ("nobody", "forged", "stale", "disabled", "operator's secret as a user's")
EVERYBODY = (*OUTSIDE, *NAMES, "operator", "program")
OPEN = None  # asks for no sign-in

IN_OPERATORS = {"operator", "administrator"}
IN_AUDIT = IN_OPERATORS | {"auditor"}
IN_CONSOLE = AGENTS | SUPERVISORS
IN_API = {"program", "operator"}
IN_ALL_API = {"operator"}
LOOK = SUPERVISORS | {"administrator"}
RUN = {"administrator"}
OWN = {"supervisor"}  # of the one queue that is served
REPORTS = OWN | {"auditor"}

_OPERATORS = """GET /operators
GET /operators/conversations
GET /operators/conversations/{conversation}
GET /operators/conversations/{conversation}/files/{upload}
GET /operators/conversations/{conversation}/files/{upload}/words
GET /operators/conversations/{conversation}/end
POST /operators/conversations/{conversation}/end
GET /operators/conversations/{conversation}/erase
POST /operators/conversations/{conversation}/erase
GET /operators/outbox
GET /operators/message
POST /operators/outbox/again
GET /operators/versions
GET /operators/versions/{flow}/compare
GET /operators/versions/{flow}/roll-back
POST /operators/versions/{flow}/roll-back
GET /operators/contacts
GET /operators/contacts/{contact}
POST /operators/contacts/{contact}/addresses
POST /operators/contacts/{contact}/export
GET /operators/contacts/{contact}/merge
POST /operators/contacts/{contact}/merge
POST /operators/contacts/{contact}/part
GET /operators/contacts/{contact}/erase
POST /operators/contacts/{contact}/erase
GET /operators/nodes"""
_PROGRAMS = """POST /api/v1/conversations
GET /api/v1/conversations/{conversation}
GET /api/v1/conversations/{conversation}/transcript
POST /api/v1/conversations/{conversation}/events
POST /api/v1/conversations/{conversation}/end
GET /api/v1/flows
GET /api/v1/flows/{flow}/publications
GET /api/v1/flows/{flow}/results
GET /api/v1/flows/{flow}/results.csv
POST /api/v1/contacts
POST /api/v1/contacts/find
GET /api/v1/contacts/{contact}
PATCH /api/v1/contacts/{contact}
POST /api/v1/contacts/{contact}/consents
POST /api/v1/subscriptions
GET /api/v1/subscriptions
DELETE /api/v1/subscriptions/{subscription}"""
_PROGRAMS_OF_OPERATORS = """GET /api/v1/conversations
GET /api/v1/conversations/{conversation}/traces
GET /api/v1/contacts
DELETE /api/v1/contacts/{contact}
GET /api/v1/contacts/{contact}/export
POST /api/v1/contacts/{contact}/merge
POST /api/v1/contacts/{contact}/part
GET /api/v1/messages
POST /api/v1/messages/send-again"""
_OPEN = """GET /
GET /chat/{flow}
GET /embed/{flow}
GET /widget.js
GET /words/{language}
GET /files/{name:path}
GET /manual
GET /manual/{topic:path}
GET /api/chat/{flow}
POST /api/chat/{flow}
GET /api/conversations/{conversation}/lines
POST /api/conversations/{conversation}/lines
POST /api/conversations/{conversation}/uploads
GET /api/conversations/{conversation}/uploads/{upload}
WS /ws/{conversation}
WS /call/{conversation}
GET /operators/sign-in
POST /operators/sign-in
MOUNT /operators/static
MOUNT /static
GET /desk/sign-in
POST /desk/sign-in
POST /desk/demo
GET /desk/welcome/{secret}
POST /desk/welcome/{secret}
GET /api/v1/openapi.json
GET /api/v1/docs
GET /api/v1
GET /api/v1/{rest:path}
POST /gateways/{name}
POST /gateways/{name}/reports
GET /healthz
GET /readyz
GET /metrics"""
EXPECTED: dict[str, set[str] | None] = {
    **dict.fromkeys(_OPEN.splitlines(), OPEN),
    **dict.fromkeys(_OPERATORS.splitlines(), IN_OPERATORS),
    **dict.fromkeys(_PROGRAMS.splitlines(), IN_API),
    **dict.fromkeys(_PROGRAMS_OF_OPERATORS.splitlines(), IN_ALL_API),
    "GET /operators/audit": IN_AUDIT,
    "POST /operators/sign-out": IN_AUDIT,
    "GET /desk": IN_CONSOLE,
    "GET /desk/items/{item}/files/{upload}": IN_CONSOLE,
    "PUT /desk/items/{item}/files/{upload}": IN_CONSOLE,
    "WS /desk/socket": IN_CONSOLE,
    "WS /call/desk/{item}": USERS,
    "POST /desk/sign-out": USERS,
    "GET /desk/me": USERS,
    "POST /desk/me/password": USERS,
    "POST /desk/me/second": USERS,
    "POST /desk/me/second/confirm": USERS,
    "POST /desk/me/second/off": USERS,
    "POST /desk/me/language": USERS,
    "GET /desk/users": LOOK,
    "GET /desk/users/{user}": LOOK,
    "GET /desk/new-user": RUN,
    "POST /desk/new-user": RUN,
    "POST /desk/users/{user}": RUN,
    "POST /desk/users/{user}/able": RUN,
    "POST /desk/users/{user}/invite": RUN,
    "POST /desk/users/{user}/second-off": RUN,
    "GET /desk/board": SUPERVISORS,
    "GET /desk/board/wall": SUPERVISORS,
    "WS /desk/board/socket": SUPERVISORS,
    "GET /desk/board/queues/{queue}": SUPERVISORS,
    "POST /desk/board/queues/{queue}/switch": SUPERVISORS,
    "GET /desk/board/agents/{agent}": SUPERVISORS,
    "POST /desk/board/agents/{agent}/status": SUPERVISORS,
    "GET /desk/board/items/{item}": SUPERVISORS,
    "POST /desk/board/items/{item}/{deed}": SUPERVISORS,
    "GET /desk/reports": REPORTS,
    "GET /desk/reports/table.csv": OWN,
    "GET /desk/reports/report.pdf": OWN,
    "GET /desk/reports/flows": REPORTS,
    "GET /desk/reports/staffing": OWN,
    "GET /desk/reports/staffing/trial": OWN,
    "GET /desk/reveal": SUPERVISORS,
    "POST /desk/reveal": SUPERVISORS,
    "POST /desk/reveal/{wish}/confirm": SUPERVISORS,
    "POST /desk/reveal/{wish}/show": SUPERVISORS,
}
SOCKET = {"origin": "http://testserver"}  # as the test client calls the server of a WebSocket
FILLED = {"user": "target", "flow": "help", "language": "en"}


def routes() -> Iterator[tuple[str, str]]:
    """Kind (a method, WS or MOUNT) and path of every route there is."""
    from flowengine.server.app import _ROUTES

    yield "MOUNT", "/static"
    for route in _ROUTES:
        if isinstance(route, WebSocketRoute):
            yield "WS", route.path
        elif isinstance(route, Mount):
            yield "MOUNT", route.path
        else:
            assert isinstance(route, Route)
            for method in sorted(set(route.methods or _addressed(route.path)) - {"HEAD"}):
                yield method, route.path


def _addressed(path: str) -> set[str]:
    """The methods of an address of the API, which looks at them itself; `*` where it takes any."""
    found = {one.method for one in ENDPOINTS if f"{API}{one.path}" == path}
    return found or {"*"}


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: FILLED.get(found[1], "nothing"), path)


def test_somebody_has_thought_of_every_address() -> None:
    """Say in EXPECTED who is let in."""
    assert {f"{kind} {path}" for kind, path in routes()} == set(EXPECTED)


@dataclass
class Person:
    """Somebody with a browser: cookies as they have them, and the proof of their forms."""

    cookies: dict[str, str]
    form: str = "0" * 64
    token: str = ""


class Town:
    """Everybody who tries. A session is begun anew after a try that ended one."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._known: dict[str, Person] = {}
        _, self.operator = office.do(office.house.access.issue, "Vera", OPERATOR)
        _, self.program = office.do(office.house.access.issue, "crm", "api")

    def person(self, who: str, path: str) -> Person:
        if path.endswith("/sign-out"):
            self._known.clear()
        if who not in self._known:
            self._known[who] = self._person(who)
        return self._known[who]

    def _person(self, who: str) -> Person:
        if who == "nobody":
            return Person({})
        if who == "forged":
            forged = "x" * 43
            return Person({users.COOKIE: forged, operators.COOKIE: forged}, form_token(forged))
        if who == "operator":
            return self._operator()
        if who == "program":
            cookies = {users.COOKIE: self.program, operators.COOKIE: self.program}
            return Person(cookies, form_token(self.program), self.program)
        if who == "operator's secret as a user's":
            one = self._operator()
            secret = one.cookies[operators.COOKIE]
            return Person({users.COOKIE: secret}, one.form)
        if who in ("stale", "disabled"):
            return self._gone(who)
        return self._user(NAMES[who])

    def _operator(self) -> Person:
        token = self.office.do(self.office.house.access.who, self.operator)
        assert token is not None
        store = self.office.store
        secret, _ = self.office.do(operator_sessions.begin, store, token, time.time())
        return Person({operators.COOKIE: secret}, form_token(secret), self.operator)

    def _user(self, name: str) -> Person:
        secret = self.office.become(name)
        self.office.client.cookies.clear()
        # A user's secret is none of an operator's, and no token of a program.
        return Person({users.COOKIE: secret, operators.COOKIE: secret}, form_token(secret), secret)

    def _gone(self, who: str) -> Person:
        """Was an administrator and supervisor until a moment ago."""
        name = f"was-{who}"
        person = self._user(name)
        user = self.office.user(name)
        if user.disabled:  # again
            return person
        after = msgspec.structs.replace(user, version=user.version + 1)
        if who == "stale":  # another password since
            after = msgspec.structs.replace(after, password=f"{user.password}x")
        else:
            after = msgspec.structs.replace(after, disabled=True)
        assert self.office.do(self.office.store.write_user, after)
        return person


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with opened_office(tmp_path_factory.mktemp("town")) as office:
        for name in ("was-stale", "was-disabled", "target"):
            office.do(
                office.house.people.add,
                name,
                by="test",
                roles=("agent", "supervisor", "administrator"),
                queues=("*",),
            )
        state: Any = office.client.app.state  # type: ignore[attr-defined]
        counted: Any = type("Any", (), {"take": _nothing, "give_back": _nothing})
        office.house.tries = counted
        state.integration = type(
            "Any", (), dict.fromkeys(vars(state.integration), Rate(1e4, 1e4))
        )()
        yield Town(office)


async def _nothing(*_given: object) -> None:
    """Nobody is too fast here."""


def judged(town: Town, who: str, kind: str, path: str, **changed: Any) -> str:
    """in, sign-in, no or open: what became of a try."""
    person = town.person(who, path)
    client = town.office.client
    client.cookies.clear()
    for name, value in person.cookies.items():
        client.cookies.set(name, value)
    try:
        if kind == "WS":
            return _connected(client, filled(path), changed.get("headers", SOCKET))
        headers = dict(changed.get("headers", ORIGIN))
        if path.startswith("/api/v1") and person.token:
            headers["authorization"] = f"Bearer {person.token}"
        data = {"form": changed.get("form", person.form)} if kind == "POST" else None
        answer = client.request(kind, filled(path), headers=headers, data=data)
    finally:
        client.cookies.clear()
    if answer.status_code == 303 and "/sign-in" in answer.headers["location"]:
        signed_out = answer.headers.get("clear-site-data")  # who signs out is led there too
        return "in" if signed_out else "sign-in"
    if answer.status_code in (401, 403) and "There is nothing" not in answer.text:
        return "no"
    assert answer.status_code < 500, answer.text
    return "in"


def _connected(client: Any, path: str, headers: dict[str, str]) -> str:
    try:
        with client.websocket_connect(path, headers=headers) as socket:
            socket.send_text('{"type": "pong"}')  # no way to begin, for whoever may
            while (message := socket.receive())["type"] != "websocket.close":
                pass
            code = message["code"]
    except WebSocketDenialResponse:
        return "no"
    except WebSocketDisconnect as error:
        code = error.code
    return "no" if code in (4401, 4403, 1008) else "in"


PROTECTED = [
    (kind, path) for kind, path in routes() if EXPECTED.get(f"{kind} {path}", set()) is not OPEN
]


@pytest.mark.parametrize(("kind", "path"), PROTECTED, ids=str)
def test_each_address_lets_in_whom_it_is_for(town: Town, kind: str, path: str) -> None:
    may = EXPECTED[f"{kind} {path}"]
    let_in = {who for who in EVERYBODY if judged(town, who, kind, path) == "in"}
    assert let_in == may


FOREIGN: list[dict[str, str]] = [
    {},
    {"origin": "http://evil.example"},
    {"sec-fetch-site": "cross-site", **ORIGIN},
]


@pytest.mark.parametrize(
    "path", [path for kind, path in PROTECTED if kind == "POST" and not path.startswith("/api")]
)
def test_no_action_is_done_for_a_form_of_another_page(town: Town, path: str) -> None:
    who = sorted(EXPECTED[f"POST {path}"] or ())[0]
    for headers in FOREIGN:
        assert judged(town, who, "POST", path, headers=headers) == "no", headers
    for form in ("", form_token("another session")):
        assert judged(town, who, "POST", path, form=form) == "no", form


@pytest.mark.parametrize("path", [path for kind, path in PROTECTED if kind == "WS"])
def test_no_connection_is_taken_from_a_page_of_another_site(town: Town, path: str) -> None:
    for origin in ("http://evil.example", "null", "http://localhost.evil.example"):
        assert judged(town, "supervisor", "WS", path, headers={"origin": origin}) == "no"


def test_a_file_is_given_to_who_has_the_conversation_and_to_its_supervisors(town: Town) -> None:
    """One conversation of Olena's in `advice`; whoever else answers, answers something else."""

    async def given() -> None:
        store = town.office.store
        talk = Conversation(
            id="talk", flow="help", digest="d", channel="chat", token=b"t", session=b"",
            prompt="", ended=False, changed=1.0, began=1.0,
        )  # fmt: skip
        upload = Upload("up1", 1.0, "shot.png", "image/png", b"\x89PNG")
        await store.commit(Turn(talk, uploads=(upload,)))
        item = Item(id="it1", conversation="talk", queue="advice", channel="chat")
        waiting = moves.joined(item, 1.0)
        pulled = moves.pulled(waiting.after, "u1", 2.0)
        assert await store.move([waiting], "node") == (MOVED,)
        assert await store.move([pulled], "node") == (MOVED,)

    town.office.do(given)
    path = "/desk/items/it1/files/up1"
    seen = {who for who in EVERYBODY if judged(town, who, "GET", path) == "in"}
    assert seen == {"agent", "supervisor"}
