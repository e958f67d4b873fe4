from __future__ import annotations

import re
import time

import pytest

from flowengine.server.operators.overview import waited
from flowengine.store.records import FAILED, Outgoing
from tests.server.operators.conftest import Desk


def tiles(page: str) -> dict[str, str]:
    """Each figure by what it counts."""
    found = re.findall(r'<span class="big">(.*?)</span> <span>(.*?)</span>', page)
    return {label: figure for figure, label in found}


def test_an_empty_house_says_so(desk: Desk) -> None:
    page = desk.get("")
    assert set(tiles(page).values()) == {"0", "0 s"}
    assert "Nobody has talked here yet." in page
    assert "The &lt;shop&gt; &amp; more" in page


def test_the_figures_are_those_of_the_store(desk: Desk) -> None:
    now = time.time()
    waits = Outgoing("talk1/1/0", "talk1", now - 400, "{}", "sms", "+380671234567", due=now - 400)
    failed = Outgoing("talk1/1/1", "talk1", now, "{}", "sms", "+380671234567", state=FAILED)
    desk.talk(changed=now, outgoing=(waits, failed))
    desk.talk("talk2", changed=now, ended=True)
    desk.talk("talk3", changed=now - 3 * 86_400, ended=True)
    desk.do(desk.store.beat, "node1", 30.0)
    shown = tiles(desk.get(""))
    assert shown.pop("oldest message waits") in ("6 min", "7 min")
    assert shown == {
        "open now": "1",
        "ended today (UTC)": "1",
        "waiting": "1",
        "failed": "1",
        "uncertain": "0",
        "timers late": "0 s",
        "Nodes": "1",
    }


def test_a_broken_flow_stands_on_the_first_page(desk: Desk) -> None:
    (desk.house.library.path / "broken.flow").write_text("flow broken\n", encoding="utf-8")
    desk.house.library.refresh()
    assert "has mistakes, not served" in desk.get("")


@pytest.mark.parametrize(("since", "seconds"), [(0.0, 0), (90.5, 9), (100.0, 0), (110.0, 0)])
def test_what_is_still_to_come_does_not_wait(since: float, seconds: int) -> None:
    assert waited(since, 100.0) == seconds
