"""The conformance suite: what every store does, whatever it keeps its rows in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.store import keeping
from flowengine.store.records import Message, Outgoing, Timer, Turn
from flowengine.store.verbs import KINDS, Busy, Replayed, Stale, StoreError
from tests.store.rows import ERRAND, FACT, HELLO, NEW, OUT, TIMER, TRACE, UPLOAD

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from flowengine.store.database import Database
    from tests.store.conftest import Stores

    Open = Callable[[], Awaitable[Database]]

EVERYTHING: dict[str, Any] = {
    "message_id": "m1",
    "messages": (HELLO,),
    "timers": (TIMER,),
    "errands": (ERRAND,),
    "outgoing": (OUT,),
    "facts": (FACT,),
    "uploads": (UPLOAD,),
    "trace": TRACE,
}


async def _claimable(store: Database, node: str = "looker") -> tuple[str, ...]:
    """Whose timers and errands that node may claim now; it gives them back."""
    await store.beat(node, 60)
    timers = await store.claim_timers(1e12, 99, node)
    errands = await store.claim_errands(99, node)
    await store.leave(node)
    return tuple(one.name for one in timers) + tuple(one.kind for one in errands)


# ---------------------------------------------------------------- turns


async def test_a_turn_is_read_back_as_it_was_written(store: Database) -> None:
    after = await store.commit(Turn(NEW, **EVERYTHING))
    assert after == replace(NEW, revision=1, messages=1)
    assert await store.conversation("c1") == after
    assert await store.messages("c1", 0) == (HELLO,)
    assert await store.traces("c1") == (TRACE,)
    assert await store.facts("c1") == (FACT,)
    assert await store.upload("c1", "u1") == UPLOAD
    assert await store.taken("c1", "m1")
    assert await store.outgoing() == (OUT,)
    assert await store.claim_timers(160.0, 9, "n1") == (TIMER,)
    assert await store.claim_errands(9, "n1") == (ERRAND,)


async def test_what_was_committed_is_there_after_a_restart(reopen: Open) -> None:
    after = await (await reopen()).commit(Turn(NEW, **EVERYTHING))
    store = await reopen()
    assert await store.conversation("c1") == after
    assert await store.messages("c1", 0) == (HELLO,)
    assert await store.traces("c1") == (TRACE,)
    assert await _claimable(store) == ("quiet", "fetch")


@pytest.mark.parametrize(
    ("read", "empty"),
    [
        (lambda store: store.take("nobody", "n1"), None),
        (lambda store: store.conversation("nobody"), None),
        (lambda store: store.open_at("sms", "+1"), None),
        (lambda store: store.open_at("", ""), None),
        (lambda store: store.messages("nobody", 0), ()),
        (lambda store: store.traces("nobody"), ()),
        (lambda store: store.facts("nobody"), ()),
        (lambda store: store.results("shop"), ()),
        (lambda store: store.upload("nobody", "u1"), None),
        (lambda store: store.uploads("nobody"), (0, 0)),
        (lambda store: store.taken("nobody", "m1"), False),
        (lambda store: store.nodes(), ()),
        (lambda store: store.claim_timers(1e12, 9, "n1"), ()),
        (lambda store: store.next_timer(), 0.0),
        (lambda store: store.claim_errands(9, "n1"), ()),
        (lambda store: store.oldest(), {"outgoing": 0.0, "timer": 0.0}),
        (lambda store: store.claim_outgoing(1e12, 9, "n1"), ()),
        (lambda store: store.next_outgoing(), 0.0),
        (lambda store: store.lost_outgoing("n1"), ()),
        (lambda store: store.outgoing(), ()),
        (lambda store: store.letter("c1/1"), None),
        (lambda store: store.sent_as("sms", ""), None),
        (lambda store: store.send_again("c1/1", 1.0), False),
        (lambda store: store.reported(OUT), False),
        (lambda store: store.settle(OUT, "n1"), False),
        (lambda store: store.ended_since(0.0), 0),
        (lambda store: store.verify(), ()),
        (lambda store: store.give_back("nobody", "n1"), None),
        (lambda store: store.leave("n1"), None),
        (lambda store: store.drop_timer(TIMER), None),
        (lambda store: store.post(()), None),
    ],
)
async def test_what_is_not_there_is_empty_and_no_error(
    store: Database, read: Callable[[Database], Awaitable[Any]], empty: object
) -> None:
    assert await read(store) == empty


async def test_the_second_of_two_turns_from_one_revision_is_stale_and_leaves_nothing(
    store: Database,
) -> None:
    first = await store.commit(Turn(NEW))
    won = await store.commit(Turn(first, messages=(HELLO,)))
    lost = Turn(replace(first, session=b"other"), **{**EVERYTHING, "message_id": "m9"})
    with pytest.raises(Stale):
        await store.commit(lost)
    assert await store.conversation("c1") == won
    assert await store.messages("c1", 0) == (HELLO,)
    assert (await store.facts("c1"), await store.traces("c1")) == ((), ())
    assert await _claimable(store) == ()
    # Its message was not taken either: the turn can be done again.
    assert (await store.commit(Turn(won, message_id="m9"))).revision == 3


async def test_a_conversation_cannot_begin_twice(store: Database) -> None:
    await store.commit(Turn(NEW))
    with pytest.raises(Stale):
        await store.commit(Turn(replace(NEW, session=b"forged")))


async def test_a_turn_of_a_conversation_that_is_gone_is_stale(store: Database) -> None:
    with pytest.raises(Stale):
        await store.commit(Turn(replace(NEW, revision=3)))


async def test_a_message_is_taken_once_in_its_conversation(store: Database) -> None:
    first = await store.commit(Turn(NEW, message_id="m1"))
    with pytest.raises(Replayed):
        await store.commit(Turn(first, message_id="m1", messages=(HELLO,)))
    assert await store.messages("c1", 0) == ()
    assert await store.conversation("c1") == first
    # The sender's names are their own: another conversation may use the same.
    assert (await store.commit(Turn(replace(NEW, id="c2"), message_id="m1"))).revision == 1


async def test_a_gateways_names_count_in_the_gateway(store: Database) -> None:
    """Also of the message that began a conversation: sent twice, it begins no second one."""
    await store.commit(Turn(NEW, message_id="s1", scope="sms"))
    with pytest.raises(Replayed):
        await store.commit(Turn(replace(NEW, id="c2"), message_id="s1", scope="sms"))
    assert await store.conversation("c2") is None
    assert (await store.taken("sms", "s1"), await store.taken("c1", "s1")) == (True, False)


async def test_a_replay_that_comes_too_late_is_told_as_a_replay(store: Database) -> None:
    first = await store.commit(Turn(NEW))
    await store.commit(Turn(first, message_id="m1"))
    with pytest.raises(Replayed):
        await store.commit(Turn(first, message_id="m1"))


async def test_of_one_address_one_conversation_is_open(store: Database) -> None:
    at = replace(NEW, gateway="sms", address="+100")
    first = await store.commit(Turn(at))
    assert await store.open_at("sms", "+100") == first
    with pytest.raises(Stale):
        await store.commit(Turn(replace(at, id="c2")))
    ended = await store.commit(Turn(replace(first, ended=True)))
    assert await store.open_at("sms", "+100") is None
    second = await store.commit(Turn(replace(at, id="c2")))
    assert await store.open_at("sms", "+100") == second
    # The first one may not come back beside it.
    with pytest.raises(Stale):
        await store.commit(Turn(replace(ended, ended=False)))
    assert (await store.commit(Turn(second))).revision == 2


async def test_a_turn_replaces_all_that_stood_in_the_conversation(store: Database) -> None:
    first = await store.commit(Turn(NEW))
    changed = replace(
        first,
        digest="d2",
        session=b"s2",
        token=b"t2",
        prompt="{}",
        changed=200.0,
        place="other",
        gateway="sms",
        address="+1",
        contact="p1",
        gathered='["a"]',
    )
    after = await store.commit(Turn(changed))
    store_says = await store.conversation("c1")
    assert after == store_says == replace(changed, revision=2)


async def test_messages_come_in_order_after_a_line(store: Database) -> None:
    lines = tuple(replace(HELLO, number=number) for number in range(1, 13))
    first = await store.commit(Turn(NEW, messages=lines[:10]))
    after = await store.commit(Turn(first, messages=lines[10:]))
    assert after.messages == 12
    assert [one.number for one in await store.messages("c1", 9)] == [10, 11, 12]


async def test_a_turn_writes_earlier_lines_and_traces_anew(store: Database) -> None:
    said = Message(1, 1.0, "person", "I am Anna")
    before = await store.commit(Turn(NEW, messages=(said,), trace=TRACE))
    await store.commit(Turn(replace(NEW, id="c2"), messages=(said,), trace=TRACE))
    told, anew = Message(2, 2.0, "flow", "Hello"), replace(said, body="I am ••••")
    hidden = replace(TRACE, event="••••", effects="[1]")
    second = replace(TRACE, revision=2)
    await store.commit(
        Turn(before, messages=(told,), rewritten=(anew,), retraced=(hidden,), trace=second)
    )
    assert await store.messages("c1", 0) == (anew, told)
    assert await store.messages("c2", 0) == (said,)
    assert await store.traces("c1") == (hidden, second)
    assert await store.traces("c2") == (TRACE,)


async def test_a_fired_timer_goes_with_the_turn_that_obeys_it(store: Database) -> None:
    first = await store.commit(Turn(NEW, timers=(TIMER, replace(TIMER, name="end", due=170.0))))
    await store.beat("n1", 60)
    await store.claim_timers(160.0, 9, "n1")
    await store.commit(Turn(first, fired=TIMER))
    assert await store.claim_timers(1e12, 9, "n2") == (replace(TIMER, name="end", due=170.0),)


async def test_a_timer_set_again_comes_at_its_new_time_and_is_nobodys(store: Database) -> None:
    first = await store.commit(Turn(NEW, timers=(TIMER,)))
    await store.beat("n1", 60)
    await store.claim_timers(160.0, 9, "n1")
    await store.commit(Turn(first, timers=(replace(TIMER, due=300.0),)))
    assert await store.next_timer() == 300.0


async def test_an_ended_conversation_waits_for_nothing(store: Database) -> None:
    first = await store.commit(Turn(NEW, timers=(TIMER,), errands=(ERRAND,)))
    late = replace(TIMER, turn=2)
    after = await store.commit(Turn(replace(first, ended=True), timers=(late,)))
    assert after.ended
    assert await store.conversation("c1") == after
    assert await _claimable(store) == ()


async def test_an_answered_errand_goes_with_the_turn_of_its_answer(store: Database) -> None:
    first = await store.commit(Turn(NEW, errands=(ERRAND, replace(ERRAND, turn=2))))
    await store.commit(Turn(first, answered=ERRAND))
    assert [one.turn for one in await store.claim_errands(9, "n1")] == [2]


async def test_one_key_is_one_outgoing_message(store: Database) -> None:
    first = await store.commit(Turn(NEW, outgoing=(OUT,)))
    await store.commit(Turn(first, outgoing=(replace(OUT, body="again"),)))
    await store.post((replace(OUT, body="and again"),))
    assert await store.outgoing() == (OUT,)


async def test_a_turn_that_erases_leaves_only_itself_and_what_others_were_promised(
    store: Database,
) -> None:
    sent = replace(OUT, key="c1/2", state="sent")
    before = await store.commit(Turn(NEW, **{**EVERYTHING, "outgoing": (OUT, sent)}))
    other = await store.commit(Turn(replace(NEW, id="c2"), **EVERYTHING | {"outgoing": ()}))
    gone = Message(2, 101.0, "flow", "{}")
    ended = replace(before, session=b"", prompt="", ended=True)
    after = await store.commit(Turn(ended, messages=(gone,), erases=True, message_id="m2"))
    assert await store.conversation("c1") == after
    assert await store.messages("c1", 0) == (gone,)
    assert (await store.facts("c1"), await store.traces("c1")) == ((), ())
    assert await store.uploads("c1") == (0, 0)
    # What asked for it may come once more, and is still known.
    assert (await store.taken("c1", "m1"), await store.taken("c1", "m2")) == (False, True)
    assert await store.outgoing() == (OUT,)
    assert await store.conversation("c2") == other
    assert await store.messages("c2", 0) == (HELLO,)
    assert (await store.facts("c2"), await store.taken("c2", "m1")) == ((FACT,), True)


async def test_what_a_gateway_named_is_forgotten_with_the_rest(store: Database) -> None:
    first = await store.commit(Turn(NEW, message_id="s1", scope="sms"))
    second = await store.commit(Turn(first, message_id="s2", scope="sms"))
    await store.commit(Turn(second, message_id="s3", scope="sms", erases=True))
    assert [await store.taken("sms", name) for name in ("s1", "s2", "s3")] == [False, False, True]


async def test_a_file_is_kept_with_its_turn(store: Database) -> None:
    twice = (UPLOAD, replace(UPLOAD, id="u2"))
    before = await store.commit(Turn(NEW, uploads=twice))
    assert await store.upload("c2", "u1") is None  # another's
    assert await store.uploads("c1") == (2, 6)
    with pytest.raises(Stale):
        await store.commit(Turn(NEW, uploads=(replace(UPLOAD, id="u3"),)))
    assert await store.uploads("c1") == (2, 6)
    await store.commit(Turn(before, erases=True))
    assert await store.upload("c1", "u1") is None


async def test_results_are_read_on_in_the_order_of_their_writing(store: Database) -> None:
    facts = [replace(FACT, at=200.0 - number, body=f"{number}") for number in range(5)]
    first = await store.commit(Turn(NEW, facts=(*facts[:3], replace(FACT, kind="noted"))))
    await store.commit(Turn(replace(NEW, id="c2", flow="line"), facts=(FACT,)))
    await store.commit(Turn(first, facts=tuple(facts[3:])))
    page = await store.results("shop", limit=2)
    assert [(key, fact) for _, key, fact in page] == [("c1", facts[0]), ("c1", facts[1])]
    rest = await store.results("shop", after=page[-1][0])
    assert [fact.body for _, _, fact in rest] == ["2", "3", "4"]
    assert len(await store.results("shop", kind="noted")) == 1
    assert await store.results("shop", after=rest[-1][0]) == ()


async def test_many_turns_at_once_are_all_kept_and_each_alone_can_fail(store: Database) -> None:
    turns = [Turn(replace(NEW, id=f"c{number}"), messages=(HELLO,)) for number in range(300)]
    turns.insert(150, replace(turns[0], message_id="m1"))
    done = await asyncio.gather(*map(store.commit, turns), return_exceptions=True)
    assert [type(one) for one in done].count(Stale) == 1
    assert await store.conversation("c299") is not None
    assert (await store.counts())["open"] == 300


async def test_a_turn_that_fails_in_the_middle_spoils_only_itself(store: Database) -> None:
    """It has written already when its line turns out to be there."""
    first = await store.commit(Turn(NEW, messages=(HELLO,)))
    broken = Turn(first, message_id="m2", messages=(HELLO,))
    turns = [Turn(replace(NEW, id="c2")), broken, Turn(replace(NEW, id="c3"))]
    done = await asyncio.gather(*map(store.commit, turns), return_exceptions=True)
    assert isinstance(done[1], StoreError)
    assert [getattr(done[index], "revision", 0) for index in (0, 2)] == [1, 1]
    assert await store.conversation("c1") == first
    assert not await store.taken("c1", "m2")


async def test_bytes_that_no_database_can_hold_spoil_only_their_own_turn(store: Database) -> None:
    turns = [Turn(replace(NEW, id="c2", prompt="\ud800")), Turn(NEW)]
    broken, good = await asyncio.gather(*map(store.commit, turns), return_exceptions=True)
    assert isinstance(broken, StoreError)
    assert not isinstance(good, BaseException)
    assert good.revision == 1


async def test_whoever_gives_up_waiting_stops_nobody(store: Database) -> None:
    waits = [asyncio.ensure_future(store.commit(Turn(replace(NEW, id=f"c{n}")))) for n in range(3)]
    await asyncio.sleep(0)
    waits[1].cancel()
    done = await asyncio.gather(*waits, return_exceptions=True)
    assert isinstance(done[1], asyncio.CancelledError)
    assert await store.conversation("c0") == done[0]
    assert await store.conversation("c2") == done[2]
    assert (await store.commit(Turn(replace(NEW, id="c4")))).revision == 1


async def test_a_closed_store_refuses_everything_and_closes_once_more_in_peace(
    store: Database,
) -> None:
    await store.close()
    await store.close()
    for ask in (
        store.commit(Turn(NEW)),
        store.conversation("c1"),
        store.counts(),
        store.check(),
        store.room(),
        store.verify(),
    ):
        with pytest.raises(StoreError, match="closed"):
            await ask


async def test_a_store_that_is_closed_at_once_has_kept_what_was_asked(reopen: Open) -> None:
    store = await reopen()
    waits = [asyncio.ensure_future(store.commit(Turn(replace(NEW, id=f"c{n}")))) for n in range(9)]
    await asyncio.sleep(0)
    await store.close()
    assert {one.revision for one in await asyncio.gather(*waits)} == {1}
    assert (await (await reopen()).counts())["open"] == 9


# ---------------------------------------------------------------- whose turn it is


async def test_a_turn_is_one_nodes_until_it_is_over(store: Database) -> None:
    first = await store.commit(Turn(NEW))
    assert await store.take("c1", "n1") == first
    with pytest.raises(Busy):
        await store.take("c1", "n2")
    assert await store.take("c1", "n1") == first  # again, by whom it belongs
    second = await store.commit(Turn(first, node="n1"))
    assert await store.take("c1", "n2") == second
    await store.give_back("c1", "n1")  # not its own any more
    with pytest.raises(Busy):
        await store.take("c1", "n1")
    await store.give_back("c1", "n2")
    assert await store.take("c1", "n1") == second


async def test_a_stale_turn_keeps_its_lease_and_reads_anew(store: Database) -> None:
    first = await store.commit(Turn(NEW))
    await store.take("c1", "n1")
    second = await store.commit(Turn(first))  # somebody who holds no lease was first
    with pytest.raises(Stale):
        await store.commit(Turn(first, node="n1"))
    assert await store.take("c1", "n1") == second


# ---------------------------------------------------------------- nodes


async def test_a_node_lives_while_it_beats(store: Database) -> None:
    assert await store.beat("n1", 60)
    assert await store.beat("n2", 30)
    ((first, longer), (second, shorter)) = await store.nodes()
    assert (first, second) == ("n1", "n2")
    assert 50 < longer <= 60
    assert 20 < shorter <= 30
    await store.leave("n1")
    assert [name for name, _ in await store.nodes()] == ["n2"]


async def test_a_node_that_was_given_up_is_told_and_has_lost_its_claims(store: Database) -> None:
    await store.beat("n1", 60)
    await store.commit(Turn(NEW, timers=(TIMER,), errands=(ERRAND,), outgoing=(OUT,), node="n1"))
    await store.claim_timers(1e12, 9, "n1")
    (sending,) = await store.claim_outgoing(1e12, 9, "n1")
    await store.beat("n1", -1)  # its time is over
    assert await store.nodes() == ()
    assert not await store.beat("n1", 60)
    assert await store.beat("n1", 60)  # it begins anew, with empty hands
    assert await store.next_timer() == TIMER.due
    assert not await store.settle(replace(sending, state="sent"), "n1")
    assert [one.key for one in await store.lost_outgoing("n1")] == [OUT.key]


async def test_what_a_dead_node_had_is_anybodys(store: Database) -> None:
    await store.beat("n1", 60)
    await store.beat("n2", 60)
    await store.commit(Turn(NEW, timers=(TIMER,), errands=(ERRAND,), node="n1"))
    assert await store.claim_errands(9, "n2") == ()  # whose turn asked for it has it
    assert await store.claim_timers(160.0, 9, "n1") == (TIMER,)
    assert await store.claim_timers(160.0, 9, "n2") == ()
    assert await store.next_timer() == 0.0
    await store.beat("n1", -1)
    assert await store.next_timer() == TIMER.due
    assert await store.claim_timers(160.0, 9, "n2") == (TIMER,)
    assert await store.claim_errands(9, "n2") == (ERRAND,)
    assert await store.claim_errands(9, "n2") == ()


async def test_what_a_leaving_node_had_is_anybodys_at_once(store: Database) -> None:
    await store.beat("n1", 60)
    await store.commit(Turn(NEW, timers=(TIMER,), errands=(ERRAND,), outgoing=(OUT,), node="n1"))
    await store.claim_timers(160.0, 9, "n1")
    await store.claim_outgoing(1e12, 9, "n1")
    await store.leave("n1")
    assert await _claimable(store) == ("quiet", "fetch")
    assert [one.state for one in await store.lost_outgoing("n2")] == ["ambiguous"]


async def test_what_a_dead_node_was_sending_goes_again_where_it_is_known(store: Database) -> None:
    await store.beat("n1", 60)
    other = replace(OUT, key="other", gateway="bridge")
    await store.commit(Turn(NEW, outgoing=(OUT, other), node="n1"))
    await store.claim_outgoing(1e12, 9, "n1")
    await store.leave("n1")
    found = await store.lost_outgoing("n2", (OUT.gateway, "nobody"))
    assert {one.key: one.state for one in found} == {OUT.key: "queued", "other": "ambiguous"}
    assert [one.key for one in await store.claim_outgoing(1e12, 9, "n2")] == [OUT.key]


async def test_timers_come_earliest_first_and_only_when_due(store: Database) -> None:
    timers = tuple(Timer("c1", turn, "quiet", 100.0 - turn) for turn in range(5))
    await store.commit(Turn(NEW, timers=timers))
    assert await store.next_timer() == 96.0
    await store.beat("n1", 60)
    assert [one.due for one in await store.claim_timers(98.0, 2, "n1")] == [96.0, 97.0]
    assert [one.due for one in await store.claim_timers(98.0, 2, "n1")] == [98.0]
    assert await store.next_timer() == 99.0
    assert (await store.oldest())["timer"] == 96.0


async def test_a_dropped_timer_comes_no_more(store: Database) -> None:
    await store.commit(Turn(NEW, timers=(TIMER, replace(TIMER, turn=2))))
    await store.drop_timer(TIMER)
    assert [one.turn for one in await store.claim_timers(1e12, 9, "n1")] == [2]


async def test_a_chore_is_done_by_one_node_in_a_period(store: Database) -> None:
    assert await store.chore("sweep", 60, 1000.0)
    assert not await store.chore("sweep", 60, 1059.0)
    assert await store.chore("count", 60, 1059.0)
    assert await store.chore("sweep", 60, 1060.0)
    # A clock that was set back does not stop it until it is there again.
    assert not await store.chore("sweep", 60, 1030.0)
    assert await store.chore("sweep", 60, 900.0)


async def test_a_bucket_gives_so_many_at_once_and_fills_with_time(store: Database) -> None:
    asked = [await store.token_wait("sms", 2.0, 3.0, 100.0) for _ in range(4)]
    assert asked == [0.0, 0.0, 0.0, 0.5]
    assert await store.token_wait("email", 2.0, 3.0, 100.0) == 0.0
    assert await store.token_wait("sms", 2.0, 3.0, 100.25) == pytest.approx(0.25)
    assert await store.token_wait("sms", 2.0, 3.0, 100.5) == 0.0
    # Never more than it holds; and a clock that was set back takes nothing away.
    assert [await store.token_wait("sms", 2.0, 1.0, 900.0) for _ in range(2)] == [0.0, 0.5]
    assert await store.token_wait("sms", 2.0, 1.0, 500.0) == 0.5
    assert await store.token_wait("sms", 2.0, 1.0, 500.5) == 0.0


async def test_what_was_taken_is_put_back_and_a_bucket_never_overflows(store: Database) -> None:
    assert not await store.taken_from("door")
    await store.token_back("door", 2.0)  # nobody took any: there is nothing to put back
    assert not await store.taken_from("door")
    assert [await store.token_wait("door", 0.5, 2.0, 100.0) for _ in range(3)] == [0.0, 0.0, 2.0]
    await store.token_back("door", 2.0)
    assert [await store.token_wait("door", 0.5, 2.0, 100.0) for _ in range(2)] == [0.0, 2.0]
    for _ in range(3):
        await store.token_back("door", 2.0)
    asked = [await store.token_wait("door", 0.5, 2.0, 100.0) for _ in range(3)]
    assert asked == [0.0, 0.0, 2.0]
    assert await store.taken_from("door")


async def test_buckets_that_are_full_again_are_forgotten(store: Database) -> None:
    for name, at in (("a one", 100.0), ("a two", 200.0), ("b one", 100.0)):
        await store.token_wait(name, 1.0, 1.0, at)
    await store.forget_buckets("a ", 150.0)
    names = ("a one", "a two", "b one")
    assert [await store.taken_from(name) for name in names] == [False, True, True]


async def test_the_database_has_a_clock(store: Database) -> None:
    first, second = await store.now(), await store.now()
    assert 1.7e9 < first <= second


# ---------------------------------------------------------------- outbox


def _letters(*numbers: int, **changes: Any) -> tuple[Outgoing, ...]:
    return tuple(
        replace(OUT, key=f"k{n}", conversation="", at=float(n), **changes) for n in numbers
    )


async def test_queued_messages_that_are_due_are_claimed_once_oldest_first(store: Database) -> None:
    await store.post(_letters(3, 1, 2))
    await store.post(_letters(9, due=500.0))
    await store.post(_letters(8, state="sent"))
    assert await store.next_outgoing() == 0.0
    assert (await store.oldest())["outgoing"] == 1.0
    first = await store.claim_outgoing(100.0, 2, "n1")
    assert [(one.key, one.state, one.tries) for one in first] == [
        ("k1", "sending", 1),
        ("k2", "sending", 1),
    ]
    assert [one.key for one in await store.claim_outgoing(100.0, 9, "n2")] == ["k3"]
    assert await store.claim_outgoing(100.0, 9, "n1") == ()
    assert await store.next_outgoing() == 500.0
    assert [one.key for one in await store.claim_outgoing(500.0, 9, "n1")] == ["k9"]


async def test_a_claim_may_be_for_some_gateways(store: Database) -> None:
    await store.post(_letters(1, gateway="email"))
    await store.post(_letters(2, gateway="sms"))
    await store.post(_letters(3, gateway="fax"))
    found = await store.claim_outgoing(100.0, 9, "n1", ("sms", "email"))
    assert [one.key for one in found] == ["k1", "k2"]
    assert await store.claim_outgoing(100.0, 0, "n1", ("fax",)) == ()


async def test_a_conversations_messages_to_an_address_go_in_their_order(store: Database) -> None:
    one, two, three = (replace(OUT, key=f"k{n}", at=float(n)) for n in (1, 2, 3))
    other = replace(OUT, key="k4", at=4.0, to="+200")
    await store.commit(Turn(NEW, outgoing=(three, two, one, other)))
    await store.beat("n1", 60)
    assert [it.key for it in await store.claim_outgoing(9.0, 9, "n1")] == ["k1", "k4"]
    assert await store.claim_outgoing(9.0, 9, "n2") == ()
    # One that waits for its next try holds the others back, one that failed does not.
    await store.settle(replace(one, state="queued", due=50.0, tries=1), "n1")
    assert await store.claim_outgoing(9.0, 9, "n1") == ()
    assert [it.key for it in await store.claim_outgoing(50.0, 9, "n1")] == ["k1"]
    await store.settle(replace(one, state="failed"), "n1")
    assert [it.key for it in await store.claim_outgoing(9.0, 9, "n1")] == ["k2"]


async def test_only_who_sends_a_message_settles_it(store: Database) -> None:
    await store.post(_letters(1))
    (sending,) = await store.claim_outgoing(9.0, 9, "n1")
    sent = replace(sending, state="sent", sent_as="SM1", due=7.0, error="", tries=3)
    assert not await store.settle(sent, "n2")
    assert await store.letter("k1") == sending
    assert await store.settle(sent, "n1")
    assert not await store.settle(replace(sent, state="failed"), "n1")
    assert await store.letter("k1") == sent
    assert await store.sent_as("sms", "SM1") == sent
    assert await store.sent_as("email", "SM1") is None


@pytest.mark.parametrize(
    ("state", "drop", "stays"),
    [("sent", False, False), ("failed", False, True), ("failed", True, False)],
)
async def test_what_an_erased_conversation_still_had_to_send_is_no_trace_either(
    store: Database, state: str, drop: bool, stays: bool
) -> None:
    left = replace(NEW, session=b"", ended=True)
    await store.commit(Turn(left, outgoing=(OUT,)))
    (sending,) = await store.claim_outgoing(999.0, 9, "n1")
    done = replace(sending, state=state)
    assert not await store.settle(done, "n2", drop=drop)
    assert await store.letter(OUT.key) == sending
    assert await store.settle(done, "n1", drop=drop)
    assert await store.letter(OUT.key) == (done if stays else None)
    assert await store.reported(replace(done, state="sent")) == stays
    assert await store.letter(OUT.key) is None


async def test_that_somebody_wants_no_messages_is_kept_while_they_could_be_sent_some(
    store: Database,
) -> None:
    stop = replace(FACT, kind="messages_stopped")
    talk = await store.commit(Turn(NEW, facts=(FACT, stop)))
    assert await store.forget("fact", 999.0, 9) == 1
    assert await store.facts("c1") == (stop,)
    await store.commit(Turn(replace(talk, ended=True)))
    assert await store.forget("fact", 999.0, 9) == 1


async def test_what_a_dead_node_was_sending_is_ambiguous(store: Database) -> None:
    await store.post(_letters(1, 2))
    await store.beat("n1", 60)
    await store.beat("n2", 60)
    await store.claim_outgoing(9.0, 1, "n1")
    (mine,) = await store.claim_outgoing(9.0, 1, "n2")
    assert await store.lost_outgoing("n2") == ()
    await store.beat("n1", -1)
    (lost,) = await store.lost_outgoing("n2")
    assert (lost.key, lost.state, lost.tries) == ("k1", "ambiguous", 1)
    assert lost.error
    assert await store.letter("k1") == lost
    assert await store.letter("k2") == mine
    assert not await store.settle(replace(lost, state="sent"), "n1")


@pytest.mark.parametrize(
    ("state", "told"),
    [("queued", False), ("sending", False), ("sent", True), ("ambiguous", True), ("failed", True)],
)
async def test_a_carrier_tells_what_became_of_a_message(
    store: Database, state: str, told: bool
) -> None:
    await store.post(_letters(1, state=state))
    after = replace(OUT, key="k1", state="failed", error="no such number", sent_as="SM1", due=5.0)
    assert await store.reported(after) is told
    kept = await store.letter("k1")
    assert kept is not None
    expected = ("failed", "no such number", "SM1") if told else (state, "", "")
    assert (kept.state, kept.error, kept.sent_as) == expected
    assert kept.due == 0.0


@pytest.mark.parametrize(
    ("state", "again"),
    [("queued", False), ("sending", False), ("sent", False), ("failed", True), ("ambiguous", True)],
)
async def test_a_person_sends_a_dead_letter_again(store: Database, state: str, again: bool) -> None:
    await store.post(_letters(1, state=state, error="x"))
    assert await store.send_again("k1", 50.0) is again
    kept = await store.letter("k1")
    assert kept is not None
    assert (kept.state, kept.due) == (("queued", 50.0) if again else (state, 0.0))


async def test_messages_are_looked_at_newest_first_page_by_page(store: Database) -> None:
    """Many have one time, all those of a turn: a page may end between them."""
    await store.post(_letters(1, 2))
    await store.post([replace(OUT, key=f"k{n}", conversation="c9", at=5.0) for n in (5, 6, 7)])
    first = await store.outgoing(limit=2)
    assert [one.key for one in first] == ["k7", "k6"]
    rest = await store.outgoing(before=first[-1].at, behind=first[-1].key)
    assert [one.key for one in rest] == ["k5", "k2", "k1"]
    assert [one.key for one in await store.outgoing(before=5.0)] == ["k2", "k1"]
    assert len(await store.outgoing("queued", conversation="c9")) == 3
    assert await store.outgoing("sent") == ()


# ---------------------------------------------------------------- forgetting


async def test_old_conversations_are_forgotten_with_all_they_left(store: Database) -> None:
    old = {**EVERYTHING, "timers": (), "errands": (), "outgoing": (replace(OUT, state="sent"),)}
    await store.commit(Turn(NEW, **old))
    await store.commit(Turn(replace(NEW, id="c2", changed=200.0)))
    assert await store.forget("conversation", 200.0, 9) == 1
    assert await store.conversation("c1") is None
    assert await store.messages("c1", 0) == ()
    assert (await store.facts("c1"), await store.traces("c1")) == ((), ())
    assert (await store.outgoing(), await store.uploads("c1")) == ((), (0, 0))
    assert not await store.taken("c1", "m1")
    assert await store.conversation("c2") is not None


@pytest.mark.parametrize(
    "waits",
    [
        {"timers": (TIMER,)},
        {"errands": (ERRAND,)},
        {"outgoing": (OUT,)},
        {"outgoing": (replace(OUT, state="sending"),)},
    ],
)
async def test_who_was_promised_something_is_not_forgotten(
    store: Database, waits: dict[str, Any]
) -> None:
    await store.commit(Turn(NEW, **waits))
    assert await store.forget("conversation", 1e9, 9) == 0
    assert await store.conversation("c1") is not None


async def test_the_oldest_are_forgotten_first_and_only_so_many(store: Database) -> None:
    for number in range(3):
        await store.commit(Turn(replace(NEW, id=f"c{number}", changed=float(number))))
    assert await store.forget("conversation", 1e9, 2) == 2
    assert await store.conversation("c2") is not None


_FOUR = range(1, 5)


@pytest.mark.parametrize(
    ("kind", "turns", "left"),
    [
        (
            "message",
            [{"messages": tuple(replace(HELLO, number=n, at=float(n)) for n in _FOUR)}],
            lambda store: store.messages("c1", 0),
        ),
        (
            "trace",
            [{"trace": replace(TRACE, revision=n, at=float(n))} for n in _FOUR],
            lambda store: store.traces("c1"),
        ),
        (
            "fact",
            [{"facts": tuple(replace(FACT, at=float(n)) for n in _FOUR)}],
            lambda store: store.facts("c1"),
        ),
        (
            "outgoing",
            [{"outgoing": tuple(replace(OUT, key=f"{n}", at=n, state="sent") for n in _FOUR)}],
            lambda store: store.outgoing(),
        ),
    ],
)
async def test_each_kind_is_forgotten_for_itself(
    store: Database,
    kind: str,
    turns: list[dict[str, Any]],
    left: Callable[[Database], Awaitable[tuple[Any, ...]]],
) -> None:
    before = NEW
    for turn in turns:
        before = await store.commit(Turn(before, **turn))
    assert [await store.forget(kind, 4.0, 2) for _ in range(3)] == [2, 1, 0]
    assert [one.at for one in await left(store)] == [4.0]
    assert await store.conversation("c1") == before


async def test_who_is_silent_and_waits_for_nothing_is_idle(store: Database) -> None:
    cases: list[dict[str, Any]] = [{}, {}, {"timers": (TIMER,)}, {"errands": (ERRAND,)}]
    for number, waits in enumerate(cases):
        key = f"c{9 - number}"
        mine: dict[str, Any] = {
            kind: tuple(replace(one, conversation=key) for one in rows)
            for kind, rows in waits.items()
        }
        await store.commit(Turn(replace(NEW, id=key, changed=float(number)), **mine))
    await store.commit(Turn(replace(NEW, id="over", ended=True, changed=0.0)))
    assert await store.idle(9.0, 9) == ("c9", "c8")
    assert await store.idle(9.0, 1) == ("c9",)
    assert await store.idle(1.0, 9) == ("c9",)


async def test_what_waits_to_be_sent_is_not_forgotten(store: Database) -> None:
    await store.post(_letters(1))
    await store.post(_letters(2, state="sending"))
    assert await store.forget("outgoing", 1e9, 9) == 0


async def test_large_files_are_forgotten_a_few_at_a_time(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Overwriting gigabytes in one transaction would keep every conversation waiting."""
    monkeypatch.setattr(keeping, "FREED", 15)
    for name in ("c1", "c2", "c3", "c4", "c5"):
        file = replace(UPLOAD, body=b"x" * 10)
        await store.commit(Turn(replace(NEW, id=name), uploads=(file,)))
    assert await store.forget("upload", 999.0, 9) == 2
    assert [await store.forget("conversation", 999.0, 9) for _ in range(3)] == [4, 1, 0]


async def test_there_is_nothing_else_to_forget(store: Database) -> None:
    for kind in KINDS:
        assert await store.forget(kind, 1e9, 9) == 0
    with pytest.raises(StoreError, match="under the name pulse"):
        await store.forget("pulse", 1e9, 9)


# ---------------------------------------------------------------- keeping house


async def test_a_store_says_whether_it_can_write_and_how_much_room_there_is(
    store: Database,
) -> None:
    await store.check()
    assert await store.room() > 0


async def test_a_store_counts(store: Database) -> None:
    await store.commit(Turn(NEW, **EVERYTHING))
    await store.commit(Turn(replace(NEW, id="c2", ended=True, changed=500.0)))
    await store.post(_letters(1, state="failed"))
    await store.identify("sms", "+1", 5.0)
    assert await store.counts() == {
        "open": 1,
        "ended": 1,
        "timers": 1,
        "errands": 1,
        "contacts": 1,
        "queued": 1,
        "sending": 0,
        "sent": 0,
        "failed": 1,
        "ambiguous": 0,
    }
    assert (await store.ended_since(500.0), await store.ended_since(501.0)) == (1, 0)


async def test_a_store_says_what_is_wrong_with_what_it_keeps(store: Database) -> None:
    await store.commit(Turn(NEW, messages=(HELLO, replace(HELLO, number=7))))
    found = await store.verify()
    assert [sentence.split(" (")[0] for sentence in found] == [
        "The sources of 1 open conversations are missing",
        "1 conversations have lines behind their last one",
    ]
    assert "c1" in found[0]


async def _taken_out(store: Database) -> list[tuple[str, dict[str, object]]]:
    return [row async for row in store.dump()]


async def _many(rows: list[tuple[str, dict[str, object]]]) -> Any:
    for row in rows:
        yield row


async def test_all_that_a_store_keeps_can_be_taken_into_another(
    stores: Stores, tmp_path: Any, store: Database
) -> None:
    await store.keep_sources("d1", b"\x00sources")
    contact = await store.identify("sms", "+1", 5.0)
    first = await store.commit(Turn(replace(NEW, contact=contact.id), **EVERYTHING))
    await store.commit(Turn(first, facts=tuple(replace(FACT, body=f"{n}") for n in range(3))))
    await store.post([replace(OUT, key=f"k{n}") for n in range(700)])
    out = await _taken_out(store)
    assert len({table for table, _ in out}) >= 12
    other = type(stores)(str(tmp_path / "other.db"))
    try:
        copy = await other.another()
        assert await copy.load(_many(out)) == len(out)
        assert sorted(map(repr, await _taken_out(copy))) == sorted(map(repr, out))
        assert await copy.conversation("c1") == await store.conversation("c1")
        assert await copy.facts("c1") == await store.facts("c1")
        assert await copy.verify() == ()
        # What is written next comes behind what was loaded.
        now = await copy.conversation("c1")
        assert now is not None
        await copy.commit(Turn(now, facts=(replace(FACT, body="last"),)))
        assert [one.body for one in await copy.facts("c1")][-2:] == ["2", "last"]
        with pytest.raises(StoreError, match="not empty"):
            await copy.load(_many(out))
    finally:
        await other.close()


async def test_a_load_that_breaks_off_leaves_a_mark(store: Database, reopen: Open) -> None:
    rows: list[tuple[str, dict[str, object]]] = [
        ("pulse", {"beats": 1}),
        ("sources", {"digest": "d2"}),
    ]
    for wrong in rows:
        with pytest.raises(StoreError, match="not one of a store"):
            await store.load(_many([wrong]))
    assert any("half filled" in sentence for sentence in await store.verify())
    # Nobody serves from the half.
    with pytest.raises(StoreError, match="half filled"):
        await reopen()


async def test_a_timer_beside_turns_is_set_put_off_and_dropped_with_the_conversation(
    store: Database,
) -> None:
    first = await store.commit(Turn(NEW, timers=(TIMER,)))
    late = Timer(NEW.id, 0, "call chat", TIMER.due + 50.0)
    await store.set_timer(late)
    assert await store.timers(NEW.id) == (TIMER, late)
    await store.beat("n1", 60)
    await store.claim_timers(late.due, 9, "n1")
    later = replace(late, due=TIMER.due + 90.0)
    await store.set_timer(later)  # whoever had claimed it has it no more
    assert await store.timers(NEW.id) == (TIMER, later)
    assert await store.claim_timers(later.due, 9, "n2") == (later,)
    await store.commit(Turn(replace(first, ended=True)))
    await store.set_timer(later)
    await store.set_timer(replace(later, conversation="nobody"))
    assert await store.timers(NEW.id) == await store.timers("nobody") == ()
