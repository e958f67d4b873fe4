"""The conformance suite: what every store does, whatever it keeps its rows in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.store.interface import (
    Conversation,
    Errand,
    Fact,
    Message,
    Outgoing,
    Replayed,
    Stale,
    Store,
    StoreError,
    Timer,
    Turn,
    Upload,
)
from flowengine.store.old_sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Open = Callable[[], Store]


@pytest.fixture
def reopen(tmp_path: Path) -> Iterator[Open]:
    """Opens the same store again and again, closing it before: a restart."""
    opened: list[Store] = []

    def again() -> Store:
        while opened:
            opened.pop().close()
        opened.append(SqliteStore(tmp_path / "store.db"))
        return opened[-1]

    yield again
    while opened:
        opened.pop().close()


@pytest.fixture
def store(reopen: Open) -> Store:
    return reopen()


NEW = Conversation(
    id="c1",
    flow="shop",
    digest="d1",
    channel="chat",
    token=b"hash",
    session=b"\x00session",
    prompt='{"kind":"prompt"}',
    ended=False,
    changed=100.0,
)
HELLO = Message(1, 100.0, "flow", '{"text":"Привіт"}')
TIMER = Timer("c1", 1, "quiet", 160.0)
ERRAND = Errand("c1", 1, "fetch", "{}")
OUT = Outgoing("c1/1", "c1", 100.0, "{}")
FACT = Fact(100.0, "saved", '{"name":"Opinion"}')
UPLOAD = Upload("u1", 100.0, "Фото.jpg", "image/jpeg", b"\xff\xd8\x00")


def test_a_turn_is_read_back_as_it_was_written(store: Store) -> None:
    after = store.commit(
        Turn(
            NEW,
            messages=(HELLO,),
            timers=(TIMER,),
            errands=(ERRAND,),
            outgoing=(OUT,),
            facts=(FACT,),
        )
    ).result()
    assert after == replace(NEW, revision=1, messages=1)
    assert store.conversation("c1").result() == after
    assert store.messages("c1", 0).result() == (HELLO,)
    assert store.due(160.0, 9).result() == (TIMER,)
    assert store.errands().result() == (ERRAND,)
    assert store.outgoing("queued", 9).result() == (OUT,)
    assert store.facts("c1").result() == (FACT,)


def test_what_was_committed_is_there_after_a_restart(reopen: Callable[[], Store]) -> None:
    after = reopen().commit(Turn(NEW, messages=(HELLO,), timers=(TIMER,))).result()
    store = reopen()
    assert store.conversation("c1").result() == after
    assert store.messages("c1", 0).result() == (HELLO,)
    assert store.due(1e12, 9).result() == (TIMER,)


@pytest.mark.parametrize(
    ("read", "empty"),
    [
        (lambda store: store.conversation("nobody"), None),
        (lambda store: store.messages("nobody", 0), ()),
        (lambda store: store.facts("nobody"), ()),
        (lambda store: store.taken("nobody", "m1"), False),
        (lambda store: store.sources("nothing"), None),
        (lambda store: store.edition("nothing"), ""),
        (lambda store: store.due(1e12, 9), ()),
        (lambda store: store.errands(), ()),
        (lambda store: store.outgoing("queued", 9), ()),
    ],
)
def test_what_is_not_there_is_empty_and_no_error(
    store: Store, read: Callable[[Store], Any], empty: object
) -> None:
    assert read(store).result() == empty


def test_the_second_of_two_turns_from_one_revision_is_stale_and_leaves_nothing(
    store: Store,
) -> None:
    first = store.commit(Turn(NEW)).result()
    won = store.commit(Turn(first, messages=(HELLO,))).result()
    lost = Turn(
        replace(first, session=b"other"),
        message_id="m9",
        messages=(replace(HELLO, body="other"),),
        timers=(TIMER,),
        facts=(FACT,),
    )
    with pytest.raises(Stale):
        store.commit(lost).result()
    assert store.conversation("c1").result() == won
    assert store.messages("c1", 0).result() == (HELLO,)
    assert store.due(1e12, 9).result() == ()
    assert store.facts("c1").result() == ()
    # Its message was not taken either: the turn can be done again.
    assert store.commit(Turn(won, message_id="m9")).result().revision == 3


def test_a_conversation_cannot_begin_twice(store: Store) -> None:
    store.commit(Turn(NEW)).result()
    with pytest.raises(Stale):
        store.commit(Turn(replace(NEW, session=b"forged"))).result()


def test_a_message_is_taken_once_in_its_conversation(store: Store) -> None:
    first = store.commit(Turn(NEW, message_id="m1")).result()
    with pytest.raises(Replayed):
        store.commit(Turn(first, message_id="m1", messages=(HELLO,))).result()
    assert store.messages("c1", 0).result() == ()
    assert store.taken("c1", "m1").result()
    # The sender's names are their own: another conversation may use the same.
    assert store.commit(Turn(replace(NEW, id="c2"), message_id="m1")).result().revision == 1


def test_messages_come_in_order_after_a_line(store: Store) -> None:
    lines = tuple(replace(HELLO, number=number) for number in range(1, 13))
    first = store.commit(Turn(NEW, messages=lines[:10])).result()
    after = store.commit(Turn(first, messages=lines[10:])).result()
    assert after.messages == 12
    assert [one.number for one in store.messages("c1", 9).result()] == [10, 11, 12]


def test_a_fired_timer_goes_with_the_turn_that_obeys_it(store: Store) -> None:
    first = store.commit(Turn(NEW, timers=(TIMER, replace(TIMER, name="end", due=170.0)))).result()
    store.commit(Turn(first, fired=TIMER)).result()
    assert [one.name for one in store.due(1e12, 9).result()] == ["end"]


def test_timers_come_earliest_first_and_only_when_due(store: Store) -> None:
    timers = tuple(Timer("c1", turn, "quiet", 100.0 - turn) for turn in range(5))
    store.commit(Turn(NEW, timers=timers)).result()
    assert [one.due for one in store.due(98.0, 2).result()] == [96.0, 97.0]


def test_an_ended_conversation_waits_for_nothing(store: Store) -> None:
    first = store.commit(Turn(NEW, timers=(TIMER,), errands=(ERRAND,))).result()
    after = store.commit(Turn(replace(first, ended=True))).result()
    assert after.ended
    assert store.due(1e12, 9).result() == ()
    assert store.errands().result() == ()


def test_an_answered_errand_goes_with_the_turn_of_its_answer(store: Store) -> None:
    first = store.commit(Turn(NEW, errands=(ERRAND, replace(ERRAND, turn=2)))).result()
    store.commit(Turn(first, answered=ERRAND)).result()
    assert [one.turn for one in store.errands().result()] == [2]


def test_one_key_is_one_outgoing_message(store: Store) -> None:
    first = store.commit(Turn(NEW, outgoing=(OUT,))).result()
    store.commit(Turn(first, outgoing=(replace(OUT, body="again"),))).result()
    assert store.outgoing("queued", 9).result() == (OUT,)
    assert store.outgoing("sent", 9).result() == ()


def test_old_conversations_are_forgotten_with_all_they_left(store: Store) -> None:
    old = Turn(NEW, message_id="m1", messages=(HELLO,), outgoing=(OUT,), facts=(FACT,))
    store.commit(old).result()
    store.commit(Turn(replace(NEW, id="c2", changed=200.0))).result()
    assert store.forget(200.0, 9).result() == 1
    assert store.conversation("c1").result() is None
    assert store.messages("c1", 0).result() == ()
    assert store.facts("c1").result() == ()
    assert store.outgoing("queued", 9).result() == ()
    assert not store.taken("c1", "m1").result()
    assert store.conversation("c2").result() is not None


@pytest.mark.parametrize("waits", [{"timers": (TIMER,)}, {"errands": (ERRAND,)}])
def test_who_was_promised_something_is_not_forgotten(store: Store, waits: dict[str, Any]) -> None:
    store.commit(Turn(NEW, **waits)).result()
    assert store.forget(1e9, 9).result() == 0


def test_the_oldest_are_forgotten_first_and_only_so_many(store: Store) -> None:
    for number in range(3):
        one = replace(NEW, id=f"c{number}", changed=float(number))
        store.commit(Turn(one)).result()
    assert store.forget(1e9, 2).result() == 2
    assert store.conversation("c2").result() is not None


def test_sources_are_kept_once_by_digest(store: Store) -> None:
    store.keep_sources("shop", "d1", b"first").result()
    store.keep_sources("shop", "d1", b"second").result()
    assert store.sources("d1").result() == b"first"


def test_the_last_good_edition_of_each_flow_is_known(store: Store) -> None:
    for flow, digest in (("shop", "d1"), ("line", "d1"), ("shop", "d2")):
        store.keep_sources(flow, digest, b"").result()
    assert store.edition("shop").result() == "d2"
    assert store.edition("line").result() == "d1"


def test_many_turns_at_once_are_all_kept_and_each_alone_can_fail(store: Store) -> None:
    turns = [Turn(replace(NEW, id=f"c{number}"), messages=(HELLO,)) for number in range(500)]
    turns.insert(250, turns[0])
    futures = [store.commit(turn) for turn in turns]
    wait(futures)
    assert [type(future.exception()) for future in futures].count(Stale) == 1
    assert sum(1 for future in futures if future.exception() is None) == 500
    assert store.conversation("c499").result() is not None


def test_bytes_that_no_database_can_hold_spoil_only_their_own_turn(store: Store) -> None:
    broken = store.commit(Turn(replace(NEW, id="c2", prompt="\ud800")))
    good = store.commit(Turn(NEW))
    assert broken.exception() is not None
    assert good.result().revision == 1


def test_a_closed_store_refuses_everything_and_closes_once_more_in_peace(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.commit(Turn(NEW))
    with pytest.raises(StoreError, match="closed"):
        store.conversation("c1")


def test_a_turn_that_erases_leaves_only_itself_and_what_others_were_promised(store: Store) -> None:
    other = replace(NEW, id="c2")
    whole = {"messages": (HELLO,), "facts": (FACT,), "message_id": "m1"}
    out = {"timers": (TIMER,), "errands": (ERRAND,), "outgoing": (OUT,)}
    before = store.commit(Turn(NEW, **whole, **out)).result()  # type: ignore[arg-type]
    store.commit(Turn(other, **whole)).result()  # type: ignore[arg-type]
    gone = Message(2, 101.0, "flow", "{}")
    ended = replace(before, session=b"", prompt="", ended=True)
    after = store.commit(Turn(ended, messages=(gone,), erases=True)).result()
    assert store.conversation("c1").result() == after
    assert store.messages("c1", 0).result() == (gone,)
    assert store.facts("c1").result() == ()
    assert not store.taken("c1", "m1").result()
    assert (store.due(999.0, 9).result(), store.errands().result()) == ((), ())
    assert store.outgoing("queued", 9).result() == (OUT,)
    assert store.messages("c2", 0).result() == (HELLO,)
    assert (store.facts("c2").result(), store.taken("c2", "m1").result()) == ((FACT,), True)


def test_a_file_is_kept_with_its_turn_and_goes_with_its_conversation(store: Store) -> None:
    twice = (UPLOAD, replace(UPLOAD, id="u2"))
    before = store.commit(Turn(NEW, uploads=twice)).result()
    store.commit(Turn(replace(NEW, id="c2"), uploads=(UPLOAD,))).result()
    assert store.upload("c1", "u1").result() == UPLOAD
    assert store.upload("c2", "u2").result() is None  # another's
    assert store.uploads("c1").result() == (2, 6)
    assert store.uploads("nobody").result() == (0, 0)
    store.commit(Turn(before, erases=True)).result()
    assert store.upload("c1", "u1").result() is None
    assert store.forget(1_000.0, 9).result() == 2
    assert store.uploads("c2").result() == (0, 0)


def test_a_file_of_a_turn_that_came_too_late_is_not_kept(store: Store) -> None:
    store.commit(Turn(NEW)).result()
    with pytest.raises(Stale):
        store.commit(Turn(NEW, uploads=(UPLOAD,))).result()
    assert store.uploads("c1").result() == (0, 0)


def test_a_store_says_whether_it_can_write_and_how_much_room_there_is(store: Store) -> None:
    assert store.check().result() is None
    assert store.room().result() > 0
    store.close()
    for ask in (store.check, store.room):
        with pytest.raises(StoreError):
            ask().result()


def test_a_turn_writes_earlier_lines_anew(store: Store) -> None:
    said = Message(1, 1.0, "person", "I am Anna")
    before = store.commit(Turn(NEW, messages=(said,))).result()
    store.commit(Turn(replace(NEW, id="c2"), messages=(said,))).result()
    told, anew = Message(2, 2.0, "flow", "Hello"), replace(said, body="I am ••••")
    store.commit(Turn(before, messages=(told,), rewritten=(anew,))).result()
    assert store.messages("c1", 0).result() == (anew, told)
    assert store.messages("c2", 0).result() == (said,)
