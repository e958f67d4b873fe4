"""The waits for a person: menu, ask, form, browse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowengine.grammar.expansion import Expansion
    from flowengine.language.program.exits import Jump
    from flowengine.language.program.texts import Code, Message, Place, Tags


Rungs = tuple[tuple[int, str], ...]  # (from this try on, block), ascending


@dataclass(frozen=True, slots=True, eq=False)
class WrongIf:
    place: Place
    condition: Code
    block: str


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """One option for every item of a list; `label` comes from data or a table column."""

    name: str
    items: Code


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """`labels` by channel and language, `phrases` by language; the written ones under (None, None)
    and "". `written` is the language of a label that names none, as in `Message`.

    `keeps` is true where the option has a value of its own.

    `goes` is an author's jump; `body` a block that goes on after the question, or that ends in
    Done where `detour` is true.
    """

    place: Place
    id: str
    key: str  # "0".."9", "star", "hash", "-", "yes", "no"
    labels: Mapping[Tags, Code | str]
    phrases: Mapping[str, tuple[Expansion, ...]]
    keeps: bool
    value: Any
    value_code: Code | None
    condition: Code | None
    quiet: bool
    goes: Jump | None
    body: str
    detour: bool
    each: Each | None = None
    visits: bool = False  # the target contains `return`: a detour that comes back
    written: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Ladders:
    """What a failed answer leads to, all inheritance resolved. `give_up` is (after, block)."""

    rungs: Mapping[str, Rungs]  # silence, no match, wrong, unsure
    give_up: tuple[int, str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a question is asked on the phone, all inheritance resolved.

    `interrupt` is what stops it: no, keys, speech or match, "" where nobody says. `patience` and
    `pause` are seconds of silence that count as no answer, and that end one; 0 where nobody says.
    """

    interrupt: str = ""
    patience: float = 0.0
    pause: float = 0.0


@dataclass(slots=True, eq=False)
class Wait:
    """Where a conversation rests. `name` is its block; `cache` keeps matchers by language."""

    place: Place
    name: str
    after: str
    cache: dict[Any, Any] = field(init=False, default_factory=dict)
    manner: Manner = field(init=False, default=Manner())


@dataclass(slots=True, eq=False)
class Question(Wait):
    question: Message | None
    options: tuple[Option, ...]
    ladders: Ladders
    says_keys: bool


@dataclass(slots=True, eq=False)
class Menu(Question):
    into: str


@dataclass(frozen=True, slots=True, eq=False)
class AnswerType:
    """`low` and `high` are expressions (inclusive); `limit` is seconds of a recording."""

    name: str
    low: Code | None = None
    high: Code | None = None
    length: int = 0
    source: Code | None = None
    by: str = ""
    limit: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Confirm:
    """`below` is a percentage: confirm only what was heard with less confidence; 100 for always."""

    message: Message | None
    below: int


@dataclass(slots=True, eq=False)
class Ask(Question):
    """`check` is the block of the fetches that come before `wrong_ifs`, or ""."""

    slot: str
    type: AnswerType
    optional: bool
    secret: bool
    hint: Message | None
    confirm: Confirm | None
    wrong_ifs: tuple[WrongIf, ...]
    check: str


@dataclass(slots=True, eq=False)
class Form(Wait):
    question: Message | None
    hint: Message | None
    asks: tuple[Ask, ...]
    read_back: Message | None
    ladders: Ladders


@dataclass(slots=True, eq=False)
class Browse(Question):
    variable: str
    items: Code
    show: Message
