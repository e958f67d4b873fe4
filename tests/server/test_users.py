from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from flowengine.host import demo
from flowengine.host.credentials import stamp
from flowengine.server import sessions, users
from tests.server.desk.conftest import Office, opened_office


@pytest.fixture
def office(tmp_path: Any) -> Any:
    with opened_office(tmp_path) as found:
        yield found


def connection(office: Office, secret: str, **state: object) -> Any:
    app = SimpleNamespace(state=SimpleNamespace(house=office.house, **state))
    return SimpleNamespace(app=app, cookies={users.COOKIE: secret} if secret else {})


def test_a_session_is_of_the_user_as_they_are_now(office: Office) -> None:
    secret = office.become("olena")
    found = office.do(users.signed, connection(office, secret))
    assert found is not None
    assert (found.user.name, found.form) == ("olena", sessions.form_token(secret))
    assert found.form not in repr(found)
    after = msgspec.structs.replace(found.user, queues=("other",), version=2)
    assert office.do(office.store.write_user, after)
    assert office.do(users.whoever, connection(office, secret)) == after


def test_what_is_no_session_is_nobodys(office: Office) -> None:
    for secret in ("", "x", "fe_" + "A" * 43, "\ud800"):
        assert office.do(users.whoever, connection(office, secret)) is None


@pytest.mark.parametrize("changed", [{"disabled": True}, {"password": "another"}])
def test_who_is_disabled_or_has_another_password_is_signed_out_everywhere(
    office: Office, changed: dict[str, Any]
) -> None:
    secrets = [office.become("olena") for _ in range(2)]
    after = msgspec.structs.replace(office.user("olena"), version=2, **changed)
    assert office.do(office.store.write_user, after)
    for secret in secrets:
        assert office.do(users.whoever, connection(office, secret)) is None


def test_a_session_ends_by_time_and_is_swept_out_by_the_next(office: Office) -> None:
    olena = office.user("olena")
    old = time.time() - sessions.HOURS * 3600
    secret, seconds = office.do(users.begin, office.store, olena, old)
    assert seconds == sessions.HOURS * 3600
    assert office.do(users.whoever, connection(office, secret)) is None
    assert office.do(
        office.store.write_user, msgspec.structs.replace(olena, password="x", version=2)
    )
    office.do(users.begin, office.store, office.user("olena"), time.time())
    office.do(users.begin, office.store, olena, time.time())  # of the password before
    office.do(users.begin, office.store, office.user("ivan"), time.time())
    owners = {one.name for one in office.do(office.store.tokens)}
    assert owners == {stamp(office.user("olena")), stamp(office.user("ivan"))}


def test_users_of_a_demonstration_are_known_in_a_demonstration_only(office: Office) -> None:
    sofia = msgspec.structs.replace(demo.USERS[2], name="demo")
    assert office.do(office.store.write_user, sofia)
    secret, _ = office.do(users.begin, office.store, sofia, time.time())
    assert office.do(users.whoever, connection(office, secret)) is None
    assert office.do(users.whoever, connection(office, secret, demo=False)) is None
    assert office.do(users.whoever, connection(office, secret, demo=True)) == sofia
