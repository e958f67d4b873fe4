from __future__ import annotations

import re

from flowengine.desk import moves
from flowengine.desk.items import Item
from tests.server.desk.conftest import Office


def test_two_supervisors_find_out_who_somebody_is(office: Office) -> None:
    async def waits() -> None:
        contact = await office.store.identify("sms", "+380671234567", 1.0)
        item = Item(id="i1", conversation="", queue="legal", channel="sms", contact=contact.id)
        await office.store.move([moves.joined(item, 1.0)], "node")

    office.do(waits)
    office.become("sofia")
    assert 'value="i1"' in office.get("/desk/reveal?item=i1")
    assert office.post("/desk/reveal", item="i1", reason="<danger>").status_code == 303
    page = office.get("/desk/reveal?notice=reveal_asked")
    assert "Another supervisor has to confirm it." in page
    assert "/confirm" not in page
    office.become("petra")
    page = office.get("/desk/reveal")
    assert "&lt;danger&gt;" in page
    # What they say yes to, and to whom.
    assert '<a href="/desk/board/items/i1"><bdi>Contact ' in page
    assert "<bdi>legal</bdi>" in page
    assert "<bdi>Sofia</bdi>" in page
    confirm = re.search(r'action="(/desk/reveal/\w+/confirm)"', page)
    assert confirm
    assert office.post(confirm[1]).status_code == 303
    assert office.post(confirm[1]).status_code == 409
    office.become("sofia")
    show = re.search(r'action="(/desk/reveal/\w+/show)"', office.get("/desk/reveal"))
    assert show
    answer = office.post(show[1])
    assert "+380671234567" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "already" in office.post(show[1]).text
    assert "Nothing is asked for." in office.get("/desk/reveal")
