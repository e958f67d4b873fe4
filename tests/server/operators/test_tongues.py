"""No word of a page stands outside the catalogue: in a language that nobody speaks none is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.host.lines import Line
from flowengine.server import wording
from flowengine.server.operators import pages, words
from flowengine.store.records import AMBIGUOUS, FAILED, SENT, Audit, Fact, Trace
from tests.server.marking import foreign, marked, unmarked
from tests.server.operators.conftest import NOW, ORIGIN, Desk, opened_room
from tests.server.operators.test_contacts import person
from tests.server.operators.test_outbox import letters
from tests.server.operators.test_versions import publish

# What people, flows and gateways are called, and what they said.
KNOWN = (
    "Olena Оля Ivan p1 p2 n1 vip news name v1 shop The more A Welcome bread 112 map.png Beds three",
    "sms main no route talk/1 talk1 talk2 conversation contact message flow token file1 UTC",
    "talk1/failed/000 talk1/ambiguous/000 talk1/sent/000 Come today operator start API b",
    "a" * 10, "b" * 10, "d" * 10,
)  # fmt: skip
PAGES = (
    "", "/conversations", "/conversations?text=nobody", "/conversations/talk1",
    "/conversations/talk1/end", "/conversations/talk1/erase", "/outbox", "/outbox?state=ambiguous",
    "/outbox?state=queued", "/outbox?state=sent", "/message?key=talk1/failed/000", "/versions",
    "/versions/shop/compare?old=1&new=2", "/versions/shop/roll-back", "/contacts",
    "/contacts?text=nobody", "/audit", "/nodes", "/outbox?notice=again&count=2&missed=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A room with something of everything in it, and an operator who has signed in."""
    found = marked("flowengine.server.operators")
    folder: Path = tmp_path_factory.mktemp("strange")
    with pytest.MonkeyPatch.context() as patch, opened_room(folder, folder / "store.db") as room:
        _, secret = room.token()
        room.sign_in(secret)
        contact = person(room)
        said = (
            ("flow", Line(kind="prompt", text="Welcome.")),
            ("person", Line(kind="text", text="bread")),
            ("flow", Line(kind="transfer", text="112")),
            ("flow", Line(kind="picture", reference="map.png")),
            ("flow", Line(kind="ended")),
        )
        saved = Fact(NOW, "saved", json.dumps({"name": "Beds", "value": 3, "category": "three"}))
        event = json.dumps({"type": "said", "text": "bread"})
        effects = json.dumps([{"type": "say", "text": "Welcome."}, {"type": "fault"}])
        trace = Trace(1, NOW, event, "start", "", effects, 0.0012, "n1")
        room.talk("talk1", said=said, facts=(saved,), trace=trace, contact=contact)
        room.talk("talk2", ended=True)
        for state in (FAILED, AMBIGUOUS, SENT):
            letters(room, state)
        publish(room, "a" * 64, 'flow shop "A"\n', note="b")
        publish(room, "b" * 64, 'flow shop "B"\n')
        for what in ("erased: 3 conversations", "merged into p2", "took the file over the API"):
            room.do(room.store.note, Audit(NOW, "command line", what, "contact/p1"))
        patch.setattr(words, "spoken", lambda: found)
        patch.setattr(pages, "spoken", lambda: found)
        patch.setattr(wording, "sentences", foreign)
        yield room


@pytest.mark.parametrize("address", PAGES)
def test_no_word_of_a_page_is_outside_the_catalogue(strange: Desk, address: str) -> None:
    ids = [one.id for one in strange.do(strange.house.access.listed)]
    ids += [one.contact.id for one in strange.do(strange.store.contacts)]
    assert unmarked(strange.get(address), (*KNOWN, *ids)) == set()


def test_nor_of_a_person_and_what_is_done_to_them(strange: Desk) -> None:
    contact, other = person(strange), person(strange, "+380670000000", "Ivan")
    for address in ("", "/erase", f"/merge?into={other}"):
        page = strange.get(f"/contacts/{contact}{address}")
        assert unmarked(page, (*KNOWN, contact, other)) == set(), address
    answer = strange.post(f"/contacts/{other}/erase")
    assert unmarked(answer.text, (*KNOWN, other)) == set()


def test_nor_of_what_is_refused_or_not_there(strange: Desk) -> None:
    contact = person(strange)
    assert unmarked(strange.get("/conversations/nowhere", 404), KNOWN) == set()
    assert unmarked(strange.get(f"/contacts/{contact}/merge?into=x", 409), KNOWN) == set()
    old = strange.client.post("/operators/outbox/again", data={"form": "old"}, headers=ORIGIN)
    assert old.status_code == 403
    assert unmarked(old.text, KNOWN) == set()


def test_nor_of_the_door(strange: Desk) -> None:
    kept = dict(strange.client.cookies)
    strange.client.cookies.clear()
    assert unmarked(strange.client.get("/operators/sign-in").text) == set()
    assert unmarked(strange.sign_in("wrong").text) == set()
    strange.client.cookies.update(kept)
