from __future__ import annotations

from importlib import resources

from starlette.routing import Mount, Route

from flowengine.server.operators import ROUTES
from flowengine.server.operators.guard import SIGN_IN, TOP
from flowengine.server.operators.routes import OPERATORS
from tests.server.operators.conftest import Desk


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
