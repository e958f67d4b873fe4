from __future__ import annotations

from flowengine.authoring.transcript_play import Failure
from flowengine.authoring.transcript_report import told


def test_what_was_expected_and_what_is_said_stand_below_each_other() -> None:
    failure = Failure("Closed", "sms", 12, "The bot says something else.", "", "Hello.\n1. A", "Hi")
    assert told(failure, "night.transcript") == (
        "night.transcript:12: “Closed” on sms: The bot says something else.\n"
        "  expected  Hello.\n"
        "            1. A\n"
        "  said      Hi"
    )


def test_saying_nothing_is_said_to_be_nothing() -> None:
    failure = Failure("x", "sms", 1, "The bot says something else.", "", "", "")
    assert told(failure, "x").endswith("  expected  \n  said      (nothing)")


def test_the_mend_stands_last() -> None:
    assert told(Failure("x", "sms", 1, "No.", "Do."), "x") == "x:1: “x” on sms: No.\n  Do."
