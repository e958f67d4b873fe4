from __future__ import annotations

from datetime import date

import pytest

from flowengine.authoring.expectation import CHECKS
from flowengine.authoring.expectation_read import expect
from flowengine.authoring.literal import Misread
from flowengine.authoring.transcript import Expect

LINES = [
    ("queue Listeners has caller", Expect(1, "queue", "listeners")),
    (
        'queue listeners has caller, priority highest, skill "housing", brief "Ann, …"',
        Expect(
            1,
            "queue",
            "listeners",
            None,
            (("priority", "highest"), ("skill", "housing"), ("brief", "Ann, …")),
        ),
    ),
    (
        "queue listeners has caller with priority high",
        Expect(1, "queue", "listeners", None, (("priority", "high"),)),
    ),
    ('saved "Booking" = 4711', Expect(1, "saved", "Booking", 4711)),
    ('saved "a = b" = yes', Expect(1, "saved", "a = b", True)),
    ('saved "a = b"', Expect(1, "saved", "a = b", "…")),
    ('saved "Booking"', Expect(1, "saved", "Booking", "…")),
    ('note "hung up at …"', Expect(1, "note", "", "hung up at …")),
    ("note", Expect(1, "note", "", "…")),
    ('tag "shelter"', Expect(1, "tag", "", "shelter")),
    ('tag contact "shelter"', Expect(1, "tag", "contact", "shelter")),
    ("sent sms", Expect(1, "sent", "sms", "…", (("to", "…"),))),
    ('sent sms "Hello …"', Expect(1, "sent", "sms", "Hello …", (("to", "…"),))),
    (
        'sent sms to "+380501112233" "Hello"',
        Expect(1, "sent", "sms", "Hello", (("to", "+380501112233"),)),
    ),
    (
        "sent email to ann@club.example",
        Expect(1, "sent", "email", "…", (("to", "ann@club.example"),)),
    ),
    ('callback to "+380…"', Expect(1, "sent", "callback", "…", (("to", "+380…"),))),
    ('transfer to "112"', Expect(1, "transfer", "", "112")),
    ("value day = 2027-03-02", Expect(1, "value", "day", date(2027, 3, 2))),
    ("order.number = 3", Expect(1, "value", "order.number", 3)),
    ('contact.name = "Ann"', Expect(1, "contact", "name", "Ann")),
    ("language uk", Expect(1, "language", "", "uk")),
    ("ended", Expect(1, "ended")),
    ("messages  stopped", Expect(1, "messages stopped")),
    ("nothing sent", Expect(1, "nothing sent")),
    ("no fault", Expect(1, "no fault")),
    ("fault", Expect(1, "fault", "", "…")),
    ('fault "…divid…"', Expect(1, "fault", "", "…divid…")),
    ("at most 160 characters", Expect(1, "at most", "", 160)),
]


@pytest.mark.parametrize(("text", "meant"), LINES)
def test_what_may_be_expected(text: str, meant: Expect) -> None:
    assert expect(text, 1) == meant


def test_every_check_has_a_line_and_every_line_a_check() -> None:
    assert {meant.what for _, meant in LINES} == set(CHECKS) | {"at most"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not understood"),
        ("rain", "not understood"),
        ("queue listeners has caller, mood bad", "“mood bad” is not understood"),
        ("saved Booking = 4711", "stands in quotation marks"),
        ("value x =", "A value is missing"),
    ],
)
def test_what_cannot_be_expected_is_told_with_a_mend(text: str, told: str) -> None:
    with pytest.raises(Misread) as caught:
        expect(text, 1)
    assert told in caught.value.message
    assert caught.value.hint
