"""What a person answers: menus, asks, forms, browsing; their options and ladders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.nodes.leaves import Node
from flowengine.language.nodes.statements import Statement

if TYPE_CHECKING:
    from datetime import date, time

    from flowengine.language.nodes.leaves import (
        Duration,
        Expression,
        Name,
        Number,
        Path,
        Quote,
        Target,
        Text,
        Variant,
    )
    from flowengine.language.nodes.services import Fetch
    from flowengine.language.nodes.statements import Body


@dataclass(frozen=True, slots=True)
class Ladder(Node):
    """What to do when an answer fails.

    `kind` is "silence", "no match", "wrong", "unsure" or "give up". `count` is the try it is for
    (for "give up": after how many). `condition` belongs to `wrong if …:`.
    """

    kind: str
    count: Number | None
    condition: Expression | None
    body: Body


@dataclass(frozen=True, slots=True)
class Option(Node):
    """`1 "Study grants" or "grant[s]" = grants if open -> grants`.

    `key` is "0".."9", "star", "hash", "-", "yes" or "no". `body` is None where no colon was
    written; `target` and `body` may both be missing (the option only keeps its value).
    """

    key: str
    label: Quote
    phrases: tuple[Quote, ...]
    value: Path | Number | Quote | None
    condition: Expression | None
    quiet: bool
    target: Target | None
    body: Body | None
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Each(Node):
    """`each c in list "{{ c.name }}" = c.id -> place`: one option for every item."""

    name: Name
    items: Path
    label: Quote
    value: Path | Number | Quote | None
    target: Target | None


Options = tuple[Option | Each, ...]


@dataclass(frozen=True, slots=True)
class Manner(Node):
    """How a question is asked on the phone: `interrupt keys`, `patience 8s`, `pause 2s`."""

    interrupt: Name | None
    patience: Duration | None
    pause: Duration | None


@dataclass(frozen=True, slots=True)
class Menu(Statement):
    """At the margin it has a name and is a step; inside a step the name is optional."""

    name: Name | None
    question: Text | None
    into: Name | None
    options: Options
    ladders: tuple[Ladder, ...]
    keys: bool | None
    manner: Manner


@dataclass(frozen=True, slots=True)
class Bound(Node):
    """One end of a range: `6`, `9:00`, `today + 60 days` (base, signed amount, unit)."""

    base: int | time | date | Path
    amount: int = 0
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerType(Node):
    """What kind of answer is asked for; `name` is one of `TYPES`."""

    name: str
    low: Bound | None = None
    high: Bound | None = None
    length: Number | None = None
    source: Path | None = None
    by: Name | None = None
    limit: Duration | None = None
    rule: Name | None = None


@dataclass(frozen=True, slots=True)
class Confirm(Node):
    """`confirm`, `confirm "…"`, `confirm below 80%`."""

    text: Text | None
    below: Number | None


@dataclass(frozen=True, slots=True)
class Ask(Statement):
    """`flags`: optional, secret, remembered. `yes` and `no` lines are options with these keys."""

    slot: Name
    type: AnswerType | None
    flags: tuple[str, ...]
    question: Text
    hint: Text | None
    confirm: Confirm | None
    options: Options
    ladders: tuple[Ladder, ...]
    fetches: tuple[Fetch, ...]
    keys: bool | None
    manner: Manner


@dataclass(frozen=True, slots=True)
class Form(Statement):
    question: Text | None
    hint: Text | None
    asks: tuple[Ask, ...]
    read_back: Text | None
    ladders: tuple[Ladder, ...]
    manner: Manner


@dataclass(frozen=True, slots=True)
class Browse(Statement):
    name: Name
    items: Path
    show: Text
    options: Options
    ladders: tuple[Ladder, ...]
    manner: Manner
