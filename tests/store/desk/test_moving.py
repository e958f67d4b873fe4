"""A move is written whole or not at all, and nobody is given more than fits."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from flowengine.desk import moves
from flowengine.desk.items import CONSULT, Guest, Item
from flowengine.store.desk.moving import errands
from flowengine.store.records import Outgoing, Turn
from tests.store.desk.rows import (
    CALL,
    ITEM,
    MARKO,
    OLENA,
    joins,
    kept,
    kinds,
    moved,
    offer,
    queue_of,
    said,
    staffed,
    talks,
)
from tests.store.rows import NEW

if TYPE_CHECKING:
    from flowengine.store.database import Database


WAITS = Item(
    id="i", conversation="c", queue="q", channel="chat", turn=3, state="waiting", version=1
)


async def _slots(store: Database) -> set[tuple[str, str, int, str]]:
    rows = await said(store, "SELECT agent, media, n, item FROM slot")
    return {(agent, media, n, item) for agent, media, n, item in rows}


async def _told(store: Database) -> dict[str, dict[str, object]]:
    """What waits to be told to conversations, by kind."""
    rows = await said(store, "SELECT kind, turn, body FROM errand WHERE holder = 'n1'")
    return {kind: {"turn": turn, **json.loads(body)} for kind, turn, body in rows}


def test_what_a_conversation_is_told_is_its_errand() -> None:
    (told,) = errands(moves.unserved(WAITS, "nobody", 5.0))
    assert (told.conversation, told.turn, told.kind) == ("c", 3, "handoff_ended")
    assert '"outcome":"nobody"' in told.body
    assert errands(moves.raised(WAITS, 2, 5.0, "u")) == ()
    assert errands(moves.unserved(changed(WAITS, turn=0), "nobody", 5.0)) == ()


def test_two_words_to_a_person_stand_beside_each_other() -> None:
    talked = changed(WAITS, state="active", agent="olena")
    lost = moves.lost(talked, 70.0, 60.0)
    sought = moves.requeued(lost.after, 70.0, "lost")
    found = [one for move in (lost, sought) for one in errands(move)]
    assert [one.kind for one in found] == ["word 2", "word 3"]
    assert [json.loads(one.body)["name"] for one in found] == ["lost", "sought"]


async def test_an_item_goes_its_way_and_all_that_belongs_to_it(store: Database) -> None:
    await staffed(store)
    (waits,) = await joins(store, ITEM)
    assert (waits.joined, waits.version) == (100.0, 1)
    offered = await moved(store, offer(waits))
    assert await store.by_token("token of i1") == offered
    assert await _slots(store) == {("olena", "chat", 1, "i1")}
    active = await moved(store, moves.accepted(offered, 120.0))
    assert await store.by_token("token of i1") is None
    assert await _told(store) == {
        "accepted": {"type": "accepted", "turn": 1, "agent": "olena", "at": 120.0}
    }
    assert await store.loads() == {"olena": {"chat": 1}}
    writes = await moved(store, moves.finished(active, 300.0, 240.0, disposition="advice"))
    assert (await _told(store))["handoff_ended"]["disposition"] == "advice"
    assert await store.loads() == {"olena": {"chat": 1}}
    closed = await moved(store, moves.closed(writes, 250.0, "advice"))
    assert closed == changed(writes, state="closed", agent="", since=250.0, until=0.0,
                             accepted=0.0, version=5)  # fmt: skip
    assert (await store.loads(), await _slots(store), await store.items()) == ({}, set(), ())
    assert await kinds(store) == ["joined", "offered", "accepted", "finished", "closed"]
    assert await store.verify() == (
        "The sources of 1 open conversations are missing (as c1): these can be read, but not"
        " continued.",
    )


async def test_f2_of_two_who_move_the_same_item_one_is_told_and_writes_nothing(
    store: Database,
) -> None:
    await staffed(store)
    (waits,) = await joins(store, ITEM)
    won = await moved(store, moves.raised(waits, 2, 105.0, "sofia"))
    late = [offer(waits), moves.unserved(waits, "closed", 110.0), moves.also(waits, "duty", 110.0)]
    assert await store.move(late, "n1") == ("gone", "gone", "gone")
    assert await kept(store, "i1") == won
    assert (await kinds(store), await _told(store), await _slots(store)) == (
        *(["joined", "raised"], {}, set()),
    )


async def test_f3_who_fetches_by_hand_is_not_overridden_by_the_router(store: Database) -> None:
    await staffed(store)
    (waits,) = await joins(store, ITEM)
    candidate = offer(waits, "marko")
    mine = await moved(store, moves.pulled(waits, "olena", 111.0))
    assert await store.move([candidate], "n1") == ("gone",)
    assert (await kept(store, "i1"), await store.loads()) == (mine, {"olena": {"chat": 1}})


async def test_f5_of_two_accepts_in_the_same_moment_one_wins(store: Database) -> None:
    await staffed(store)
    (waits,) = await joins(store, ITEM)
    offered = await moved(store, offer(waits))
    answers = (moves.accepted(offered, 120.0), moves.refused(offered, 120.0))
    twice = await asyncio.gather(*(store.move([one], "n1") for one in (answers[0], *answers)))
    assert sorted(twice) == [("gone",), ("gone",), ("moved",)]


CHAT, VOICE, LATER = "chat", "voice", "async"


# What an agent may have at once, what they have, what comes, and whether it fits.
FITS: tuple[tuple[dict[str, int], tuple[str, ...], str, bool], ...] = (
    ({CHAT: 1, VOICE: 1, LATER: 1}, (), CHAT, True),
    ({CHAT: 1}, (CHAT,), CHAT, False),
    ({CHAT: 2, VOICE: 1}, (VOICE,), CHAT, False),
    ({CHAT: 2, VOICE: 1}, (CHAT,), VOICE, False),
    ({LATER: 1, VOICE: 1, CHAT: 1}, (VOICE,), LATER, True),
    ({LATER: 2}, (LATER, LATER), LATER, False),
    ({CHAT: 0}, (), CHAT, False),
    ({}, (CHAT, CHAT, CHAT), CHAT, False),
    ({}, (CHAT, CHAT), CHAT, True),
)


async def test_f4_nobody_is_given_more_than_fits(store: Database) -> None:
    for number, (caps, has, wants, fits) in enumerate(FITS):
        agent = f"agent{number}"
        await staffed(store, changed(OLENA, id=agent, name=agent, caps=caps))
        people = [
            changed(ITEM, id=f"i{number}-{n}", conversation=f"c{number}-{n}", media=media)
            for n, media in enumerate((*has, wants))
        ]
        *held, last = await joins(store, *people)
        for one in held:
            await moved(store, offer(one, agent))
        before = (await kinds(store), await _slots(store), last)
        answer = await store.move([offer(last, agent)], "n1")
        assert (number, answer) == (number, ("moved" if fits else "full",))
        after = (await kinds(store), await _slots(store), await kept(store, last.id))
        assert (after == before) is not fits


async def test_f4_a_cap_that_is_lowered_only_takes_nothing_more(store: Database) -> None:
    await staffed(store)
    first, second, third = await queue_of(store, 3)
    one, two = await moved(store, offer(first)), await moved(store, offer(second))
    assert await store.write_user(changed(OLENA, caps={"chat": 1}, version=2))
    assert (await store.loads()) == {"olena": {"chat": 2}}
    back = await moved(store, moves.refused(one, 112.0))
    assert await store.move([offer(third), offer(back)], "n1") == ("full", "full")
    await moved(store, moves.refused(two, 112.0))
    await moved(store, offer(third))
    assert await _slots(store) == {("olena", "chat", 1, "i3")}


async def test_only_somebody_who_may_work_is_given_anything(store: Database) -> None:
    await staffed(store, changed(OLENA, id="ghost", disabled=True))
    (waits,) = await joins(store, ITEM)
    offers = [offer(waits, "nobody"), offer(waits, "ghost")]
    assert await store.move(offers, "n1") == ("full", "full")


async def test_a_place_goes_over_with_the_item_and_the_lowest_is_filled_first(
    store: Database,
) -> None:
    await staffed(store)
    first, second, third = await queue_of(store, 3)
    mine = await talks(store, first)
    await talks(store, second)
    over = await moved(store, moves.transferred(mine, 130.0, agent="marko"))
    assert await _slots(store) == {("marko", "chat", 1, "i1"), ("olena", "chat", 2, "i2")}
    await talks(store, third)
    assert ("olena", "chat", 1, "i3") in await _slots(store)
    # Lost and taken up again they keep their place; waiting for somebody else they lose it.
    lost = await moved(store, moves.lost(over, 150.0, 140.0))
    assert ("marko", "chat", 1, "i1") in await _slots(store)
    await moved(store, moves.requeued(lost, 150.0, "lost"))
    assert not any(agent == "marko" for agent, *_ in await _slots(store))


async def test_an_item_that_cannot_go_to_a_colleague_stays_where_it_is(store: Database) -> None:
    await staffed(store, OLENA, changed(MARKO, caps={"chat": 0}))
    mine = await talks(store, (await joins(store, ITEM))[0])
    assert await store.move([moves.transferred(mine, 130.0, agent="marko")], "n1") == ("full",)
    assert (await kept(store, "i1"), await store.loads()) == (mine, {"olena": {"chat": 1}})


async def test_f35_guests_are_found_by_what_they_take_part_in_until_it_is_passed_on(
    store: Database,
) -> None:
    await staffed(store)
    mine = await talks(store, (await joins(store, ITEM))[0])
    both = await moved(store, moves.guest(mine, Guest("marko", CONSULT), 130.0))
    assert await store.items(agent="marko") == (both,) == await store.items(agent="olena")
    assert await store.loads() == {"olena": {"chat": 1}}
    away = await moved(store, moves.transferred(both, 131.0, queue="duty"))
    assert (await store.items(agent="marko"), await store.items(agent="olena")) == ((), ())
    assert await store.items(queue="duty") == (away,)


async def test_who_joins_twice_joins_once(store: Database) -> None:
    await staffed(store)
    join = moves.joined(changed(ITEM, turn=0), 100.0)
    assert await store.move([join, join], "n1") == ("moved", "gone")
    # By the hand-off, too, whatever its id.
    first = moves.joined(changed(ITEM, id="i2"), 100.0)
    second = moves.joined(changed(ITEM, id="i3"), 100.0)
    assert await store.move([first, second], "n1") == ("moved", "gone")
    assert await kinds(store) == ["joined", "joined"]


def _call(key: str, **more: str) -> moves.Move:
    return moves.joined(changed(CALL, id=key, conversation=f"c-{key}", **more), 100.0)


async def test_of_one_number_one_callback_is_open_in_a_queue(store: Database) -> None:
    await staffed(store)
    calls = [_call("b1"), _call("b2"), _call("b3", queue="duty"), _call("b4", phone="+1")]
    calls += [_call("b5", phone=""), _call("b6", phone="")]
    assert await store.move(calls, "n1") == ("moved", "gone", *["moved"] * 4)
    first = await kept(store, "b1")
    away = await moved(store, moves.diverted(first, "duty", 110.0))
    assert await store.move([_call("b7")], "n1") == ("gone",)
    await moved(store, moves.closed(await talks(store, away), 130.0, "reached"))
    assert await store.move([_call("b8")], "n1") == ("moved",)
    rows = await said(store, "SELECT id FROM item WHERE promise <> '' ORDER BY id")
    assert [key for (key,) in rows] == ["b3", "b4", "b8"]


async def test_a_letter_is_sent_with_its_move_or_not_at_all(store: Database) -> None:
    await staffed(store)
    first, other = await joins(store, _call_of("c1"), _call_of("c2"))
    mine = await talks(store, first)
    ends = [moves.closed(mine, 300.0, "not reached"), moves.closed(other, 300.0, "wrong number")]
    letters = {
        one: Outgoing(f"{one}/unreached", "c1", 300.0, "We tried.", "sms", "+1")
        for one in ("of c1", "of nobody")
    }
    stale = moves.closed(first, 290.0, "not reached")
    assert await store.move([stale], "n1", letters) == ("gone",)
    assert await store.outgoing(conversation="c1") == ()
    assert await store.move(ends, "n1", letters) == ("moved", "moved")
    assert await store.move(ends, "n1", letters) == ("gone", "gone")
    assert [one.key for one in await store.outgoing(conversation="c1")] == ["of c1/unreached"]


def _call_of(conversation: str) -> Item:
    about = {"id": f"of {conversation}", "conversation": conversation, "phone": conversation}
    return changed(CALL, **about)


async def test_the_last_news_of_a_kind_is_told_also_while_the_one_before_is_answered(
    store: Database,
) -> None:
    """The agent accepts, is lost, and another accepts, before the flow heard of the first."""
    await staffed(store)
    mine = await talks(store, (await joins(store, ITEM))[0])
    (first,) = await store.claim_errands(9, "n2")
    again = await moved(store, moves.requeued(mine, 150.0, "lost"))
    await moved(store, moves.accepted(await moved(store, offer(again, "marko", 160.0)), 170.0))
    before = await store.conversation("c1")
    assert before is not None
    await store.commit(Turn(before, answered=first))
    assert (await _told(store))["accepted"]["agent"] == "marko"


async def test_who_is_gone_is_told_nothing(store: Database) -> None:
    await store.commit(Turn(replace(NEW, ended=True)))
    for key in ("c1", "never there"):
        waits = moves.joined(changed(ITEM, id=key, conversation=key), 100.0)
        over = moves.unserved(waits.after, "nobody", 110.0)
        assert await store.move([waits, over], "n1") == ("moved", "moved")
    assert await _told(store) == {}


async def test_many_moves_are_each_by_themselves(store: Database) -> None:
    await staffed(store)
    people: tuple[Item, ...] = await queue_of(store, 5)
    offers = [offer(one) for one in people]
    answers = await store.move([*offers, offer(people[4], "marko")], "n1")
    assert answers == ("moved", "moved", "moved", "full", "full", "moved")
    assert await store.move([], "n1") == ()
