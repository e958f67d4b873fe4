"""What may stand in the body of a step and asks nobody anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.nodes.leaves import Node

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
    )


TYPES = (
    "text", "number", "digits", "yes/no", "choice", "date", "time", "phone", "email", "money",
    "photo", "file", "location", "recording", "rule", "name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """Anything that may stand in the body of a step. A body is a tuple of statements."""


Body = tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Say(Statement):
    """`interrupt` is what stops it on the phone: no, keys, speech or match."""

    text: Text
    interrupt: Name | None = None


@dataclass(frozen=True, slots=True)
class AskInstead(Statement):
    """`ask "…"` inside a ladder: these words in place of the question, the options stay."""

    text: Text


@dataclass(frozen=True, slots=True)
class Again(Statement):
    """`again` inside a ladder: the question alone."""


@dataclass(frozen=True, slots=True)
class Jump(Statement):
    target: Target


@dataclass(frozen=True, slots=True)
class Call(Statement):
    target: Target


@dataclass(frozen=True, slots=True)
class End(Statement):
    pass


@dataclass(frozen=True, slots=True)
class Return(Statement):
    pass


@dataclass(frozen=True, slots=True)
class Set(Statement):
    path: Path
    value: Expression


@dataclass(frozen=True, slots=True)
class Clear(Statement):
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Forget(Statement):
    path: Path


@dataclass(frozen=True, slots=True)
class Save(Statement):
    label: Quote
    value: Expression


@dataclass(frozen=True, slots=True)
class Tag(Statement):
    """`tag contact "shelter"`; the subject is `contact` or `conversation`."""

    subject: Name
    tag: Quote


@dataclass(frozen=True, slots=True)
class Note(Statement):
    text: Quote
    queue: Name | None


@dataclass(frozen=True, slots=True)
class SetLanguage(Statement):
    language: Name


@dataclass(frozen=True, slots=True)
class Promise(Node):
    """What we know of a call that is promised: whose it is, when, and whether it is safe."""

    queue: Name | None
    at: Expression | None
    safe: Expression | None
    voicemail: Expression | None


@dataclass(frozen=True, slots=True)
class Send(Statement):
    """`send sms to phone "…"`; without `to` it goes to the person we talk with.

    `promise` belongs to a promise to phone.
    """

    channel: Name
    to: Path | None
    text: Text | None
    subject: Text | None
    promise: Promise | None = None


@dataclass(frozen=True, slots=True)
class GoOn(Statement):
    """`go on by sms to phone`: the same conversation by another road, from here on."""

    channel: Name
    to: Path


@dataclass(frozen=True, slots=True)
class StopMessages(Statement):
    pass


@dataclass(frozen=True, slots=True)
class Transfer(Statement):
    to: Quote


@dataclass(frozen=True, slots=True)
class Also(Statement):
    queue: Name


@dataclass(frozen=True, slots=True)
class Play(Statement):
    file: Quote


@dataclass(frozen=True, slots=True)
class Record(Statement):
    """`record on` and `record off`: the call is recorded from here on, or is not."""

    on: bool


@dataclass(frozen=True, slots=True)
class Wait(Statement):
    """`wait 5s`, or `wait until tomorrow 9:00`: then `day` is a word or a date."""

    duration: Duration | None
    day: Name | date | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Branch(Node):
    condition: Expression
    body: Body


@dataclass(frozen=True, slots=True)
class If(Statement):
    branches: tuple[Branch, ...]
    otherwise: Body


@dataclass(frozen=True, slots=True)
class For(Statement):
    name: Name
    items: Expression
    body: Body


@dataclass(frozen=True, slots=True)
class Repeat(Statement):
    """`repeat up to 3 times while …:`"""

    times: Number
    condition: Expression | None
    body: Body
