from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from starlette.routing import Mount, Route

from flowengine.language.project import Sources
from flowengine.server.operators import ROUTES
from flowengine.server.operators.guard import SIGN_IN, TOP
from flowengine.server.operators.routes import OPERATORS
from flowengine.store.records import FAILED, Fact, Outgoing, Publication, Trace
from tests.server.operators.conftest import NOW, Desk, opened_room
from tests.server.operators.test_contacts import person
from tests.server.operators.test_guard import PAGES, filled


def test_every_address_but_the_door_is_in_the_table_of_the_door() -> None:
    open_to_all = [one for one in ROUTES if isinstance(one, Route) and one.path == SIGN_IN]
    assert len(open_to_all) == 2
    assert sum(isinstance(one, Mount) for one in ROUTES) == 1
    assert len(ROUTES) == len(OPERATORS) + 3
    assert all(path == TOP or path.startswith(f"{TOP}/") for _, path, _ in OPERATORS)


def test_the_look_of_the_room_is_given_to_everybody(stranger: Desk) -> None:
    folder = resources.files("flowengine.server.operators") / "static"
    for file in folder.iterdir():
        assert stranger.client.get(f"{TOP}/static/{file.name}").status_code == 200
    assert stranger.client.get(f"{TOP}/static/../routes.py").status_code in (303, 404)


NOTHING = Sources({}, {}, frozenset(), {})
ODD = ("", "?before=1e308&behind=%00", "?text=%25_!%27%22&flow=%27&contact=%27", "?since=999999999",
       "?key=%F0%9F%92%A9&state=%27", "?old=999999999&new=0", "?into=%2F%2F", "?notice={count.x}",
       "?text=" + "%F0%9F%92%A9" * 300, "?next=%0d%0aSet-Cookie:a", "?=&&&a=%ED%A0%80")  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_no_address_is_an_error_of_ours(desk: Desk, address: str) -> None:
    desk.talk()
    for query in ODD:
        answer = desk.client.get(address + query)
        assert answer.status_code in (200, 303, 404, 409), query


@pytest.mark.slow
def test_every_page_and_action_is_there_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    with opened_room(tmp_path, postgresql) as desk:
        _, secret = desk.token()
        assert desk.sign_in(secret).status_code == 303
        contact = person(desk)
        fact = Fact(NOW, "saved", '{"name": "Beds", "value": 3}')
        trace = Trace(1, NOW, '{"type": "said"}', "", "main", "[]", 0.1, "node1")
        out = Outgoing("talk1/1/0", "talk1", NOW, "{}", "sms", "+380671234567", state=FAILED)
        desk.talk(contact=contact, facts=(fact,), trace=trace, outgoing=(out,))
        for digest in ("a", "b"):
            desk.do(
                desk.store.keep_sources,
                digest,
                b'{"flows":{},"tables":{},"files":[],"grammars":{}}',
            )
            desk.do(desk.store.publish, Publication("shop", 0, digest, NOW))
        for method, path, _ in OPERATORS:
            if method == "GET" and "{upload}" not in path:
                address = filled(path).replace("person1", contact).removeprefix(TOP)
                queries = {"/compare": "?old=1&new=2", "/message": "?key=talk1/1/0"}
                query = next((one for end, one in queries.items() if path.endswith(end)), "")
                desk.get(address + query, 409 if path.endswith("/merge") else 200)
        assert desk.post("/outbox/again", key="talk1/1/0", state=FAILED).status_code == 303
        assert desk.calls == [("wake",)]
        assert "1" in desk.post(f"/contacts/{contact}/erase").text
        assert ("Olena", "erased: 1 conversations", f"contact/{contact}") in desk.audits()
