"""The agent's connection: presence by pings, numbered changes, and who may do what by it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.websockets import WebSocketDisconnect

from flowengine.host import admission
from flowengine.host.desk import attendance
from flowengine.host.desk.standing import talks
from flowengine.server.desk import connection
from flowengine.server.desk import socket as module
from flowengine.server.rates import Rate
from flowengine.server.socket import FORBIDDEN, NOT_UNDERSTOOD, RESTART, TRY_LATER
from flowengine.store.verbs import StoreError
from tests.server.desk.conftest import Office, opened_office
from tests.server.desk.station import Person, Station, connected, furnish, station


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Pings come fast here, so that nobody waits for them."""
    monkeypatch.setattr(connection, "PING", 0.02)
    monkeypatch.setattr(attendance, "LEASE", 3_600.0)  # nobody reads two pages at once here
    monkeypatch.setattr(module, "REST", 0.0)
    (tmp_path / "flows").mkdir()
    furnish(tmp_path / "flows")
    with opened_office(tmp_path) as found:
        yield found


def present(office: Office) -> set[str]:
    return {one.agent for one in office.do(office.store.presences)}


def beats(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose leases were renewed, from now on."""
    found: list[str] = []
    beat = office.house.desk.beat

    async def counted(there: Any) -> bool:
        found.append(there.agent)
        return await beat(there)

    monkeypatch.setattr(office.house.desk, "beat", counted)
    return found


# ---------------------------------------------------------------- the way in


@pytest.mark.parametrize(
    ("name", "code"), [("", connection.SIGNED_OUT), ("ada", FORBIDDEN), ("august", FORBIDDEN)]
)
def test_who_does_not_answer_people_is_shown_nothing(office: Office, name: str, code: int) -> None:
    if name:
        office.become(name)
    with connected(office) as page:
        assert page.closed() == code
        assert set(page.told) <= {"refused"}


def test_a_page_of_another_site_is_not_let_in(office: Office) -> None:
    office.become("olena")
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        office.client.websocket_connect("/desk/socket", headers={"origin": "https://elsewhere"}),
    ):
        pass
    assert closed.value.code == FORBIDDEN


@pytest.mark.parametrize("first", ['{"type":"pong"}', "nonsense", '{"type":"hello","device":""}'])
def test_a_page_says_first_who_it_is(office: Office, first: str) -> None:
    office.become("olena")
    with connected(office) as page:
        page.socket.send_text(first)
        assert page.closed() == NOT_UNDERSTOOD
    assert present(office) == set()


def test_a_page_that_says_nothing_is_not_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HELLO_WITHIN", 0.01)
    office.become("olena")
    with connected(office) as page:
        assert page.closed() == NOT_UNDERSTOOD


def test_whoever_knocks_too_often_waits(office: Office) -> None:
    office.become("olena")
    state: Any = office.client.app.state  # type: ignore[attr-defined]
    state.requests = Rate(burst=0, per_second=0)
    with connected(office) as page:
        assert page.closed() == TRY_LATER


def test_one_user_opens_pages_and_no_flood(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PAGES", 2)
    with station(office, "olena", device="a"):
        with station(office, "olena", device="b") as page:
            with connected(office) as third:
                third.socket.send_json({"type": "hello", "device": "c"})
                assert third.closed() == TRY_LATER
            with station(office, "ivan") as other:  # who waits for nobody else's
                other.does("sync")
            page.does("sync")
            page.send("leave")
            assert page.closed() == connection.LEFT
        with station(office, "olena", device="d") as page:
            page.does("sync")


def test_a_store_that_fails_is_told_as_a_reason_to_come_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_given: object) -> None:
        raise StoreError("the disk is gone")

    office.become("olena")
    monkeypatch.setattr(office.house.desk, "arrive", fails)
    with connected(office) as page:
        page.socket.send_json({"type": "hello", "device": "d"})
        assert page.closed() == TRY_LATER


# ---------------------------------------------------------------- being there


def test_f10_a_page_that_only_answers_pings_stays_present(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clocks of a hidden page may stand still: it sends nothing by itself."""
    renewed = beats(office, monkeypatch)
    with station(office, "olena") as page:
        page.until(lambda: len(renewed) >= 3)
        assert set(renewed) == {"u1"}
        assert present(office) == {"u1"}


def test_f11_a_page_that_answers_nothing_renews_no_lease(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was killed, and no close frame ever comes: what it had runs out."""
    renewed = beats(office, monkeypatch)
    with station(office, "olena", answers=False) as page:
        page.until(lambda: page.told.count("ping") >= 5)
        assert renewed == []


def test_f12_closing_one_of_two_pages_leaves_the_agent_present(office: Office) -> None:
    with station(office, "olena", device="desk") as page:
        page.ready()
        with station(office, "olena", device="telephone"):
            assert len(office.do(office.store.presences)) == 2
        page.does("sync")
        assert present(office) == {"u1"}
        assert page.me["status"] == "ready"


def test_a_page_that_closes_may_be_loading_again(office: Office) -> None:
    with station(office, "olena") as page:
        page.ready()
    assert present(office) == {"u1"}
    with station(office, "olena") as page:
        assert page.me["status"] == "ready"


def test_who_leaves_by_themselves_is_gone_at_once(office: Office) -> None:
    with station(office, "olena") as page:
        page.ready().send("leave")
        assert page.closed() == connection.LEFT
    assert present(office) == set()


def test_the_same_page_opened_twice_goes_on_in_the_later_one(office: Office) -> None:
    """A copied tab has the name of the first; that one has to take another."""
    with station(office, "olena") as first, station(office, "olena") as second:
        assert first.closed() == connection.REPLACED
        second.does("sync")


def test_who_is_signed_out_sees_nothing_from_the_next_ping_on(office: Office) -> None:
    with station(office, "olena") as page:
        for token in office.do(office.store.tokens):
            office.do(office.store.revoke, token.id)
        assert page.closed() == connection.SIGNED_OUT


@pytest.mark.parametrize("how", ["signed out", "disabled", "another role"])
@pytest.mark.parametrize("what", ["deed", "sign", "look"])
def test_a_page_that_answers_no_ping_keeps_nothing_either(
    office: Office, how: str, what: str
) -> None:
    """Else whoever is dismissed goes on by a program that never answers."""
    with station(office, "olena", answers=False) as page:
        lose(office, "olena", how)
        if what == "deed":
            page.send("status", status="ready")
        elif what == "sign":
            page.types("any")
        else:
            office.client.portal.call(office.house.desk.moving.ring)  # type: ignore[union-attr]
        assert page.closed() == connection.SIGNED_OUT
        assert office.do(office.house.desk.picture).status("u1") == "offline"


HOWS = ["signed out", "disabled", "another role", "from outside"]


@pytest.mark.parametrize("how", HOWS)
def test_a_page_that_does_nothing_is_closed_at_once(
    office: Office, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK", 3600.0)
    with station(office, "olena", answers=False) as page:
        lose(office, "olena", how)
        assert page.closed() == connection.SIGNED_OUT
        office.client.portal.call(asyncio.sleep, 0)  # type: ignore[union-attr]
        assert present(office) == set()


@pytest.mark.parametrize("how", ["disabled", "another role"])
def test_no_line_of_an_open_talk_comes_after_it(
    office: Office, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by a ring nor by a look; also where the check itself takes a while."""
    monkeypatch.setattr(module, "LOOK", 3600.0)
    with station(office, "olena", answers=False) as page:
        page.ready()
        person = Person(office).says("1", "rent")
        item = page.accepts()["id"]
        page.does("open", item=item)
        page.until(lambda: "rent" in page.texts(item))
        lose(office, "olena", how)
        person.says("a secret")
        assert page.closed() == connection.SIGNED_OUT
        assert "a secret" not in page.texts(item)


def test_signing_out_on_a_page_closes_what_else_is_open_of_that_session(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK", 3600.0)
    monkeypatch.setattr(admission, "LOOK", 3600.0)
    with station(office, "olena", answers=False) as page:
        office.post("/desk/sign-out")
        assert page.closed() == connection.SIGNED_OUT


def test_another_session_of_theirs_goes_on(office: Office) -> None:
    with station(office, "olena", device="d1") as page, station(office, "olena", device="d2") as it:
        office.post("/desk/sign-out")
        assert it.closed() == connection.SIGNED_OUT
        page.does("sync")


def lose(office: Office, name: str, how: str) -> None:
    """Somebody's way in is over."""
    user = office.user(name)
    if how == "signed out":
        for token in office.do(office.store.tokens):
            office.do(office.store.revoke, token.id)
    elif how == "disabled":
        office.do(office.house.people.disable, user, by="test")
    elif how == "from outside":  # a command, or another node whose news was lost
        gone = msgspec.structs.replace(user, disabled=True, version=user.version + 1)
        assert office.do(office.store.write_user, gone)
    else:
        office.do(office.house.people.change, user, by="test", roles=("auditor",))


def test_a_node_that_ends_says_so(office: Office) -> None:
    async def drain() -> None:
        office.house.draining.set()

    with station(office, "olena") as page:
        office.do(drain)
        assert page.closed() == RESTART


# ---------------------------------------------------------------- what is told


def test_the_whole_way_of_a_talk(office: Office) -> None:
    with station(office, "olena") as page:
        page.ready()
        person = Person(office).says("1", "a bed")
        offer = page.offered()
        assert (offer["brief"], offer["queue"]) == ("It is about a bed.", "advice")
        item = page.accepts()["id"]
        page.does("open", item=item)
        page.until(lambda: "a bed" in page.texts(item))
        page.does("say", item=item, text="Good evening")
        page.until(lambda: "Good evening" in page.texts(item))
        person.says("Thank you")
        page.until(lambda: "Thank you" in page.texts(item))
        known = page.does("context", item=item)["context"]
        assert (known["title"], known["replies"]) == ("The line", [["Hello", "Hello there."]])
        assert "item" not in known
        page.does("finish", item=item)
        page.until(lambda: page.items("wrap-up"))
        page.does("extend", item=item)
        page.does("close", item=item, outcome="Advice on something else", note="All well")
        page.until(lambda: not page.held["items"])
        assert "Good evening" in person.heard()


def test_f15_every_change_has_the_next_number_and_the_whole_comes_when_asked_for(
    office: Office,
) -> None:
    with station(office, "olena") as page:
        page.ready()
        Person(office).says("1", "a bed")
        item = page.accepts()["id"]
        before = page.number
        page.held = {}  # something was lost on the way
        page.does("sync")
        page.until(lambda: page.held)
        assert page.number > before
        assert item in page.held["items"]
        page.does("finish", item=item)
        page.until(lambda: page.items("wrap-up"))  # `Station` looks at each number


def test_f35_a_transfer_ends_what_was_open_in_the_same_moment(office: Office) -> None:
    with station(office, "olena") as olena, station(office, "ivan") as ivan:
        olena.ready()
        ivan.ready()
        Person(office).says("1", "a bed")
        item = olena.accepts()["id"]
        olena.does("open", item=item)
        olena.does("transfer", item=item, agent="u2")
        olena.until(lambda: item not in olena.held["items"])
        for kind, more in {"say": {"text": "x"}, "context": {}, "open": {}, "why": {}}.items():
            assert olena.ask(kind, item=item, **more)["code"] == "forbidden"
        ivan.until(lambda: item in ivan.held["items"])
        ivan.does("open", item=item)
        ivan.until(lambda: "a bed" in ivan.texts(item))


def test_a_message_that_is_sent_again_is_said_once(office: Office) -> None:
    with station(office, "olena") as page:
        page.ready()
        Person(office).says("1", "a bed")
        item = page.accepts()["id"]
        page.does("open", item=item)
        for _ in range(2):
            page.does("say", id="same", item=item, text="Good evening")
        page.does("say", item=item, text="Are you safe?")
        page.until(lambda: "Are you safe?" in page.texts(item))
        assert page.texts(item).count("Good evening") == 1


def test_signs_of_typing_come_and_are_not_answered(office: Office) -> None:
    with station(office, "olena") as page:
        page.ready()
        person = Person(office).says("1", "a bed")
        item = page.accepts()["id"]
        page.does("open", item=item)
        page.types(item)
        look, key = office.house.conversations.look, person.conversation
        page.until(lambda: talks(office.do(look, key)))
        office.do(office.house.desk.talk.person_types, office.do(look, key))
        page.until(lambda: page.signs.get(item, {}).get("typing") == ["person"])


def test_a_conversation_that_was_shut_is_told_no_more(office: Office) -> None:
    with station(office, "olena") as page:
        page.ready()
        person = Person(office).says("1", "a bed")
        item = page.accepts()["id"]
        page.does("open", item=item)
        page.until(lambda: page.lines.get(item))
        page.does("shut", item=item)
        person.says("Hello?")
        page.does("sync")
        assert "Hello?" not in page.texts(item)


# ---------------------------------------------------------------- who may what

Town = tuple[Station, str]
ORDERS: dict[str, dict[str, Any]] = {
    "open": {},
    "context": {},
    "say": {"text": "x"},
    "remark": {"text": "x"},
    "invite": {"agent": "u2"},
    "uninvite": {"agent": "u1"},
    "transfer": {"queue": "legal"},
    "send_back": {"place": "main"},
    "finish": {},
    "close": {"outcome": "Test"},
    "extend": {},
    "raise": {"priority": 3},
    "callback": {"result": "reached"},
    "script": {},
    "why": {},
    "ticket": {},
    "pull": {},
}


@pytest.mark.parametrize("kind", sorted(ORDERS))
def test_nobody_does_anything_with_what_is_not_theirs(town: Town, kind: str) -> None:
    """Ivan answers another queue."""
    ivan, item = town
    asked = {"item": item, **ORDERS[kind]}
    answer = ivan.ask(kind, **asked)
    assert (answer["type"], answer["code"]) in {
        ("refused", "forbidden"),
        ("refused", "no-calls"),
    }, answer
    assert ivan.ask(kind, **{**asked, "item": "none"})["type"] == "refused"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Ivan's page, and the item that Olena has in hand."""
    folder = tmp_path_factory.mktemp("town")
    (folder / "flows").mkdir()
    furnish(folder / "flows")
    patch = pytest.MonkeyPatch()
    patch.setattr(connection, "PING", 0.02)
    patch.setattr(attendance, "LEASE", 3_600.0)  # nobody reads Olena's
    with opened_office(folder) as office:
        state: Any = office.client.app.state  # type: ignore[attr-defined]
        state.desk_rates = {"deeds": Rate(1e4, 1e4), "signs": Rate(1e4, 1e4)}
        with station(office, "olena") as olena, station(office, "ivan") as ivan:
            olena.ready()
            Person(office).says("1", "a bed")
            yield ivan, olena.accepts()["id"]
    patch.undo()


@pytest.mark.parametrize("kind", ["accept", "refuse"])
def test_an_offer_that_is_gone_is_taken(town: Town, kind: str) -> None:
    assert town[0].ask(kind, token="none")["code"] == "taken"


def test_another_status_than_there_is_is_refused(town: Town) -> None:
    assert town[0].ask("status", status="asleep")["code"] == "unknown-status"


# ---------------------------------------------------------------- what goes wrong


def test_who_is_too_fast_is_told_and_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    state: Any = office.client.app.state  # type: ignore[attr-defined]
    state.desk_rates = {"deeds": Rate(2, 1, lambda: now), "signs": Rate(0, 0)}
    monkeypatch.setattr(module, "SLOWED", 0.0)
    with station(office, "olena") as page:
        page.types("too often")
        answers = [page.ask("sync") for _ in range(3)]
        assert [one.get("code") for one in answers] == [None, None, "too-fast"]
        now = 1.0
        page.does("sync")


@pytest.mark.parametrize(
    ("error", "code"), [(StoreError("the disk is gone"), "busy"), (KeyError("bed"), "failed")]
)
def test_what_fails_is_an_answer_and_never_the_end(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    code: str,
) -> None:
    async def fails(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(office.house.desk, "set_status", fails)
    with station(office, "olena") as page:
        answer = page.ask("status", status="ready")
        assert (answer["type"], answer["code"]) == ("refused", code)
        page.does("sync")
    assert "bed" not in caplog.text


def test_nonsense_ends_the_connection(office: Office) -> None:
    with station(office, "olena") as page:
        page.socket.send_text('{"type":"say"}')
        assert page.closed() == NOT_UNDERSTOOD
