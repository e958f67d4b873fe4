from __future__ import annotations

import pytest

from tests.server.operators.conftest import Desk


@pytest.mark.parametrize("what", ["end", "erase"])
def test_it_is_asked_before_it_is_done(desk: Desk, what: str) -> None:
    desk.talk()
    page = desk.get(f"/conversations/talk1/{what}")
    assert f'action="/operators/conversations/talk1/{what}"' in page
    assert desk.calls == []
    assert len(desk.audits()) == 1  # somebody signed in


def test_ending_is_the_hosts_and_written_down(desk: Desk) -> None:
    desk.talk()
    answer = desk.post("/conversations/talk1/end")
    assert answer.headers["location"] == "/operators/conversations/talk1?notice=ended"
    assert desk.calls == [("end", "talk1")]
    assert desk.audits()[1:] == [("Olena", "ended the conversation", "conversation/talk1")]


def test_what_has_ended_is_not_ended_again(desk: Desk) -> None:
    desk.talk(ended=True)
    assert desk.post("/conversations/talk1/end").status_code == 303
    assert desk.calls == []
    assert "talk1/end" not in desk.get("/conversations/talk1")


def test_erasing_is_the_hosts_and_written_down(desk: Desk) -> None:
    desk.talk(ended=True)
    assert desk.post("/conversations/talk1/erase").status_code == 303
    assert desk.calls == [("leave", "talk1")]
    assert desk.audits()[1:] == [("Olena", "erased the conversation", "conversation/talk1")]
