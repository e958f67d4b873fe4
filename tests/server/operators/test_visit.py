from __future__ import annotations

import pytest

from flowengine.server.operators import visit as module
from flowengine.server.operators.sessions import Operator
from flowengine.server.operators.visit import Visit
from tests.server.operators.conftest import Desk
from tests.server.test_given import asked


@pytest.mark.parametrize(
    ("address", "notice", "counts", "location"),
    [
        ("/operators", "", {}, "/operators"),
        ("/operators/outbox", "again", {"count": 2}, "/operators/outbox?notice=again&count=2"),
        ("/operators/a?b=c", "ended", {}, "/operators/a?b=c&notice=ended"),
    ],
)
def test_another_page_is_shown_with_what_was_done(
    address: str, notice: str, counts: dict[str, int], location: str
) -> None:
    found = Visit(asked(), Operator("Olena", "s", "f"), 1.0).go(address, notice, **counts)
    assert (found.status_code, found.headers["location"]) == (303, location)


def test_an_action_is_written_down_before_it_is_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails half-way was begun, and somebody has to answer for it."""
    desk.talk()

    async def fails(*_values: str) -> None:
        raise RuntimeError

    monkeypatch.setattr(desk.house.conversations, "leave", fails)
    with pytest.raises(RuntimeError):
        desk.post("/conversations/talk1/erase")
    assert desk.audits()[-1] == ("Olena", "erased the conversation", "conversation/talk1")
    assert module.Visit is Visit
