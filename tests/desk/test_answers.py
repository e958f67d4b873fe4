"""How long answers took where nobody sits waiting, read from logs that moves have written."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from flowengine.desk import answers, log
from flowengine.desk.declared import Declared
from flowengine.language.program import Hours
from tests.desk.history import Life, written

HOUR = 3600.0
DAY = Hours("UTC", {}, None, dict.fromkeys(range(7), ((time(9), time(17)),)))
OFFICE = {"advice": Declared(60.0, DAY)}
LATE, MORNING = 16 * HOUR, 34 * HOUR  # four in the afternoon, ten the day after: two open hours
LETTER: dict[str, Any] = {"media": "async", "channel": "sms"}

Waits = list[tuple[bool, float | None]]


def waits(life: Life) -> Waits:
    read = answers.read(written(life), OFFICE).answers
    return [(one.first, None if one.waited is None else one.waited / HOUR) for one in read]


def took(life: Life) -> list[float]:
    return [one.took / HOUR for one in answers.read(written(life), OFFICE).resolutions]


def letter(**about: Any) -> Life:
    """It came at four and was answered at ten the next morning."""
    life = Life("a", LATE, **(LETTER | about)).accepted(MORNING - 60)
    return life.said(log.ANSWERED, MORNING)


def test_f29_a_letter_left_overnight_waited_two_hours() -> None:
    life = letter().do("finished", 36 * HOUR, 35 * HOUR).do("closed", 36 * HOUR, "Advice")
    assert (waits(life), took(life)) == ([(True, 2.0)], [3.0])
    (one,) = answers.read(written(life), OFFICE).answers
    assert (one.queue, one.channel, one.language, one.agent) == ("advice", "sms", "uk", "olena")
    (always,) = answers.read(written(life)).answers
    assert always.waited == 18 * HOUR


def test_f29_the_clock_of_a_further_answer_runs_from_the_first_unanswered_words() -> None:
    life = letter().said(log.ASKED, 40 * HOUR).said(log.ASKED, 58 * HOUR)
    life.said(log.REPLIED, 59 * HOUR).said(log.REPLIED, 60 * HOUR)
    assert waits(life) == [(True, 2.0), (False, 3.0)]
    assert waits(life.said(log.ASKED, 61 * HOUR)) == [(True, 2.0), (False, 3.0), (False, None)]
    thanked = life.do("finished", 63 * HOUR, 62 * HOUR).do("closed", 63 * HOUR, "Advice")
    assert waits(thanked) == [(True, 2.0), (False, 3.0)]


def test_who_sits_there_is_not_among_them() -> None:
    assert waits(letter(media="chat")) == []
    written_on = letter(media="voice", channel="voice").do("switched", "sms", MORNING + 60)
    assert waits(written_on) == [(True, 119 / 60)]  # a call is answered when it is taken


def test_what_nobody_answered_yet_or_ever_will() -> None:
    assert waits(Life("a", LATE, **LETTER)) == [(True, None)]
    for gone in (
        Life("a", LATE, **LETTER).do("left", 0.0, MORNING),
        Life("a", LATE, **LETTER).do("unserved", "closed", MORNING),
    ):
        assert (waits(gone), took(gone)) == ([], [])
    silent = Life("a", LATE, **LETTER).accepted(MORNING).do("closed", 35 * HOUR, "Silent")
    assert (waits(silent), took(silent)) == ([], [3.0])


def test_another_queue_has_its_own_hours_and_what_joined_before_is_left_out() -> None:
    life = Life("a", LATE, **LETTER).do("diverted", "duty", LATE + 60).accepted(MORNING)
    assert waits(life.said(log.ANSWERED, MORNING)) == [(True, 18.0)]
    assert answers.read(life.entries[1:], OFFICE).answers == ()


CALL: dict[str, Any] = {"kind": "callback", "media": "voice"}


@pytest.mark.parametrize(
    ("life", "expected"),
    [
        (Life("p", LATE, **CALL), 2.0),
        (Life("p", LATE, until=33 * HOUR, **CALL).do("due", 33.5 * HOUR), 1.0),
        (Life("p", LATE, until=40 * HOUR, **CALL).do(
            "renewed", Life("q", LATE + 60, **CALL).item, 33 * HOUR), 1.0),
        (Life("p", LATE, **CALL).do(
            "renewed", Life("q", LATE, until=33.5 * HOUR, **CALL).item, LATE).do(
                "due", 33.5 * HOUR), 0.5),
        (Life("p", LATE, **CALL).do(
            "renewed", Life("q", LATE, **CALL).item, LATE + 60), 2.0),
    ],
)  # fmt: skip
def test_a_promise_to_phone_is_answered_by_the_first_try(life: Life, expected: float) -> None:
    life.accepted(MORNING).do("tried", "busy", 35 * HOUR, MORNING + 60)
    life.do("due", 35 * HOUR).accepted(36 * HOUR).do("closed", 36 * HOUR, "Advice")
    assert (waits(life), took(life)) == ([(True, expected)], [expected + 2.0])
