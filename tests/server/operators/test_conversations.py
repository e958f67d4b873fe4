from __future__ import annotations

import re

from flowengine.host.lines import Line
from flowengine.server.operators.paging import ROWS
from tests.server.operators.conftest import NOW, Desk


def shown(page: str) -> list[str]:
    return re.findall(r'<tr role="row" data-key="(.*?)"', page)


def test_they_are_found_by_words_flow_state_and_contact(desk: Desk) -> None:
    desk.talk("said", said=(("person", Line(kind="text", text="Є ХЛІБ?")),), changed=NOW)
    desk.talk("over", ended=True, flow="clinic", changed=NOW + 1)
    desk.talk("known", contact="person1", changed=NOW + 2)
    table = {
        "": ["known", "over", "said"],
        "?text=хліб": ["said"],
        "?text=kno": ["known"],
        "?state=open": ["known", "said"],
        "?state=ended": ["over"],
        "?state=nonsense": ["known", "over", "said"],
        "?flow=clinic": ["over"],
        "?contact=person1": ["known"],
        "?contact=nobody": [],
        "?text=%25": [],
    }
    for query, found in table.items():
        assert shown(desk.get(f"/conversations{query}")) == found, query


def test_no_row_is_lost_between_two_pages_of_one_time(desk: Desk) -> None:
    for number in range(ROWS + 20):
        desk.talk(f"talk{number:03}")
    first = desk.get("/conversations?flow=shop")
    further = re.search(r'href="/operators(/conversations\?[^"]*before[^"]*)"', first)
    assert further
    second = desk.get(further[1].replace("&amp;", "&"))
    both = shown(first) + shown(second)
    assert sorted(both) == [f"talk{number:03}" for number in range(ROWS + 20)]
    assert "The newest" in second


def test_looking_for_words_is_written_down_without_the_words(desk: Desk) -> None:
    desk.get("/conversations")
    desk.get("/conversations?text=divorce")
    desk.get("/conversations?text=police")
    assert desk.audits()[1:] == [("Olena", "searched what was said", "")]


def test_what_was_searched_stays_text(desk: Desk) -> None:
    page = desk.get('/conversations?text="><script>alert(1)</script>&contact="onfocus=x')
    assert "<script>alert" not in page
    assert '"onfocus' not in page
