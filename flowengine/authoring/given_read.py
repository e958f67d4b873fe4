"""The `given` lines of a transcript: what holds of the world from here on."""

from __future__ import annotations

import re
from datetime import datetime, time

from flowengine.authoring.literal import Misread, duration, pairs, quoted, value
from flowengine.authoring.transcript import (
    Answer,
    Clock,
    GivenFetch,
    GivenPerson,
    GivenQueue,
    GivenValues,
    Line,
)
from flowengine.language.week import LONG

_CLOCK = re.compile(
    r"clock\s*=?\s*(?:([^\W\d]+)\s+)?(\d{4}-\d\d-\d\d)(?:\s+(\d?\d:\d\d))?(?:\s+([\w+/-]+))?", re.I
)
_FETCH = re.compile(r"fetch\s+([\w]+)\s*(.*)", re.IGNORECASE | re.DOTALL)
_AFTER = re.compile(r"after\s+((?:\d+\s*[smhd]\s*)+)(.*)", re.IGNORECASE | re.DOTALL)
_FAILS = re.compile(r"fails(?:\s+with\s+(\d{3}))?\s*", re.IGNORECASE)
_QUEUE = re.compile(
    r"queue\s+(\w+)(?:[\s,]+(open|closed|nobody|full))?(?:[\s,]+position\s+(\d+))?"
    r"(?:[\s,]+wait\s+(\w+)\s*-\s*(\w+))?",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(caller|language|seed)\s*=?\s*([^=].*)", re.IGNORECASE)


def given(text: str, number: int) -> Line:
    """What follows the word `given`. Raises Misread."""
    word = text.split(maxsplit=1)[0].lower() if text else ""
    if word == "clock":
        return _clock(text, number)
    if word == "fetch":
        return _fetch(text, number)
    if word == "queue" and "=" not in text:
        return _queue(text, number)
    if person := _PERSON.fullmatch(text):
        return _person(person[1].lower(), person[2].strip(), number)
    return GivenValues(number, pairs(text))


def _clock(text: str, number: int) -> Clock:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise Misread("This clock is not understood.", "Write: given clock 2027-03-02 12:00")
    try:
        at = time.fromisoformat((found[3] or "0:00").zfill(5))
        moment = datetime.combine(datetime.fromisoformat(found[2]), at)
    except ValueError as problem:
        raise Misread(
            f"There is no {found[2]} {found[3] or ''}in any calendar.", "Mend the date or the time."
        ) from problem
    day = LONG[moment.weekday()]
    if found[1] and not day.startswith(found[1].lower()):
        raise Misread(
            f"{found[2]} is a {day.capitalize()}, not a {found[1]}.", "Mend the day or the date."
        )
    return Clock(number, moment, found[4] or "")


def _fetch(text: str, number: int) -> GivenFetch:
    found = _FETCH.fullmatch(text)
    if found is None:
        raise Misread(
            "Which fetch?", "Write: given fetch ticket = { } or: given fetch ticket fails"
        )
    rest, always, late, after = found[2].strip(), False, False, 0.0
    while True:
        word = re.split(r"[\s=]", rest, maxsplit=1)[0].lower()
        if word == "always":
            always, rest = True, rest[6:].strip()
        elif word == "late":
            late, rest = True, rest[4:].strip()
        elif slow := _AFTER.match(rest):
            after, rest = duration(slow[1].strip()), slow[2].strip()
        else:
            break
    return GivenFetch(number, found[1].lower(), _answer(rest, after, late), always)


def _answer(rest: str, after: float, late: bool) -> Answer:
    if fails := _FAILS.fullmatch(rest):
        status = int(fails[1] or 0)
        return Answer(None, status, "" if status else "no answer", after, late)
    if rest.startswith("="):
        return Answer(value(rest[1:]), after=after, late=late)
    if not rest and late:
        return Answer({}, late=True)
    raise Misread(
        "What the fetch brings is missing.",
        'Write: given fetch ticket = { "number": 4711 } or: given fetch ticket fails',
    )


def _queue(text: str, number: int) -> GivenQueue:
    found = _QUEUE.fullmatch(text)
    if found is None:
        raise Misread(
            "This state of a queue is not understood.",
            "Write: given queue listeners closed (or nobody, full), or: … position 3, wait 2m-5m",
        )
    wait = (int(duration(found[4])), int(duration(found[5]))) if found[4] else (60, 180)
    state = (found[2] or "open").lower()
    return GivenQueue(number, found[1].lower(), state, int(found[3] or 1), wait)


def _person(what: str, text: str, number: int) -> GivenPerson:
    known = quoted(text)
    text = text if known is None else known
    if what == "seed" and not text.isdigit():
        raise Misread("A seed is a whole number.", "Write: given seed 3")
    return GivenPerson(number, what, text)
