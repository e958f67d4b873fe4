"""Every message of an agent's page, tried by everybody who may stand in some way to a conversation.

A message without a row in ALLOWED fails the first test. The row says who it is for; for all others
it is refused and nothing has changed: not the item, not the talk, not the notes. The same for what
was theirs until a moment ago, for ids and tokens that are made up, and after the sign-in is over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any, get_args

import msgspec
import pytest

from flowengine.desk import items, moves
from flowengine.desk.items import Guest, Item
from flowengine.desk.people import AGENT, SUPERVISOR, User
from flowengine.host.desk.calls import Legs
from flowengine.host.desk.desk import Desk
from flowengine.host.errands import Errands
from flowengine.server.desk import connection, wire
from flowengine.server.rates import Rate
from flowengine.store.desk.verbs import MOVED
from tests.server.desk.conftest import Office, opened_office
from tests.server.desk.station import Person, Station, connected, furnish, station

OWNER = "owner"
# Who there is: how they stand to the conversation, the queue they answer, their role.
PEOPLE = {
    OWNER: ("advice", AGENT),
    "colleague": ("advice", AGENT),
    "former": ("advice", AGENT),  # had it, and passed it on to the owner
    "of another queue": ("legal", AGENT),
    "consulted": ("legal", AGENT),
    "invited": ("legal", AGENT),  # to talk
    "uninvited": ("legal", AGENT),  # was, until a moment ago
    "supervisor": ("*", SUPERVISOR),
    "listening": ("advice", SUPERVISOR),
    "of another desk": ("legal", SUPERVISOR),
}
OUR_AGENTS = {OWNER, "colleague", "former"}
GUESTS = {"consulted", "invited", "listening"}
OUR_SUPERVISORS = {"supervisor", "listening"}
MANAGE = {OWNER, *OUR_SUPERVISORS}
READ = {OWNER, *GUESTS, *OUR_SUPERVISORS}
EVERYBODY = set(PEOPLE)
NOBODY: set[str] = set()

TALK, WAITS, OFFER, WRAPS, CALL, OVER = "talk", "waits", "offer", "wraps", "call", "over"
# By message and by what the conversation is in: its fields, and who may.
# conversation of somebody's, so everybody with a page may.
ALLOWED: dict[tuple[str, str], tuple[dict[str, Any], set[str]]] = {
    ("open", TALK): ({}, READ),
    ("open", OFFER): ({}, {OWNER, *OUR_SUPERVISORS}),
    ("open", WAITS): ({}, OUR_SUPERVISORS),
    ("open", OVER): ({}, OUR_SUPERVISORS),
    ("context", TALK): ({}, READ),
    ("context", WAITS): ({}, OUR_SUPERVISORS),
    ("context", OFFER): ({}, OUR_SUPERVISORS),
    ("context", OVER): ({}, OUR_SUPERVISORS),
    ("say", TALK): ({"text": "Good evening"}, {OWNER, "invited"}),
    ("say", OFFER): ({"text": "Good evening"}, NOBODY),
    ("say", WRAPS): ({"text": "Good evening"}, NOBODY),
    ("say", OVER): ({"text": "Good evening"}, NOBODY),
    ("remark", TALK): ({"text": "Mind the child"}, READ),
    ("remark", OVER): ({"text": "Mind the child"}, OUR_SUPERVISORS),
    ("invite", TALK): ({"agent": "colleague"}, MANAGE),
    ("invite", OVER): ({"agent": "colleague"}, NOBODY),
    ("uninvite", TALK): ({"agent": "consulted"}, {*MANAGE, "consulted"}),
    ("part", TALK): ({"mode": "whisper"}, OUR_SUPERVISORS),
    ("part", OVER): ({"mode": "listen"}, NOBODY),
    ("transfer", TALK): ({"queue": "legal"}, MANAGE),
    ("transfer", OFFER): ({"queue": "legal"}, OUR_SUPERVISORS),
    ("transfer", WAITS): ({"queue": "legal"}, OUR_SUPERVISORS),
    ("transfer", OVER): ({"queue": "legal"}, NOBODY),
    ("send_back", TALK): ({"place": "desk_line.main"}, {OWNER}),
    ("send_back", OVER): ({"place": "desk_line.main"}, NOBODY),
    ("finish", TALK): ({}, MANAGE),
    ("finish", OVER): ({}, NOBODY),
    ("close", TALK): ({"outcome": "Test"}, MANAGE),
    ("close", WRAPS): ({"outcome": "Test"}, MANAGE),
    ("close", WAITS): ({"outcome": "Test"}, OUR_SUPERVISORS),
    ("close", OFFER): ({"outcome": "Test"}, OUR_SUPERVISORS),
    ("close", OVER): ({"outcome": "Test"}, NOBODY),
    ("extend", WRAPS): ({}, MANAGE),
    ("extend", OVER): ({}, NOBODY),
    ("raise", TALK): ({"priority": 3}, MANAGE),
    ("raise", WAITS): ({"priority": 3}, OUR_SUPERVISORS),
    ("raise", OVER): ({"priority": 3}, NOBODY),
    ("callback", CALL): ({"result": "no answer"}, {OWNER}),
    ("callback", OVER): ({"result": "no answer"}, NOBODY),
    ("script", TALK): ({}, READ),
    ("why", TALK): ({}, MANAGE),
    ("why", WAITS): ({}, OUR_SUPERVISORS),
    ("ticket", TALK): ({}, {OWNER, *GUESTS}),
    ("ticket", OFFER): ({}, NOBODY),
    ("ticket", OVER): ({}, NOBODY),
    ("pull", WAITS): ({}, OUR_AGENTS),
    ("pull", TALK): ({}, NOBODY),
    ("pull", OFFER): ({}, NOBODY),
    ("pull", OVER): ({}, NOBODY),
    ("accept", OFFER): ({}, {OWNER}),
    ("refuse", OFFER): ({}, {OWNER}),
}  # fmt: skip
BY_TOKEN = {"accept", "refuse"}
OF_NOBODY = {"sync", "shut", "status", "leave", "pong", "typing"}  # tried in tests of their own
REFUSALS = {"forbidden", "taken", "unknown-item"}
PAIRS = sorted(ALLOWED)
OF_ITEMS = sorted({kind for kind, _ in ALLOWED} - BY_TOKEN)


def test_somebody_has_thought_of_every_message() -> None:
    """Say in ALLOWED who may."""
    there = {one.__struct_config__.tag for one in get_args(wire.Message)}
    assert there == {kind for kind, _ in ALLOWED} | OF_NOBODY


class Room:
    """The office with everybody's page open, and nobody who moves anything but by one of them."""

    def __init__(self, office: Office, pages: dict[str, Station]) -> None:
        self.office = office
        self.pages = pages

    def conversation(self, state: str) -> Item:
        """A new one, in that state; whoever has had a part in it before has none now."""
        self.office.client.cookies.clear()  # somebody else each time
        person = Person(self.office).says(*(["2"] if state == CALL else ["1", "a bed"]))
        (item,) = self.office.do(self.office.store.items, conversation=person.conversation)
        at = self.at
        if state == WAITS:
            return item
        if state == OFFER:
            return self.move(moves.offered(item, OWNER, f"token {item.id}", at + 600, at, {}))
        item = self.move(moves.pulled(item, "former", at))
        item = self.move(moves.transferred(item, at, agent=OWNER))
        if state in (TALK, WRAPS, OVER):
            item = self.move(moves.guest(item, Guest("uninvited", items.TALK), at))
            item = self.move(moves.unguest(item, "uninvited", at))
            item = self.move(moves.guest(item, Guest("consulted", items.CONSULT), at))
            item = self.move(moves.guest(item, Guest("invited", items.TALK), at))
            item = self.move(moves.guest(item, Guest("listening", items.LISTEN), at))
        if state in (WRAPS, OVER):
            item = self.move(moves.finished(item, at + 600, at))
        return self.move(moves.closed(item, at, "Test")) if state == OVER else item

    @property
    def at(self) -> float:
        return self.office.house.desk.clock()

    def move(self, move: moves.Move) -> Item:
        assert self.office.do(self.office.store.move, [move], "node") == (MOVED,), move
        return move.after

    def end(self, item: Item) -> None:
        """Its slot is free again."""
        found = self.item(item)
        if found.state in items.OPEN:
            self.move(moves.closed(found, self.at, "Test"))

    def item(self, item: Item) -> Item:
        found = self.office.do(self.office.store.item, item.id)
        assert found is not None
        return found

    def all_of(self, item: Item) -> object:
        """Everything that a message could have changed."""
        do, store = self.office.do, self.office.store
        key = item.conversation
        talk = do(store.conversation, key)
        assert talk is not None
        remarks, script = do(store.remarks, key), do(store.conversation, f"{item.id}-script")
        return self.item(item), remarks, talk.messages, talk.session, script

    def tries(self, who: str, kind: str, item: Item, fields: dict[str, Any]) -> str:
        """`took`, or the code of the refusal."""
        asked = {"token": item.token} if kind in BY_TOKEN else {"item": item.id}
        answer = self.pages[who].ask(kind, **asked, **fields)
        return "took" if answer["type"] == "took" else answer["code"]


async def _idly(*_given: object) -> None:
    await asyncio.Event().wait()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("room")
    (folder / "flows").mkdir()
    furnish(folder / "flows")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setattr(Desk, "works", lambda _: [])  # nothing moves by itself,
        patch.setattr(Errands, "watch", _idly)  # and no flow is told what was moved past it
        office = stack.enter_context(opened_office(folder))
        state: Any = office.client.app.state  # type: ignore[attr-defined]
        state.beginnings = state.messages = Rate(1e5, 1e5)
        state.desk_rates = {"deeds": Rate(1e5, 1e5), "signs": Rate(1e5, 1e5)}
        for who, (queue, role) in PEOPLE.items():
            name = who.replace(" ", "-")
            user = User(id=who, name=name, shown=who, roles=(role,), queues=(queue,), version=1)
            assert office.do(office.store.write_user, user)
        house = office.house
        no_calls: Any = None
        house.desk.calls = Legs(
            office.store, no_calls, house.desk, house.desk.clock, carries=lambda _: False
        )
        pages = {who: stack.enter_context(station(office, who.replace(" ", "-"))) for who in PEOPLE}
        yield Room(office, pages)


@pytest.mark.parametrize(("kind", "state"), PAIRS)
def test_each_message_is_obeyed_for_whom_it_is_and_does_nothing_for_others(
    room: Room, kind: str, state: str
) -> None:
    fields, may = ALLOWED[kind, state]
    item = room.conversation(state)
    before = room.all_of(item)
    for who in sorted(EVERYBODY - may):
        assert room.tries(who, kind, item, fields) in REFUSALS, who
        assert room.all_of(item) == before, who
    for who in sorted(may):
        if room.item(item) != item:  # the last one has moved it
            room.end(item)
            item = room.conversation(state)
        assert room.tries(who, kind, item, fields) == "took", who
    room.end(item)


def test_only_supervisors_make_somebody_less_urgent(room: Room) -> None:
    for who in sorted(EVERYBODY):
        item = room.conversation(TALK)
        expected = "took" if who in OUR_SUPERVISORS else "forbidden"
        assert room.tries(who, "raise", item, {"priority": 0}) == expected, who
        room.end(item)


def test_signs_of_typing_are_of_those_who_talk(room: Room) -> None:
    item = room.conversation(TALK)
    for page in room.pages.values():
        page.types(item.id)
        page.does("shut", item=item.id)  # whatever came before it is done
    typing = room.office.house.desk.talk.talking.typing(item.conversation)
    assert set(typing) == {OWNER, "invited"}
    room.end(item)


def test_only_agents_have_a_status(room: Room) -> None:
    for who, (_, role) in PEOPLE.items():
        answer = room.pages[who].ask("status", status="break")
        assert answer.get("code", "took") == ("took" if role == AGENT else "forbidden"), who


@pytest.mark.parametrize("kind", OF_ITEMS)
def test_an_id_that_was_guessed_says_nothing(room: Room, kind: str) -> None:
    """Also where it is nearly one: an item's id goes on where a conversation's ends."""
    item = room.conversation(WAITS)
    fields = next(more for (name, _), (more, _) in ALLOWED.items() if name == kind)
    for guessed in (f"{item.conversation}-9", item.conversation, "../etc", "*", "\u202e", "' --"):
        for who in ("supervisor", "of another queue"):
            answer = room.pages[who].ask(kind, item=guessed, **fields)
            assert answer["type"] == "refused", guessed
            assert answer["code"] == "unknown-item", guessed
    room.end(item)


def test_an_offer_is_taken_by_its_own_token_only(room: Room) -> None:
    item = room.conversation(OFFER)
    later = room.move(moves.withdrawn(item, room.at, "test"))
    again = room.move(moves.offered(later, OWNER, "another", room.at + 600, room.at, {}))
    for token in (item.token, "made up", again.id, "anothe", "another "):
        for kind in BY_TOKEN:
            answer = room.pages[OWNER].ask(kind, token=token)
            assert answer["code"] == "taken", token
    assert room.item(again) == again
    room.end(again)


def test_a_token_is_told_to_nobody_but_whom_it_is_for(room: Room) -> None:
    item = room.conversation(OFFER)
    for who, page in room.pages.items():
        page.told.clear()
        page.does("sync")
        page.until(partial(page.told.count, "snapshot"))
        assert (item.token in str(page.held)) == (who == OWNER), who
    room.end(item)


@pytest.mark.parametrize("kind", ["say", "open", "close", "pull", "remark", "ticket"])
def test_nothing_is_done_for_who_has_signed_out(room: Room, kind: str) -> None:
    """By a page that is still open, and answers no ping: who had the talk is nobody now."""
    state = next(state for name, state in PAIRS if name == kind and ALLOWED[kind, state][1])
    fields, may = ALLOWED[kind, state]
    who = OWNER if OWNER in may else sorted(may)[0]
    item = room.conversation(state)
    before = room.all_of(item)
    office = room.office
    secret = office.become(who.replace(" ", "-"))
    with connected(office, answers=False) as page:
        page.hello("another device")
        token = office.do(office.store.token, _hashed(secret))
        assert token is not None
        office.do(office.store.revoke, token.id)
        page.send(kind, item=item.id, **fields)
        assert page.closed() == connection.SIGNED_OUT
    assert room.all_of(item) == before
    room.end(item)


def _hashed(secret: str) -> bytes:
    from flowengine.host import keys

    return keys.hashed(secret)


FORGED = [
    {"type": "say", "id": "1", "item": "x", "text": "x", "agent": "supervisor"},
    {"type": "accept", "id": "1", "token": "x", "user": "owner"},
    {"type": "invite", "id": "1", "item": "x", "agent": "x", "mode": "listen"},
    {"type": "invite", "id": "1", "item": "x", "agent": "x", "mode": "barge"},
    {"type": "invite", "id": "1", "item": "x", "agent": "x", "hidden": True},
    {"type": "raise", "id": "1", "item": "x", "priority": 4},
    {"type": "raise", "id": "1", "item": "x", "priority": -1},
    {"type": "open", "id": "1", "item": "x", "since": -1},
    {"type": "remark", "id": "1", "item": "x", "text": "x" * 4001},
    {"type": "remark", "id": "1", "item": "x", "text": "x", "mentions": ["x"] * 21},
    {"type": "hold", "id": "1", "item": "x"},
    {"type": "hello", "device": "x"},
    {"type": "join", "id": "1", "item": "x", "mode": "listen"},
    [],
    "say",
]


@pytest.mark.parametrize("message", FORGED, ids=lambda one: msgspec.json.encode(one)[:60].decode())
def test_what_is_no_message_of_a_page_ends_the_connection(room: Room, message: object) -> None:
    room.office.become(OWNER)
    with connected(room.office) as page:
        page.hello("another device")
        page.socket.send_text(msgspec.json.encode(message).decode())
        assert page.closed() in (4400, 1009)


# ---------------------------------------------------------------- the board's socket

BOARD = "/desk/board/socket"
ON_BOARD = {"sync", "pong"}


def board(room: Room, who: str, more: str = "") -> Any:
    room.office.become(who.replace(" ", "-"))
    origin = {"origin": "http://testserver"}
    return room.office.client.websocket_connect(f"{BOARD}{more}", headers=origin)


@pytest.mark.parametrize(
    "order", [*wire.Deed.__args__, wire.Typing], ids=lambda one: one.__struct_config__.tag
)
def test_a_board_does_nothing_but_tell(room: Room, order: Any) -> None:
    """For whoever supervises the talk, too: what they do is a form of a page."""
    kind = order.__struct_config__.tag
    item = room.conversation(TALK)
    before = room.all_of(item)
    fields = next((more for (name, _), (more, _) in ALLOWED.items() if name == kind), {})
    names = {one.name for one in msgspec.structs.fields(order)}
    asked = {"id": "m1", "item": item.id, "token": item.token, "status": "ready", **fields}
    with board(room, "supervisor") as socket:
        page = Station(socket, answers=False).hello("board")
        socket.send_json({"type": kind, **{k: v for k, v in asked.items() if k in names}})
        if kind in ON_BOARD:
            assert page.answered("m1")["type"] == "took"
        else:
            assert page.closed() == 4400
    assert room.all_of(item) == before
    room.end(item)


@pytest.mark.parametrize("who", ["supervisor", "of another desk", OWNER])
@pytest.mark.parametrize("more", ["", "?wall=1"])
def test_a_board_shows_what_is_theirs_and_nobodys_words(room: Room, who: str, more: str) -> None:
    item = room.conversation(OFFER)
    mine = who == "supervisor"
    with board(room, who, more) as socket:
        page = Station(socket, answers=False)
        if who == OWNER:
            page.socket.send_json({"type": "hello", "device": "board"})
            assert page.closed() == 4403
        else:
            page.hello("board")
            shown = msgspec.json.encode(page.held).decode()
            assert ("advice" in page.held["queues"]) == mine
            assert (item.id in shown) == (mine and not more)
            for secret in (item.token, item.brief, item.conversation + '"'):
                assert secret not in shown
            if more:
                assert set(page.held) == {"total", "queues"}
                assert not [name for name in PEOPLE if f'"{name}"' in shown]
    room.end(item)


def test_a_board_that_answers_nothing_ends_with_its_sign_in(room: Room) -> None:
    office = room.office
    with board(room, "supervisor") as socket:
        page = Station(socket, answers=False).hello("board")
        secret = office.client.cookies["desk"]
        token = office.do(office.store.token, _hashed(secret))
        assert token is not None
        office.do(office.store.revoke, token.id)
        office.client.portal.call(office.house.desk.moving.ring)  # type: ignore[union-attr]
        assert page.closed() == connection.SIGNED_OUT


# ---------------------------------------------------------------- what supervisors do by forms

DEEDS: dict[str, dict[str, str]] = {
    "join": {"mode": "listen"},
    "take-over": {},
    "leave": {},
    "whisper": {"words": "Ask for the address"},
    "reassign": {"to": "queue legal"},
    "priority": {"level": "3"},
    "end": {"outcome": "Test"},
}
NOT_THEIRS = sorted(EVERYBODY - OUR_SUPERVISORS)


@pytest.mark.parametrize("who", [*NOT_THEIRS, "supervisor"])
def test_what_supervisors_do_is_done_by_those_of_the_queue(room: Room, who: str) -> None:
    item = room.conversation(TALK)
    before = room.all_of(item)
    page = f"/desk/board/items/{item.id}"
    room.office.become(who.replace(" ", "-"))
    if who == "supervisor":  # unseen: nobody may, where the house has not said so
        answer = room.office.post(f"{page}/join", mode="listen", hidden="yes")
        assert answer.status_code == 403
    else:
        assert room.office.client.get(page).status_code == 403
        for deed, fields in DEEDS.items():
            assert room.office.post(f"{page}/{deed}", **fields).status_code == 403, deed
    assert room.all_of(item) == before
    room.end(item)
