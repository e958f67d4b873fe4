"""Blocks, and the program they make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flowengine.language.program.exits import (
    Check,
    Choose,
    Count,
    Done,
    Enter,
    Go,
    Jump,
    Next,
    Return,
    Standard,
    Stop,
)
from flowengine.language.program.questions import Wait

if TYPE_CHECKING:
    from datetime import date, time

    from flowengine.grammar.expansion import Expansion
    from flowengine.language.program.operations import Operation
    from flowengine.language.program.questions import AnswerType, Option
    from flowengine.language.program.texts import Message


Exit = Go | Jump | Enter | Choose | Next | Count | Return | Done | Stop | Standard | Check | Wait


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    name: str
    part: Part
    operations: tuple[Operation, ...]
    exit: Exit


@dataclass(frozen=True, slots=True)
class Hours:
    """Lines by what they are for: dates over holidays over weekdays (0 is Monday).

    An interval whose end is at or before its start ends on the next day.
    """

    zone: str
    dates: Mapping[date, tuple[tuple[time, time], ...]]
    holidays: tuple[str, tuple[tuple[time, time], ...]] | None
    days: Mapping[int, tuple[tuple[time, time], ...]]


@dataclass(frozen=True, slots=True)
class Ring:
    """All that is asked of an agent from `after` seconds of waiting on, what earlier rings have
    given up included. `level` is the least level of language and skills; `without` names skills no
    longer asked for, "language" for the language."""

    after: int
    level: int = 1
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A canned reply, by language; `label` is what its agent picks it by."""

    label: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A disposition. `brief` is one that was no contact (silent, hang-up, abusive, wrong number,
    test …), after which nobody is asked for an opinion. `category` is that of child-helpline
    statistics that the flow has named for it, "" for none."""

    name: str
    labels: Mapping[str, str]
    brief: bool = False
    category: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """The terms of a queue; seconds, and 0 or "" for none.

    `offer` is how long an agent has to take an offer, `wrap_up` their time afterwards, `within` the
    service level's bound. `rings` are in order of time; `overflow` are (after, other queue).
    `record` that its calls are recorded, `anonymous` that agents see no address, `script` a flow
    that agents are led by, `outcome_needed` that they say what a talk was before they are given the
    next. `level` is the least level of language and skills at the beginning. `titles` are what
    those who work here call it, by language.
    """

    hours: str
    most: int
    offer: int = 20
    wrap_up: int = 60
    within: int = 60
    level: int = 1
    rings: tuple[Ring, ...] = ()
    overflow: tuple[tuple[int, str], ...] = ()
    record: bool = False
    anonymous: bool = False
    script: str = ""
    replies: tuple[Reply, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    outcome_needed: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Danger:
    """Emergency words: phrases by language, and the block of their handler."""

    name: str
    phrases: Mapping[str, tuple[Expansion, ...]]
    block: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a page or a link may begin. `labels` by language; `place` is a block."""

    name: str
    place: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuickExit:
    """The neutral page that "leave now" goes to, and the title that the chat's own page bears."""

    address: str
    title: str


@dataclass(slots=True, eq=False)
class Part:
    """What one flow file brings to a program, with all it inherits from project and standard."""

    name: str
    title: str
    written_in: str
    start: str
    main: str
    entries: tuple[Entry, ...] = ()
    commands: tuple[Option, ...] = ()
    handlers: Mapping[str, str] = field(default_factory=dict)
    quiet: tuple[tuple[int, str], ...] = ()
    dangers: tuple[Danger, ...] = ()
    offer: str = ""  # the step that asks whether a person is wanted; "" where there is none
    cache: dict[Any, Any] = field(init=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Screen:
    """`limit` is in characters (0: the channel's own), the words for turning pages by language."""

    limit: int
    more: Mapping[str, str]
    less: Mapping[str, str]


@dataclass(slots=True, eq=False)
class Program:
    """One entry flow with all it refers to. `digest` names the sources it was compiled from."""

    digest: str
    name: str
    title: str
    titles: Mapping[str, str]  # by language; the written one is always there
    languages: tuple[str, ...]
    written_in: str
    channels: tuple[str, ...]
    resume: str
    entries: Mapping[str, Entry]
    exit: QuickExit | None
    screen: Screen
    gather: float  # seconds that typed fragments of one message may lie apart, 0 for not at all
    voices: Mapping[str, str]
    records: bool  # every call, from its beginning
    announcement: Message | None  # of that, where the flow has its own words
    zone: str
    parts: Mapping[str, Part]
    blocks: Mapping[str, Block]
    hours: Mapping[str, Hours]
    queues: Mapping[str, Queue]
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    rules: Mapping[str, Mapping[str, Expansion]]  # by language
    remembered: frozenset[str]
    from_page: Mapping[str, AnswerType]  # slots that a page may set, and how it is read
    secrets: frozenset[str]
    moved: Mapping[str, str]
    grammars: Mapping[str, str]  # the standard grammars, "en/numbers.jsgf" -> text
    lines: frozenset[tuple[str, int]]  # all that can run, for coverage
    loops: bool  # whether any flow has a `for` or a `repeat`
    cache: dict[Any, Any] = field(init=False, default_factory=dict)
