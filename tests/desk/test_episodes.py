"""Waits and talks, read from logs that moves have written."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from flowengine.desk import episodes, log
from flowengine.desk.declared import Declared
from flowengine.desk.episodes import (
    ABANDONED,
    ANSWERED,
    FOR_CALLBACK,
    MOVED,
    OPEN,
    UNSERVED,
    Part,
    Stay,
)
from flowengine.language.program import Hours
from tests.desk.history import Life, written


def stays(*lives: Life) -> list[tuple[str, str, float, float, str]]:
    read = episodes.read(written(*lives))
    return [(one.queue, one.end, one.began, one.ended, one.agent) for one in read.stays]


def parts(*lives: Life) -> list[tuple[str, float, float, float]]:
    read = episodes.read(written(*lives))
    return [(one.agent, one.talked, one.held, one.wrapped) for one in read.parts]


def test_a_plain_talk_is_one_wait_and_one_part() -> None:
    life = Life("a", 10.0).accepted(30.0).said(log.ANSWERED, 33.0).do("finished", 160.0, 100.0)
    life.do("closed", 130.0, "advice given")
    read = episodes.read(written(life))
    assert read.stays == (
        Stay(
            "a",
            "advice",
            "chat",
            "uk",
            "contact",
            "chat",
            10.0,
            30.0,
            ANSWERED,
            "olena",
            waited=20.0,
        ),
    )
    assert read.parts == (
        Part(
            "a", "advice", "chat", "uk", "contact", "chat", "olena", 30.0, 33.0, 100.0, 130.0,
            70.0, 0.0, 30.0, "advice given",
        ),
    )  # fmt: skip
    assert (read.stays[0].waited, read.parts[0].handled) == (20.0, 100.0)


def test_who_gives_up_who_is_turned_away_and_who_still_waits() -> None:
    assert stays(
        Life("a", 10.0).do("left", 0.0, 40.0),
        Life("b", 11.0).do("unserved", "nobody", 11.0),
        Life("c", 12.0).offered(13.0).do("refused", 14.0),
        Life("d", 13.0).do("closed", 50.0, "test"),
    ) == [
        ("advice", ABANDONED, 10.0, 40.0, ""),
        ("advice", UNSERVED, 11.0, 11.0, ""),
        ("advice", OPEN, 12.0, 0.0, ""),
        ("advice", UNSERVED, 13.0, 50.0, ""),
    ]


def test_a_talk_counts_by_the_channel_on_which_it_began() -> None:
    life = Life("a", 10.0, channel="voice", media="voice").accepted(20.0)
    life.do("switched", "chat", 30.0).do("transferred", 40.0, queue="duty").talked(50.0, 60.0, 70.0)
    read = episodes.read(written(life))
    assert [(one.channel, one.media, one.began) for one in read.parts] == [
        ("voice", "voice", 20.0),
        ("chat", "chat", 50.0),
    ]
    assert [one.media for one in read.stays] == ["voice", "chat"]


def test_an_offer_taken_back_does_not_begin_a_wait() -> None:
    life = Life("a", 10.0).offered(20.0).do("withdrawn", 25.0, "agent lost").accepted(40.0)
    assert stays(life) == [("advice", ANSWERED, 10.0, 40.0, "olena")]


def test_a_lost_agent_makes_two_waits_and_two_parts() -> None:
    life = (
        Life("a", 10.0).accepted(30.0).do("lost", 110.0, 50.0).do("requeued", 110.0, "agent lost")
    )
    life.talked(120.0, 150.0, 160.0, "marko")
    assert stays(life) == [
        ("advice", ANSWERED, 10.0, 30.0, "olena"),
        ("advice", ANSWERED, 110.0, 120.0, "marko"),
    ]
    assert parts(life) == [("olena", 20.0, 0.0, 0.0), ("marko", 30.0, 0.0, 10.0)]


def test_waits_of_a_transfer_add_up_and_are_each_in_their_queue() -> None:
    life = Life("a", 10.0).accepted(30.0).do("held", 40.0).do("unheld", 45.0)
    life.do("transferred", 60.0, queue="housing").accepted(90.0, "marko")
    assert stays(life) == [
        ("advice", ANSWERED, 10.0, 30.0, "olena"),
        ("housing", ANSWERED, 60.0, 90.0, "marko"),
    ]
    assert parts(life) == [("olena", 25.0, 5.0, 0.0), ("marko", 0.0, 0.0, 0.0)]


def test_passing_on_to_an_agent_is_no_wait() -> None:
    life = Life("a", 10.0).accepted(30.0).do("transferred", 60.0, agent="marko")
    life.do("finished", 160.0, 80.0)
    assert stays(life) == [("advice", ANSWERED, 10.0, 30.0, "olena")]
    assert parts(life) == [("olena", 30.0, 0.0, 0.0), ("marko", 20.0, 0.0, 0.0)]
    given = Life("b", 10.0).do("transferred", 15.0, agent="sofia")
    assert [one[1:4] for one in stays(given)] == [(ANSWERED, 10.0, 15.0)]
    assert [one[0] for one in parts(given)] == ["sofia"]


def test_who_is_diverted_waits_on_in_the_other_queue() -> None:
    life = Life("a", 10.0).do("diverted", "night", 20.0).accepted(50.0)
    assert stays(life) == [
        ("advice", MOVED, 10.0, 20.0, ""),
        ("night", ANSWERED, 20.0, 50.0, "olena"),
    ]
    later = Life("b", 10.0, kind="callback", until=500.0).do("diverted", "night", 20.0)
    assert stays(later.do("due", 500.0)) == [("night", OPEN, 500.0, 0.0, "")]


def test_leaving_for_a_callback_is_not_giving_up() -> None:
    first = Life("a", 10.0)
    waiting = first.item
    first.do("left", 0.0, 40.0)
    second = Life("b", 70.0, earlier=waiting, kind="callback", until=500.0).do("due", 500.0)
    second.accepted(510.0).do("tried", "no answer", 900.0, 530.0).do("due", 900.0)
    second.talked(905.0, 950.0, 960.0)
    assert [one[1:4] for one in stays(first, second)] == [
        (FOR_CALLBACK, 10.0, 40.0),
        (ANSWERED, 500.0, 510.0),
        (ANSWERED, 900.0, 905.0),
    ]
    assert parts(first, second) == [("olena", 20.0, 0.0, 0.0), ("olena", 45.0, 0.0, 10.0)]


def test_the_first_promise_counts() -> None:
    life = Life("a", 10.0).said(log.PROMISED, 12.0, low=60, high=120)
    life.said(log.PROMISED, 50.0, low=30, high=60).accepted(80.0).said(log.PROMISED, 81.0)
    (stay,) = episodes.read(written(life)).stays
    assert (stay.promised, stay.told) == ((60, 120), 12.0)


def test_only_the_agents_first_words_are_the_answer() -> None:
    life = Life("a", 10.0, media="voice").accepted(30.0).said(log.ANSWERED, 40.0)
    (part,) = episodes.read(written(life)).parts
    assert part.answered == 30.0
    assert (part.ended, part.closed) == (0.0, 0.0)


def test_a_log_that_begins_in_the_middle_is_read_as_far_as_it_goes() -> None:
    life = Life("a", 10.0).accepted(30.0).do("finished", 160.0, 100.0).do("closed", 130.0, "x")
    after = [entry for entry in life.entries if entry.kind not in (log.JOINED, log.ACCEPTED)]
    assert episodes.read(after) == episodes.Episodes((), ())
    before = [entry for entry in life.entries if entry.kind != log.JOINED]
    assert [one.kind for one in episodes.read(before).parts] == [""]
    lone = [log.Entry(at=1.0, kind=log.ANSWERED, item="z"), log.Entry(at=2.0, kind=log.STATUS)]
    assert episodes.read(lone) == episodes.Episodes((), ())
    again = [*life.entries, life.entries[-2]]
    assert len(episodes.read(again).parts) == 1


# ---------------------------------------------------------------- which clock counts

DAY = Hours("UTC", {}, None, dict.fromkeys(range(7), ((time(9), time(17)),)))
OFFICE = {"advice": Declared(60.0, DAY)}
HOUR = 3600.0
EVENING, MORNING = 16 * HOUR, 34 * HOUR  # four in the afternoon, and ten the day after


@pytest.mark.parametrize(
    ("about", "today", "waited"),
    [
        ({"media": "chat"}, OFFICE, 18.0),  # they sat there all the while
        ({"media": "voice"}, OFFICE, 18.0),
        ({"media": "async"}, OFFICE, 2.0),
        ({"media": "async"}, {}, 18.0),
        ({"media": "async"}, {"advice": Declared()}, 18.0),
        ({"media": "voice", "kind": "callback"}, OFFICE, 2.0),
        ({"media": "async", "kind": "message"}, OFFICE, 2.0),
    ],
)
def test_f29_what_nobody_sits_waiting_for_waits_while_it_is_open(
    about: dict[str, Any], today: dict[str, Declared], waited: float
) -> None:
    life = Life("a", EVENING, **about).said("promised", EVENING, low=60, high=120)
    life.talked(MORNING, MORNING + 60, MORNING + 70)
    (stay,) = episodes.read(written(life), today).stays
    assert (stay.waited, stay.after) == (waited * HOUR, waited * HOUR)
    assert (stay.began, stay.ended) == (EVENING, MORNING)


def test_f29_who_leaves_the_line_for_written_words_waits_on_while_it_is_open() -> None:
    life = Life("a", EVENING, media="voice", channel="voice")
    life.do("switched", "sms", 18 * HOUR).accepted(MORNING)
    (stay,) = episodes.read(written(life), OFFICE).stays
    assert stay.waited == (2.0 + 1.0) * HOUR  # on the line until six, then from nine to ten


def test_a_promise_waits_from_its_moment_on_also_where_nobody_looked_just_then() -> None:
    promise = Life("p", 0.0, kind="callback", until=10 * HOUR).do("due", 11 * HOUR)
    promise.accepted(12 * HOUR).do("tried", "busy", 13 * HOUR, 12 * HOUR)
    promise.do("due", 14 * HOUR).accepted(15 * HOUR)
    first, second = episodes.read(written(promise)).stays
    assert (first.began, first.waited) == (10 * HOUR, 2 * HOUR)
    assert (second.began, second.waited) == (13 * HOUR, 2 * HOUR)


@pytest.mark.parametrize(
    ("until", "wish", "began"),
    [
        (0.0, 13 * HOUR, 13 * HOUR),  # put off: from the newer moment
        (20 * HOUR, 13 * HOUR, 13 * HOUR),
        (20 * HOUR, 0.0, 11 * HOUR),  # sooner: from when they said so
        (0.0, 0.0, 10 * HOUR),
    ],
)
def test_a_promise_that_is_asked_for_again_waits_as_it_is_wished_now(
    until: float, wish: float, began: float
) -> None:
    promise = Life("p", 10 * HOUR, kind="callback", until=until)
    newer = Life("q", 11 * HOUR, kind="callback", until=wish).item
    promise.do("renewed", newer, 11 * HOUR)
    if wish:
        promise.do("due", wish)
    (stay,) = episodes.read(written(promise.accepted(15 * HOUR))).stays
    assert (stay.began, stay.waited) == (began, 15 * HOUR - began)


@pytest.mark.parametrize(("wish", "began"), [(0.0, 13.0), (15.0, 15.0)])
def test_what_is_wished_while_somebody_is_phoned_begins_when_that_was_in_vain(
    wish: float, began: float
) -> None:
    promise = Life("p", 10 * HOUR, kind="callback").accepted(11 * HOUR)
    promise.do("renewed", Life("q", 12 * HOUR, kind="callback", until=wish * HOUR).item, 12 * HOUR)
    promise.do("tried", "busy", 14 * HOUR, 13 * HOUR)
    if wish:
        promise.do("due", wish * HOUR)
    promise.accepted(16 * HOUR).do("closed", 17 * HOUR, "advice given")
    read = episodes.read(written(promise))
    assert [one.began for one in read.stays] == [10 * HOUR, began * HOUR]
    assert [one.waited for one in read.stays] == [HOUR, (16 - began) * HOUR]
    assert len(read.parts) == 2
