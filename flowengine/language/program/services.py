"""The waits for something else: fetch, hand-off, pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.program.questions import Wait

if TYPE_CHECKING:
    from datetime import date, time

    from flowengine.language.program.texts import Code


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    address: Code | str
    headers: tuple[tuple[str, Code], ...]
    timeout: int
    retry: int


@dataclass(slots=True, eq=False)
class Fetch(Wait):
    """`address` gives the path; what fills its holes is percent-encoded."""

    result: str
    service: Service
    address: Code | str
    method: str
    sends: tuple[tuple[str, Code], ...]
    slow: tuple[int, str] | None
    on_error: str
    on_late: str


@dataclass(slots=True, eq=False)
class Handoff(Wait):
    """`needs` are (condition, skill or None: the language, least level or 0: the queue's own); the
    last priority that holds counts."""

    queue: str
    needs: tuple[tuple[Code | None, str | None, int], ...]
    priorities: tuple[tuple[Code | None, str], ...]
    brief: Code | str
    waiting: tuple[int, str] | None
    music: str
    callback_after: tuple[int, str] | None
    afters: tuple[tuple[int, str], ...]
    outcomes: Mapping[str, str]
    sms_after: tuple[int, str] | None = None


@dataclass(slots=True, eq=False)
class Pause(Wait):
    """`wait 5s`, or until a time on a day: today, tomorrow, a weekday name or a date."""

    seconds: int
    day: str | date | None
    at: time | None
