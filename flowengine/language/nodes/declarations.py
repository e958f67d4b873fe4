"""What stands at the margin: the header, steps, and all that several steps share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.nodes.leaves import Node

if TYPE_CHECKING:
    from datetime import date, time

    from flowengine.language.nodes.leaves import (
        Duration,
        Name,
        Number,
        Path,
        Quote,
        Target,
        Text,
        Variant,
    )
    from flowengine.language.nodes.questions import AnswerType, Ladder, Manner, Options
    from flowengine.language.nodes.queues import Queue, Terms
    from flowengine.language.nodes.services import HttpHeader
    from flowengine.language.nodes.statements import Body


@dataclass(frozen=True, slots=True)
class Voice(Node):
    language: Name
    voice: Name


@dataclass(frozen=True, slots=True)
class PageWord(Node):
    """What turns the page: `more "Next"`, and `uk: more "Далі"` on the lines below."""

    word: Quote | None
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Screen(Node):
    """`screen 160, more "Next", less "Previous"`"""

    limit: Number
    more: PageWord
    less: PageWord


@dataclass(frozen=True, slots=True)
class QuickExit(Node):
    """`quick exit to "https://…" titled "Notes"`: where a page goes that must leave no trace."""

    address: Quote
    title: Quote | None


@dataclass(frozen=True, slots=True)
class RecordCalls(Node):
    """`record calls "…"`: every call is recorded, and hears this, or our own words for it."""

    text: Text | None


@dataclass(frozen=True, slots=True)
class Header(Node):
    """The lines at the top. `project.flow` has the same lines without `flow NAME "…"`."""

    name: Name | None
    title: Quote | None
    titles: tuple[Variant, ...]
    languages: tuple[Name, ...]
    written_in: Name | None
    channels: tuple[Name, ...]
    voices: tuple[Voice, ...]
    resume: Name | None
    screen: Screen | None
    gather: Duration | None
    exit: QuickExit | None
    manner: Manner
    record: RecordCalls | None


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """`entry call_me "Call me back" -> call_back`: a place where a page or a link may begin."""

    name: Name
    label: Quote
    target: Target
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Slot(Node):
    name: Name
    type: AnswerType
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`18:00-23:00`; an end that is no later than the start is on the next day."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class HoursLine(Node):
    """One line. `days`: "every day", "mon".."sun" (ranges spelled out), "holidays", or a date.

    `intervals` is empty for `closed`.
    """

    days: tuple[str, ...] | date
    country: Name | None
    intervals: tuple[Interval, ...]
    label: Quote | None


@dataclass(frozen=True, slots=True)
class Hours(Node):
    name: Name
    zone: str | None
    lines: tuple[HoursLine, ...]


@dataclass(frozen=True, slots=True)
class Service(Node):
    name: Name
    address: Quote
    headers: tuple[HttpHeader, ...]
    timeout: Duration | None
    retry: Number | None


@dataclass(frozen=True, slots=True)
class Table(Node):
    name: Name
    file: Quote


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """`rule size = "small {small} | large {large}"`: JSGF; variants give it in other languages."""

    name: Name
    expansion: Quote
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Words(Node):
    """Emergency words: phrases in the written language, variants for the others."""

    name: Name
    phrases: tuple[Quote, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Handler(Node):
    """`on EVENT:`. `event`: word, signal, message, wrong media, quiet, hang up, fault, return,
    missed call, failed, lost.

    `word` goes with word and signal, `after` with quiet.
    """

    event: str
    word: Name | None
    after: Duration | None
    body: Body


@dataclass(frozen=True, slots=True)
class Moved(Node):
    """`moved old -> new`: sessions that wait at the old place go on at the new one."""

    old: Path
    new: Path


@dataclass(frozen=True, slots=True)
class Step(Node):
    """A named place. A menu at the margin is a step whose body is that menu alone."""

    name: Name
    parameters: tuple[Name, ...]
    body: Body


@dataclass(frozen=True, slots=True)
class File(Node):
    """One `.flow` file. The header of `project.flow` has no name, and it needs no steps."""

    header: Header
    entries: tuple[Entry, ...]
    slots: tuple[Slot, ...]
    hours: tuple[Hours, ...]
    queues: tuple[Queue, ...]
    terms: Terms | None
    services: tuple[Service, ...]
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...]
    words: tuple[Words, ...]
    anywhere: Options
    repairs: tuple[Ladder, ...]
    handlers: tuple[Handler, ...]
    moves: tuple[Moved, ...]
    steps: tuple[Step, ...]
