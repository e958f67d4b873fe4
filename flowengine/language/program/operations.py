"""What a block does on its way: straight on, without waiting or deciding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.language.program.texts import Code, Message, Place


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Say(Operation):
    message: Message
    interrupt: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class AskInstead(Operation):
    message: Message


@dataclass(frozen=True, slots=True, eq=False)
class Again(Operation):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Set(Operation):
    """`path` is (name,) or (`contact`, field)."""

    path: tuple[str, ...]
    value: Code


@dataclass(frozen=True, slots=True, eq=False)
class Clear(Operation):
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Forget(Operation):
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Save(Operation):
    """`source` is the slot whose label and raw words go with the value, where it is a plain one."""

    label: Code | str
    value: Code
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Tag(Operation):
    subject: str
    tag: Code | str


@dataclass(frozen=True, slots=True, eq=False)
class Note(Operation):
    """`queue` is "queue" for the one that was waited in last."""

    text: Code | str
    queue: str


@dataclass(frozen=True, slots=True, eq=False)
class SetLanguage(Operation):
    language: str


@dataclass(frozen=True, slots=True, eq=False)
class Send(Operation):
    """`queue`, `at`, `safe` and `voicemail` are those of a promise to phone."""

    channel: str
    to: Code | None
    message: Message | None
    subject: Message | None
    queue: str = ""
    at: Code | None = None
    safe: Code | None = None
    voicemail: Code | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GoOn(Operation):
    """From here on the conversation goes by `channel` to the address that `to` gives."""

    channel: str
    to: Code


@dataclass(frozen=True, slots=True, eq=False)
class StopMessages(Operation):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Also(Operation):
    queue: str


@dataclass(frozen=True, slots=True, eq=False)
class Play(Operation):
    file: Code | str
    interrupt: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Record(Operation):
    on: bool


@dataclass(frozen=True, slots=True, eq=False)
class Loop(Operation):
    """Begins a `for` or `repeat`: keeps the list (or the count) under `key`."""

    key: str
    items: Code | None
