"""What a turn does to its conversation's items, in the turn's own transaction."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace as changed

from flowengine.desk import moves
from flowengine.desk.items import URGENT
from flowengine.desk.log import ANSWERED, Entry
from flowengine.store.records import Message, Turn
from flowengine.store.verbs import Stale
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
    staffed,
    talks,
)
from tests.store.rows import NEW

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.store.database import Database
    from flowengine.store.records import Conversation


async def goes_on(store: Database, **turn: Any) -> Conversation:
    """One more turn of c1, ten seconds later; `ended` as the conversation's own."""
    before = await store.conversation("c1")
    assert before is not None
    ended = turn.pop("ended", False)
    changed_at = before.changed + 10.0
    return await store.commit(Turn(replace(before, changed=changed_at, ended=ended), **turn))


async def test_a_turn_that_comes_too_late_lets_nobody_join_or_leave(store: Database) -> None:
    await joins(store, ITEM)
    late = Turn(replace(NEW, revision=3), joined=(changed(ITEM, id="i2", turn=2),), left=(1,))
    with pytest.raises(Stale):
        await store.commit(late)
    assert [one.state for one in await store.items(conversation="c1")] == ["waiting"]
    assert await kinds(store) == ["joined"]


async def test_who_leaves_the_queue_leaves_it_and_nothing_else(store: Database) -> None:
    await queue_of(store, 2)
    await goes_on(store, left=(2,))
    assert (await kept(store, "i1")).state == "waiting"
    await goes_on(store, left=(1,))
    assert ((await kept(store, "i1")).state, (await kept(store, "i2")).state) == (
        *("abandoned", "waiting"),
    )
    (*_, last) = await store.entries(item="i1")
    assert (last.kind, last.body["waited"], last.at) == ("abandoned", 20.0, 120.0)


STEPS = (
    offer,
    lambda one: moves.accepted(one, 101.0),
    lambda one: moves.lost(one, 160.0, 102.0),
    lambda one: moves.resumed(one, 103.0),
    lambda one: moves.finished(one, 170.0, 104.0),
)


async def test_f22_who_hangs_up_leaves_nobody_with_a_dead_call(store: Database) -> None:
    """Whatever has become of it: an offer is taken back, a talk is written down."""
    await staffed(store)
    people = await queue_of(store, 3, media="async")
    people += await joins(store, changed(ITEM, id="i4", conversation="c4", media="async"))
    for one, steps in zip(people, (1, 2, 3, 5), strict=True):
        now = one
        for make in STEPS[:steps]:
            now = await moved(store, make(now))
        before = await store.conversation(one.conversation)
        assert before is not None
        ends = replace(before, changed=110.0, ended=True)
        await store.commit(Turn(ends, wrap_up=90))
    after = [await kept(store, one.id) for one in people]
    assert [(one.state, one.agent, one.until) for one in after] == [
        ("abandoned", "", 0.0),
        ("wrap-up", "olena", 200.0),
        ("wrap-up", "olena", 200.0),
        ("wrap-up", "olena", 170.0),
    ]
    assert await store.by_token("token of i1") is None
    assert await store.loads() == {"olena": {"async": 3}}
    assert [line for line in await store.verify() if "sources" not in line] == []


async def test_a_promise_stays_when_the_conversation_ends_and_keeps_the_place(
    store: Database,
) -> None:
    """The person waits, is asked for a number for a turn or two, leaves, and goes."""
    await joins(store, ITEM)
    await goes_on(store)
    await goes_on(store, joined=(CALL,), left=(1,), ended=True)
    waits, call = await kept(store, "i1"), await kept(store, "b1")
    assert (waits.state, call.state, call.joined) == ("abandoned", "waiting", 100.0)


async def test_a_callback_takes_over_the_place_that_is_waited_in_or_was_just_left(
    store: Database,
) -> None:
    await joins(store, ITEM)
    await goes_on(store, joined=(changed(CALL, id="b1", phone="+1"),))
    await goes_on(store, left=(1,))
    await goes_on(store, joined=(changed(CALL, id="b2", phone="+2"),))
    now = await store.conversation("c1")
    assert now is not None
    await store.commit(Turn(replace(now, changed=now.changed + 600)))
    await goes_on(store, joined=(changed(CALL, id="b3", phone="+3"),))
    clocks = [(await kept(store, key)).joined for key in ("b1", "b2", "b3")]
    assert clocks == [100.0, 100.0, 740.0]


async def test_who_changes_queues_in_one_turn_keeps_the_place(store: Database) -> None:
    await joins(store, ITEM)
    await goes_on(store, joined=(changed(ITEM, id="i2", queue="duty", turn=2),), left=(1,))
    assert ((await kept(store, "i2")).joined, (await kept(store, "i1")).state) == (
        *(100.0, "abandoned"),
    )
    # Asking for somebody anew begins anew.
    await goes_on(store, left=(2,))
    await goes_on(store, joined=(changed(ITEM, id="i3", turn=4),))
    assert (await kept(store, "i3")).joined == 130.0


async def test_who_waits_is_offered_in_further_queues_too(store: Database) -> None:
    await joins(store, ITEM)
    await goes_on(store, also=("duty", "help", "night"))
    await goes_on(store, also=("duty",))
    one = await kept(store, "i1")
    assert (one.also, one.version) == (("duty", "night"), 3)
    await goes_on(store, left=(1,), also=("late",))
    assert (await kept(store, "i1")).also == ("duty", "night")


async def test_who_goes_on_by_another_channel_keeps_place_clock_and_agent(store: Database) -> None:
    """The slot of the call becomes one of a chat, and the agent can be given a call again."""
    await staffed(store)
    call = changed(ITEM, channel="voice", media="voice")
    (talk,) = await joins(store, call)
    await goes_on(store, channel="voice")  # no other one
    assert (await kept(store, "i1")).version == talk.version
    await goes_on(store, channel="chat")
    waits = await kept(store, "i1")
    assert (waits.state, waits.media, waits.joined) == ("waiting", "chat", talk.joined)
    await goes_on(store, channel="voice")
    await talks(store, await kept(store, "i1"))
    assert await store.loads() == {"olena": {"voice": 1}}
    await goes_on(store, channel="chat")
    after = await kept(store, "i1")
    assert (after.state, after.agent, after.channel, after.media, after.joined) == (
        "active", "olena", "chat", "chat", talk.joined,
    )  # fmt: skip
    assert await store.loads() == {"olena": {"chat": 1}}
    assert (await kinds(store))[-1] == "channel"
    await goes_on(store, left=(1,), channel="voice", also=("duty",))
    assert (await kept(store, "i1")).state == "wrap-up"
    await goes_on(store, channel="chat")  # it is written down, whatever the person does
    assert (await kept(store, "i1")).channel == "voice"
    assert [line for line in await store.verify() if "sources" not in line] == []


async def test_a_talk_goes_on_where_its_agent_has_no_room_for_it(store: Database) -> None:
    """Two chats are all that she can hold; the caller who goes on writing is a third."""
    await staffed(store, changed(OLENA, caps={"voice": 1, "chat": 2}), MARKO)
    calls = [changed(ITEM, channel="voice", media="voice")]
    (talk,) = await joins(store, *calls)
    await talks(store, talk)
    await goes_on(store, channel="sms")  # writing meanwhile, she is given chats
    chats = [changed(ITEM, id=f"i{n}", conversation=f"c{n}") for n in (2, 3, 4)]
    for one in (await joins(store, *chats))[:2]:
        await talks(store, one)
    await goes_on(store, channel="chat")
    assert await store.loads() == {"olena": {"chat": 3}}
    assert await store.move([offer(await kept(store, "i4"))], "n1") == ("full",)
    assert [line for line in await store.verify() if "sources" not in line] == []


async def test_nobody_waits_in_a_conversation_that_ends_as_they_join(store: Database) -> None:
    await store.commit(Turn(NEW))
    await goes_on(store, joined=(ITEM, CALL), ended=True, erases=True)
    assert await store.items() == ()
    await goes_on(store, joined=(ITEM, CALL), ended=True)
    assert [one.id for one in await store.items()] == ["b1"]


async def test_who_is_erased_waits_nowhere_and_leaves_nothing_to_read(store: Database) -> None:
    await staffed(store)
    full = changed(ITEM, brief="afraid of him", contact="p1", note="call the neighbour")
    (waits,) = await joins(store, full)
    mine = await talks(store, waits)
    await goes_on(store, joined=(CALL, changed(CALL, id="m1", kind="message", phone="")))
    await moved(store, moves.closed(await kept(store, "m1"), 150.0, "read"))
    await goes_on(store, erases=True, ended=True)
    found = {one.id: one for one in await store.items(conversation="c1")}
    states = {key: one.state for key, one in found.items()}
    assert states == {"i1": "wrap-up", "b1": "closed", "m1": "closed"}
    assert {(one.brief, one.contact, one.note, one.phone) for one in found.values()} == {
        ("", "", "", "")
    }
    # Who had read it before cannot write it back.
    assert await store.move([moves.noted(mine, mine.note, 160.0)], "n1") == ("gone",)
    dumped = repr([row async for row in store.dump()])
    for words in ("afraid", "neighbour", "+380001", "after school"):
        assert words not in dumped
    assert [line for line in await store.verify() if "sources" not in line] == []


async def test_f35_nothing_is_written_for_who_has_it_no_more(store: Database) -> None:
    """An agent's words, while the item is passed on."""
    await staffed(store)
    mine = await talks(store, (await joins(store, ITEM))[0])
    words = Message(1, 130.0, "agent", "{}")
    answered = Entry(at=130.0, kind=ANSWERED, item="i1", agent="olena")
    after = await goes_on(store, held=mine, messages=(words,), entries=(answered,))
    assert (await kinds(store))[-1] == ANSWERED
    await moved(store, moves.transferred(mine, 131.0, queue="duty"))
    with pytest.raises(Stale):
        await goes_on(store, held=mine, messages=(words,), entries=(answered,))
    assert (await store.conversation("c1"), len(await store.messages("c1", 0))) == (after, 1)
    assert (await kinds(store)).count(ANSWERED) == 1


async def test_f21_an_end_and_a_move_at_once_leave_nothing_open(store: Database) -> None:
    """Ten people hang up while somebody accepts them, and while they are offered."""
    await staffed(store)
    people = await queue_of(store, 10)

    async def ends(one: Item) -> None:
        before = await store.conversation(one.conversation)
        assert before is not None
        await store.commit(Turn(replace(before, ended=True, changed=130.0), node="n1"))

    async def answers(one: Item) -> None:
        found = await kept(store, one.id)
        # Olena holds three at a time: who finds her full goes on waiting until they hang up.
        if found.state == "waiting" and await store.move([offer(found)], "n1") == ("moved",):
            found = await kept(store, one.id)
            if found.state == "offered":
                await store.move([moves.accepted(found, 120.0)], "n1")

    await asyncio.gather(*(work(one) for one in people for work in (answers, ends)))
    states = {one.state for one in [await kept(store, one.id) for one in people]}
    assert states <= {"abandoned", "wrap-up"}
    assert [line for line in await store.verify() if "sources" not in line] == []
    assert (await store.counts())["errands"] == 0


async def test_a_second_promise_to_a_number_renews_the_first_whoever_asks(store: Database) -> None:
    """From another conversation, an hour later: their moment and safety hold, the place stays."""
    await joins(store, changed(CALL, phone="+1"))
    wish = changed(CALL, id="b2", conversation="c2", phone="+1", until=900.0, safe="no")
    await store.commit(Turn(replace(NEW, id="c2", changed=200.0), joined=(wish,), node="n1"))
    (one,) = [await kept(store, "b1")]
    assert await store.item("b2") is None
    assert (one.state, one.until, one.joined, one.safe) == ("later", 900.0, 100.0, "no")
    assert await kinds(store) == ["joined", "renewed"]
    # In another queue it is another promise.
    duty = changed(wish, id="b3", conversation="c3", queue="duty")
    await store.commit(Turn(replace(NEW, id="c3", changed=201.0), joined=(duty,), node="n1"))
    assert (await kept(store, "b3")).state == "later"


def _asks(number: int, **about: Any) -> Turn:
    """The person asks for a call to the same number, from another conversation."""
    wish = changed(CALL, id=f"b{number}", conversation=f"c{number}", phone="+1", **about)
    return Turn(replace(NEW, id=wish.conversation, changed=200.0), joined=(wish,), node="n1")


async def test_while_somebody_is_phoned_a_second_promise_waits_for_what_comes_of_it(
    store: Database,
) -> None:
    await staffed(store)
    (first,) = await joins(store, changed(CALL, phone="+1"))
    await talks(store, first)
    for number, until in ((2, 900.0), (3, 800.0)):
        await store.commit(_asks(number, until=until, safe="no"))
        assert await store.item(f"b{number}") is None
    mine = await kept(store, "b1")
    assert (mine.state, mine.agent, mine.safe) == ("active", "olena", "no")
    assert await store.loads() == {"olena": {"async": 1}}
    again = await moved(store, moves.tried(mine, "no answer", 2100.0, 300.0))
    assert (again.state, again.until, again.joined) == ("later", 800.0, 100.0)
    assert (await kinds(store))[-4:] == ["wished", "wished", "tried", "renewed"]
    assert await store.loads() == {}
    # And one that is reached: the wish ends with it, and the next one is a promise of its own.
    mine = await moved(store, moves.pulled(again, "olena", 310.0))
    await store.commit(_asks(4))
    await moved(store, moves.closed(await kept(store, "b1"), 320.0, "reached"))
    assert [one.id for one in await store.items()] == []
    assert (await store.entries())[-1].body["again"] is True
    await store.commit(_asks(5))
    assert (await kept(store, "b5")).state == "waiting"


async def test_a_call_that_is_only_written_down_is_no_promise_any_more(store: Database) -> None:
    await staffed(store)
    (first,) = await joins(store, changed(CALL, phone="+1"))
    talk = await talks(store, first)
    stale = await moved(store, moves.finished(talk, 360.0, 150.0))
    await store.commit(_asks(2))
    assert (await kept(store, "b2")).state == "waiting"
    await store.commit(_asks(3, until=900.0))  # that one renews the second
    assert (await kept(store, "b2")).until == 900.0
    assert await store.item("b3") is None
    # It was in vain after all: whoever read it before is told to look again.
    assert await store.move([moves.tried(stale, "busy", 2000.0, 300.0)], "n1") == ("gone",)
    closed = moves.tried(await kept(store, "b1"), "busy", 2000.0, 300.0)
    assert (await moved(store, closed)).state == "closed"
    assert [one.id for one in await store.items()] == ["b2"]


@pytest.mark.parametrize("vain", [True, False])
async def test_who_asks_again_in_the_moment_the_call_ends_is_not_forgotten(
    store: Database, vain: bool
) -> None:
    """Twenty people, whose calls end as they ask again: whoever is first, each has one promise or
    was reached, and what was asked for too late for that call is a promise."""
    await staffed(store, changed(OLENA, caps={"async": 20}))
    calls = [changed(CALL, id=f"b{n}", conversation=f"c{n}", phone=f"+{n}") for n in range(20)]
    mine = [await talks(store, one) for one in await joins(store, *calls)]
    ends = [
        moves.tried(one, "busy", 2100.0, 200.0) if vain else moves.closed(one, 200.0, "reached")
        for one in mine
    ]
    asks = [
        Turn(
            replace(NEW, id=f"d{n}", changed=200.0),
            joined=(changed(one, id=f"a{n}", conversation=f"d{n}", until=900.0),),
            node="n1",
        )
        for n, one in enumerate(calls)
    ]
    done = await asyncio.gather(
        *(_both(store, end, ask) for end, ask in zip(ends, asks, strict=True))
    )
    for n, result in enumerate(done):
        (first,) = [await kept(store, f"b{n}")]
        second = await store.item(f"a{n}")
        if result == "gone":  # the wish came first, and is kept with the call
            assert (first.renewal is not None, second) == (True, None)
        elif vain:
            assert (first.state, first.until, second) == ("later", 900.0, None)
        else:
            assert second is not None
            assert (first.state, second.state) == ("closed", "later")
    open_ones = [one.phone for one in await store.items()]
    assert len(set(open_ones)) == len(open_ones)


async def _both(store: Database, end: Move, ask: Turn) -> str:
    """What became of the end of the call."""
    (done,), _ = await asyncio.gather(store.move([end], "n1"), store.commit(ask))
    return done


async def test_of_those_who_come_at_once_so_many_are_let_in_as_may_wait(store: Database) -> None:
    comers = [
        changed(ITEM, id=f"i{n}", conversation=f"c{n}", most=3, priority=URGENT if n == 9 else 1)
        for n in range(10)
    ]
    turns = [Turn(replace(NEW, id=one.conversation), joined=(one,), node="n1") for one in comers]
    await asyncio.gather(*(store.commit(one) for one in turns))
    found = await store.items(queue=ITEM.queue)
    let_in = [one for one in found if not one.late]
    assert len(found) == 10
    assert len([one for one in let_in if one.id != "i9"]) <= 3  # who is urgent always is
    assert len(let_in) >= 3
    assert {one.late for one in found if one not in let_in} == {ITEM.queue}


async def test_who_joins_anew_does_not_count_themselves(store: Database) -> None:
    await joins(store, changed(ITEM, most=1))
    again = changed(ITEM, id="i2", turn=2, most=1)
    await goes_on(store, joined=(again,), left=(1,))
    assert (await kept(store, "i2")).late == ""


async def test_another_queue_is_counted_by_itself(store: Database) -> None:
    await joins(store, changed(ITEM, most=1))
    others = [
        changed(ITEM, id=f"j{n}", conversation=f"d{n}", queue="legal", most=1) for n in (1, 2)
    ]
    await joins(store, *others)
    assert [(await kept(store, one.id)).late for one in others] == ["", "legal"]
