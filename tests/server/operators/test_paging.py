from __future__ import annotations

from flowengine.server.operators.paging import rows
from tests.server.test_given import asked

FOUND = [(3.5, "c"), (3.5, "b"), (1.0, "a")]


def test_the_last_row_says_where_the_next_page_begins() -> None:
    page = rows(asked("state=failed"), FOUND, lambda one: one, 2)
    assert page.shown == FOUND[:2]
    assert page.further == "/operators/outbox?state=failed&before=3.5&behind=b"
    assert page.newest == ""


def test_the_last_page_leads_only_back() -> None:
    page = rows(asked("state=failed&before=3.5&behind=b"), FOUND[2:], lambda one: one, 2)
    assert (page.further, page.newest) == ("", "/operators/outbox?state=failed")
