from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from flowengine.language.expressions.closures import ask, show
from flowengine.language.expressions.fault import Fault
from tests.language.expressions.values_double import Talk, compiled, run

DAY = date(2027, 3, 1)


def _nested() -> list[Any]:
    """A value so deep that Python cannot compare two of them."""
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("source", "values", "offset", "message"),
    [
        ("1 + a / b", {"a": 1, "b": 0}, 4, "This divides by zero."),
        ("1 + (a * b)", {"a": "x", "b": 3}, 5, "`*` cannot work with these values."),
        ("2 * -a", {"a": "x"}, 4, "`-` cannot work with these values."),
        ("a + 1", {}, 0, "A value that is needed here is not set."),
        ("a + days(1)", {"a": date.max}, 0, "`+` cannot work with these values."),
        ("today + hours(2)", {"today": DAY}, 0, "Hours and minutes go with `now`"),
        ("a * a", {"a": 10**10}, 0, "This number grows too large."),
        ("1 and a < b", {"a": 1, "b": "1"}, 6, "These two values have no order."),
        ("a in b", {"a": 1, "b": "1"}, 0, "This cannot be looked for here."),
        ("3 ~ a[b]", {"a": {}, "b": []}, 4, "square brackets"),
        ("{a: 1}", {"a": []}, 0, "A record's key must be a text."),
        ("a ~ a", {"a": "x" * 6000}, 0, "longer than 10000"),
        ("a | phone", {"a": "12"}, 0, "12 is not a phone number."),
        ("1 ~ (a | date)", {"a": 3}, 5, "`date` cannot work with this value."),
        ("a | nonsense", {"a": 3}, 0, "`nonsense` cannot work with this value."),
        ("a | join", {"a": ["x" * 9000] * 2}, 0, "longer than 10000"),
        ("a | number", {"a": "9" * 20}, 0, "This number grows too large."),
        ("a is even", {"a": "x"}, 0, "`is even` cannot work with this value."),
        ("a == 3", {"a": Decimal("sNaN")}, 0, "These two values cannot be compared."),
    ],
)
def test_faults_say_where_and_why(
    source: str, values: dict[str, Any], offset: int, message: str
) -> None:
    for base in (0, 100):
        with pytest.raises(Fault) as caught:
            compiled(source, base)(Talk(values))
        assert caught.value.offset == base + offset
        assert message in caught.value.message


@pytest.mark.parametrize("source", ["a == b", "a in [b]", "a < b"])
def test_values_of_any_depth_are_a_fault_at_most(source: str) -> None:
    with pytest.raises(Fault):
        run(source, a=_nested(), b=_nested())


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("x < 3", False),
        ("x > 3", False),
        ("3 >= x", False),
        ("x == 3", False),
        ("x != 3", True),
        ("x == y", True),
        ('x in ["a"]', False),
        ("3 in x", False),
        ("x.a.b[0].c", None),
        ("x is empty", True),
        ("x is set", False),
        ("x is even", False),
        ("x is voice", False),
        ("x | date", None),
        ("3 | round(x)", None),
        ("x | count", 0),
        ("days(x)", None),
        ("x ~ 'a'", "a"),
        ("not x", True),
        ("x or 'a'", "a"),
        ("'a' if x", None),
        ("x.next_opening", None),
    ],
)
def test_unset_is_empty_and_false(source: str, result: object) -> None:
    talk = Talk()
    assert compiled(source)(talk) == result
    assert talk.asked == [], "the runtime never meets an unset value"


def test_show() -> None:
    assert [show(Talk(), value, 0) for value in ("a", None, True, 3)] == ["a", "", "yes", "<3>"]


def test_ask_gives_arguments_in_order() -> None:
    talk = Talk()
    assert ask(talk, "join", (["a", "b"], "-"), 0) == "a-b"
    assert talk.asked == [("join", ["a", "b"], "-")]
