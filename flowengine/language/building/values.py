"""Numbers, lengths of time, clock times, days and kinds of answer.

A day or time there is none of, and a number too long, are told.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from flowengine.language.building.leaves import data_path, name, span_of
from flowengine.language.building.parts import Parts
from flowengine.language.nodes import AnswerType, Bound, Duration, Number
from flowengine.language.syntax.source import MAX_DIGITS

if TYPE_CHECKING:
    from flowengine.language.building.building import Building
    from flowengine.language.syntax.grammar import Branch, Leaf

SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def number(building: Building, token: Leaf) -> Number:
    return Number(span_of(token), _integer(building, token, token))


def number_or_none(building: Building, token: Leaf | None) -> Number | None:
    return None if token is None else number(building, token)


def duration(building: Building, token: Leaf) -> Duration:
    amount = _integer(building, token, token[:-1])
    return Duration(span_of(token), amount * SECONDS[token[-1].lower()])


def _integer(building: Building, token: Leaf, digits: str) -> int:
    if len(digits) <= MAX_DIGITS:
        return int(digits)
    building.tell(
        "FE031",
        span_of(token),
        f"This number has {len(digits)} digits; a number has at most {MAX_DIGITS}.",
        "If it is a phone number or a code, put it in quotes.",
    )
    return 0


def clock(building: Building, token: Leaf, written: str) -> time:
    """`written` is h:mm, taken from `token`. 24:00 is the midnight that ends a day."""
    hour, minute = (int(part) for part in written.split(":"))
    if (hour, minute) == (24, 0):
        return time(0)
    if hour < 24 and minute < 60:
        return time(hour, minute)
    building.tell(
        "FE029",
        span_of(token),
        f"There is no time {written.strip()}.",
        "Hours go from 0 to 23 and minutes from 00 to 59.",
    )
    return time(0)


def day(building: Building, token: Leaf) -> date:
    year, month, of_month = (int(part) for part in token.split("-"))
    try:
        return date(year, month, of_month)
    except ValueError:
        building.tell(
            "FE029",
            span_of(token),
            f"There is no day {token}.",
            "A day is written year-month-day, such as 2027-01-07.",
        )
        return date.min


def answer_type(building: Building, tree: Branch) -> AnswerType:
    return ANSWER_TYPES[tree.data](building, tree)


def _plain(_: Building, tree: Branch) -> AnswerType:
    return AnswerType(span_of(tree), str(tree.children[0]).lower())


def _ranged(building: Building, tree: Branch) -> AnswerType:
    parts = Parts(tree)
    low, high = (
        _bound(building, limit) if limit else None
        for limit in (parts.branch("low"), parts.branch("high"))
    )
    return AnswerType(span_of(tree), str(tree.children[0]).lower(), low, high)


def _digits(building: Building, tree: Branch) -> AnswerType:
    length = number_or_none(building, Parts(tree).leaf("INT"))
    return AnswerType(span_of(tree), "digits", length=length)


def _choice(_: Building, tree: Branch) -> AnswerType:
    parts = Parts(tree)
    source, by = parts.leaf("PATH"), parts.leaf("NAME")
    return AnswerType(
        span_of(tree),
        "choice",
        source=data_path(source) if source else None,
        by=name(by) if by else None,
    )


def _recording(building: Building, tree: Branch) -> AnswerType:
    limit = Parts(tree).leaf("DURATION")
    return AnswerType(
        span_of(tree), "recording", limit=duration(building, limit) if limit else None
    )


def _rule(_: Building, tree: Branch) -> AnswerType:
    return AnswerType(span_of(tree), "rule", rule=name(Parts(tree).token("NAME")))


ANSWER_TYPES = {
    "plain_type": _plain,
    "ranged_type": _ranged,
    "digits_type": _digits,
    "choice_type": _choice,
    "recording_type": _recording,
    "rule_type": _rule,
}


def _bound(building: Building, limit: Branch) -> Bound:
    tree = Parts(limit).order[0]
    parts, span = Parts(tree), span_of(tree)
    if tree.data == "clock_bound":
        token = parts.token("CLOCK")
        return Bound(span, clock(building, token, token))
    if tree.data == "day_bound":
        return Bound(span, day(building, parts.token("CALENDAR_DAY")))
    sign = -1 if parts.leaf("DASH") else 1
    if tree.data == "number_bound":
        return Bound(span, sign * number(building, parts.token("INT")).value)
    base, amount = data_path(parts.token("PATH")), parts.leaf("INT")
    if amount is None:
        return Bound(span, base)
    unit = parts.token("NAME").lower()
    return Bound(span, base, sign * number(building, amount).value, unit)
