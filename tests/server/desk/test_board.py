from __future__ import annotations

import re
import time
from typing import Any

from markupsafe import escape

from flowengine.desk import items, moves
from flowengine.desk.items import Item
from flowengine.host.desk.masking import pseudonym
from flowengine.store.desk.verbs import MOVED
from flowengine.store.records import Conversation, Turn
from tests.server.desk.conftest import Office


def waits(office: Office, key: str = "i1", queue: str = "advice", **about: Any) -> Item:
    """Somebody at the desk, in an open conversation."""

    async def joins() -> Item:
        now = time.time()
        talk = Conversation(
            id=f"c-{key}", flow="help", digest="d", channel="chat", token=key.encode(), session=b"",
            prompt="", ended=False, changed=now, began=now,
        )  # fmt: skip
        await office.store.commit(Turn(talk))
        item = Item(id=key, conversation=talk.id, queue=queue, channel="chat", **about)
        move = moves.joined(item, now)
        assert await office.store.move([move], "node") == (MOVED,)
        return move.after

    return office.do(joins)


def pulled(office: Office, item: Item, name: str) -> Item:
    async def pulls() -> Item:
        user = await office.house.people.named(name)
        assert user is not None
        await office.house.desk.arrive(user.id, "d1")
        pulled = await office.house.desk.pull(user, item.id)
        await office.house.desk.set_status(user, "ready")
        return pulled

    return office.do(pulls)


def now(office: Office, item: Item) -> Item:
    found = office.do(office.store.item, item.id)
    assert found is not None
    return found


def test_the_board_shows_queues_talks_and_agents_of_the_supervisor(office: Office) -> None:
    item = waits(office)
    office.become("sofia")
    page = office.get("/desk/board")
    assert pseudonym(item) in page
    assert "Olena" in page
    assert "/desk/board/queues/advice" in page
    office.become("petra")  # of another queue
    page = office.get("/desk/board")
    assert pseudonym(item) not in page
    assert "Olena" not in page
    assert "/desk/board/queues/advice" not in page


def test_no_name_of_anybody_stands_on_the_wall(office: Office) -> None:
    item = waits(office, brief="My name is Iryna")
    pulled(office, item, "olena")
    office.become("sofia")
    page = office.get("/desk/board/wall")
    assert "advice" in page
    for name in (pseudonym(item), "Olena", "Iryna"):
        assert name not in page


def test_a_promise_that_was_tried_in_vain_stands_on_the_board(office: Office) -> None:
    item = waits(office, kind=items.CALLBACK, media=items.ASYNC, phone="+380441234567")

    async def tries() -> None:
        at = time.time()
        taken = moves.pulled(item, "u1", at)
        again = moves.tried(taken.after, "no answer", at + 1800, at)
        for move in (taken, again):
            assert await office.store.move([move], "node") == (MOVED,)

    office.do(tries)
    office.become("sofia")
    page = office.get("/desk/board")
    assert "calls that reached nobody yet: 1" in page
    assert "+380" not in page


def test_who_waits_urgently_is_an_alert_and_turns_the_light_red(office: Office) -> None:
    waits(office, priority=items.URGENT)
    office.become("sofia")
    page = office.get("/desk/board")
    assert "urgent, and waits" in page
    assert 'data-light="red"' in page


def test_what_there_is_not_has_no_page(office: Office) -> None:
    office.become("sofia")
    for path in ("queues/none", "agents/none", "items/none"):
        office.get(f"/desk/board/{path}", 404)


def test_pages_of_other_queues_stay_shut(office: Office) -> None:
    item = waits(office)
    office.become("petra")
    office.get("/desk/board/queues/advice", 403)
    office.get(f"/desk/board/items/{item.id}", 403)
    office.get("/desk/board/agents/u1", 404)
    for deed in ("join", "whisper", "take-over", "reassign", "priority", "end"):
        form = {"mode": "listen", "words": "x", "to": "queue advice", "level": "3"}
        assert office.post(f"/desk/board/items/{item.id}/{deed}", **form).status_code == 403
    assert now(office, item) == item


def test_a_switch_is_set_shown_with_who_set_it_and_undone(office: Office) -> None:
    office.become("sofia")
    address = "/desk/board/queues/advice"
    given = office.post(f"{address}/switch", kind="surge", words="<It> takes long.", hours="2")
    assert given.headers["location"] == f"{address}?notice=board_switched"
    page = office.get(f"{address}?notice=board_switched")
    assert "Done. The queue follows at once." in page
    assert "&lt;It&gt; takes long." in page
    assert "Sofia" in page
    (switch,) = office.do(office.store.switches)
    assert 7100 < switch.until - time.time() < 7300
    assert "a word before waiting" in office.get("/desk/board")
    assert office.post(f"{address}/switch", kind="surge", on="no").status_code == 303
    assert office.do(office.store.switches) == ()
    assert [what for _, what, _ in office.audits()][-2:] == [
        "set the switch surge",
        "undid the switch surge",
    ]


def test_a_switch_that_says_too_little_is_not_set(office: Office) -> None:
    office.become("sofia")
    wrong = ({"kind": "surge"}, {"kind": "divert", "queue": "none"}, {"kind": "explode"})
    for fields in wrong:
        answer = office.post("/desk/board/queues/advice/switch", **fields)
        assert 400 <= answer.status_code < 500
    assert office.do(office.store.switches) == ()


def test_a_supervisor_says_how_an_agent_stands_and_the_page_says_who_did(office: Office) -> None:
    office.become("sofia")
    assert office.post("/desk/board/agents/u1/status", status="break").status_code == 303
    page = office.get("/desk/board/agents/u1")
    assert "Break" in page
    assert "set by <bdi>Sofia</bdi>" in page
    (standing,) = office.do(office.store.standings)
    assert (standing.agent, standing.status) == ("u1", "break")


def test_an_agents_page_tells_what_they_were_offered_and_why(office: Office) -> None:
    item = waits(office)
    why = {"waited": 3.0, "able": 1}

    async def offers() -> None:
        at = time.time()
        made = moves.offered(item, "u1", "secret", at + 60, at, why)
        assert await office.store.move([made], "node") == (MOVED,)

    office.do(offers)
    office.become("sofia")
    page = office.get("/desk/board/agents/u1")
    assert "waited 3 s; 1 on duty could take it" in page
    assert "secret" not in page


def test_a_talk_is_explained_and_reading_it_is_written_down(office: Office) -> None:
    item = waits(office, brief="b")
    office.become("sofia")
    page = office.get(f"/desk/board/items/{item.id}")
    assert pseudonym(item) in page
    assert "/desk/reveal?item=i1" in page
    assert re.search(r"<td[^>]*>came into the queue</td>", page)
    assert any(what == "read the conversation" for _, what, _ in office.audits())


def test_who_listens_is_shown_to_the_agent_and_written_down(office: Office) -> None:
    item = pulled(office, waits(office), "olena")
    office.become("sofia")
    answer = office.post(f"/desk/board/items/{item.id}/join", mode="listen")
    assert answer.headers["location"] == "/desk#i1"
    guest = items.Guest("u3", "listen")
    assert now(office, item).guests == (guest,)
    assert any(what == "listened to the talk" for _, what, _ in office.audits())
    assert "You take part" in office.get("/desk/board/items/i1")
    assert office.post(f"/desk/board/items/{item.id}/leave").status_code == 303
    assert now(office, item).guests == ()


def test_nobody_hides_where_the_house_has_not_allowed_it(office: Office) -> None:
    item = pulled(office, waits(office), "olena")
    office.become("sofia")
    assert "without the agent" not in office.get(f"/desk/board/items/{item.id}")
    answer = office.post(f"/desk/board/items/{item.id}/join", mode="listen", hidden="yes")
    assert answer.status_code == 403
    assert now(office, item).guests == ()


def test_a_whisper_is_a_note_to_the_agent_and_no_line_of_the_talk(office: Office) -> None:
    item = pulled(office, waits(office), "olena")
    office.become("sofia")
    assert office.post(f"/desk/board/items/{item.id}/whisper", words="Ask where").status_code == 303
    (remark,) = office.do(office.store.remarks, item.conversation)
    assert (remark.by, remark.text, remark.mentions) == ("u3", "Ask where", ("u1",))
    assert office.do(office.store.messages, item.conversation, 0) == ()
    assert office.post(f"/desk/board/items/{item.id}/whisper", words=" ").status_code != 303


def test_a_talk_is_taken_over_passed_on_and_ended(office: Office) -> None:
    item = pulled(office, waits(office), "olena")
    office.become("sofia")
    address = f"/desk/board/items/{item.id}"
    assert office.post(f"{address}/take-over").headers["location"] == "/desk#i1"
    assert now(office, item).agent == "u3"
    assert office.post(f"{address}/reassign", to="agent u1").status_code == 303
    assert now(office, item).agent == "u1"
    assert office.post(f"{address}/reassign", to="nobody").status_code != 303
    assert office.post(f"{address}/priority", level="3").status_code == 303
    assert now(office, item).priority == 3
    assert office.post(f"{address}/end", outcome="stuck").status_code == 303
    ended = now(office, item)
    assert (ended.state, ended.outcome) == (items.CLOSED, "stuck")
    assert "What you can do" not in office.get(address)
    assert office.post(f"{address}/dance").status_code == 404
    told = [what for _, what, _ in office.audits()]
    for what in ("took over the talk", "passed on the talk", "ended the talk"):
        assert what in told


def test_an_outcome_is_read_in_the_language_of_the_page(office: Office) -> None:
    item, olena = pulled(office, waits(office), "olena"), office.user("olena")
    office.do(office.house.desk.finish, olena, item.id)
    office.do(office.house.desk.close, olena, item.id, "Family", "")
    outcomes = office.house.desk.queues["advice"].outcomes
    label = next(one.labels["uk"] for one in outcomes if one.name == "Family")
    office.become("sofia")
    for address in ("board/items/i1", "board/agents/u1", "reports"):
        answer = office.client.get(f"/desk/{address}", headers={"accept-language": "uk"})
        assert f"<bdi>{escape(label)}</bdi>" in answer.text, address
