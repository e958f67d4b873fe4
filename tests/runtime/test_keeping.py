"""What a session can keep, and what it makes of the rest."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flowengine.language.expressions.period import Period
from flowengine.runtime.keeping import keepable
from flowengine.runtime.trouble import Trouble
from flowengine.runtime.values import SecretName


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        ("ascii", "ascii"),
        ("Ґанна", "Ґанна"),
        ("a\ud800b", "a?b"),
        (5, 5),
        (2**63, Decimal(2**63)),
        (1.5, 1.5),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("19.90"), Decimal("19.90")),
        (date(2027, 1, 7), date(2027, 1, 7)),
        (time(9), time(9)),
        (timedelta(days=1), timedelta(days=1)),
        ((1, (2, "x")), [1, [2, "x"]]),
        ({1: {"a": SecretName("key")}}, {"1": {"a": None}}),
        (SecretName("key"), None),
    ],
)
def test_what_is_kept(value: Any, kept: Any) -> None:
    assert keepable(value) == kept


def test_true_stays_a_truth_and_no_number() -> None:
    assert keepable(True) is True


@pytest.mark.parametrize("value", [Period(12), object(), {1, 2}])
def test_what_cannot_be_kept(value: object) -> None:
    with pytest.raises(Trouble, match="cannot be kept"):
        keepable(value)


def test_what_is_nested_too_deeply() -> None:
    value: list[Any] = []
    for _ in range(100):
        value = [value]
    with pytest.raises(Trouble, match="too many lists"):
        keepable(value)


def test_a_moment_of_a_zone() -> None:
    moment = datetime.fromisoformat("2027-03-01T18:00+02:00")
    assert keepable(moment) == moment
