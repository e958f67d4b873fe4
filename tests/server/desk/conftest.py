"""The whole application with people of every role, and browsers that are signed in as them."""

from __future__ import annotations

import ssl
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import msgspec
import pytest
from argon2 import PasswordHasher
from httpx2 import Response
from starlette.testclient import TestClient

from flowengine.desk.people import ADMINISTRATOR, AGENT, AUDITOR, SUPERVISOR, User
from flowengine.host.house import House
from flowengine.host.passwords import Passwords
from flowengine.server import users
from flowengine.server.app import application
from flowengine.server.rates import Rate
from flowengine.server.sessions import form_token
from flowengine.store.opening import opened
from flowengine.store.records import Audit

ORIGIN = {"origin": "http://localhost"}
KEY = "a key of thirty-two characters…!"
GOOD = "correct horse battery"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
FLOW = """flow help "Help & more"
languages en, fa
channels chat

queue advice "advice"
  fa: "خط مشاوره"

start:
  say "Welcome."
    fa: "خوش آمدید."
  end
"""
PEOPLE = (
    User(id="u1", name="olena", shown="Olena", queues=("advice",), languages={"uk": 5}, version=1),
    User(id="u2", name="ivan", shown="Ivan", queues=("legal",), version=1),
    User(id="u3", name="sofia", shown="Sofia", roles=(SUPERVISOR,), queues=("*",), version=1),
    User(id="u4", name="petra", shown="Petra", roles=(SUPERVISOR,), queues=("legal",), version=1),
    User(id="u5", name="ada", shown="Ada <b>", roles=(ADMINISTRATOR,), version=1),
    User(id="u6", name="august", shown="August", roles=(AUDITOR,), version=1),
)
assert PEOPLE[0].roles == (AGENT,)
T = TypeVar("T")
# Reading all certificates of the machine is half of an office's cost, and none is asked here.
_CONTEXT = cache(ssl.create_default_context)


class Office:
    """A browser, and the server behind it."""

    def __init__(self, client: TestClient, house: House) -> None:
        self.client = client
        self.house = house
        self.store = house.store

    def do(self, what: Callable[..., Awaitable[T]], *values: Any, **named: Any) -> T:
        """Call something in the application's own loop."""
        portal = self.client.portal
        assert portal is not None

        async def done() -> T:
            return await what(*values, **named)

        return portal.call(done)

    def user(self, name: str) -> User:
        return self.do(self.house.people.named, name)

    def become(self, name: str) -> str:
        """Sign somebody in without a password; the secret of the session."""
        self.client.cookies.clear()
        secret, _ = self.do(users.begin, self.store, self.user(name), time.time())
        self.client.cookies.set(users.COOKIE, secret)
        return secret

    @property
    def form(self) -> str:
        return form_token(self.client.cookies.get(users.COOKIE) or "")

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, address: str, **fields: Any) -> Response:
        """Send a form as a page of ours does."""
        fields = {key.replace("__", " "): value for key, value in fields.items()}
        return self.client.post(address, data={"form": self.form, **fields}, headers=ORIGIN)

    def sign_in(self, name: str, password: str, code: str = "", **more: str) -> Response:
        form = {"name": name, "password": password, "code": code, **more}
        return self.client.post("/desk/sign-in", data=form, headers=ORIGIN)

    def with_password(self, name: str, password: str = GOOD) -> User:
        return self.do(self.house.credentials.set_password, self.user(name), password, by="test")

    def audits(self) -> list[tuple[str, str, str]]:
        """Who, what and of what, the first first."""
        found: tuple[Audit, ...] = self.do(self.store.audits, limit=500)
        return [(one.who, one.what, one.subject) for one in reversed(found)]


@contextmanager
def opened_office(
    folder: Path, *, demo: bool = False, desk_key: str = KEY, address: str = ""
) -> Iterator[Office]:
    (folder / "flows").mkdir(exist_ok=True)
    (folder / "flows" / "help.flow").write_text(FLOW, encoding="utf-8")
    with patch("ssl.create_default_context", _CONTEXT):
        store = opened(address or folder / "store.db")
        house = House(folder / "flows", store, desk_key=desk_key)
    house.credentials._passwords = Passwords(CHEAP)
    began = time.time()
    house.tries._clock = lambda: began  # on a slow machine some would come back meanwhile
    house.read()
    app = application(house, watch=False, demo=demo)
    app.state.requests = Rate(burst=10_000, per_second=10_000)
    with TestClient(
        app,
        base_url="http://localhost",
        follow_redirects=False,
        raise_server_exceptions=False,
        client=("127.0.0.1", 50_000),
    ) as client:
        office = Office(client, house)
        for user in () if demo else PEOPLE:
            assert office.do(house.store.write_user, msgspec.structs.replace(user))
        yield office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened_office(tmp_path) as found:
        yield found
