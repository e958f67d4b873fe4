"""What a checked flow compiles to: named blocks of straight-line operations, each with one exit.

A block runs its operations and takes its exit. An exit either names the next block or is a *wait*,
the only place where a conversation rests. A wait's block is named by its step and the slot or menu
it fills (`shop.booking/day`), so that an edit elsewhere moves nobody. Everything here is data;
closures over expressions (`Code`) are the one exception. What it *does* stands in `runtime`.

Operations and exits have the author's words as names: read them as `program.Say`, `program.Menu`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from datetime import date, time

    from flowengine.grammar.expansion import Expansion

Code = Callable[[Any], Any]  # an expression or a text with holes, over the values of a conversation
Tags = tuple[str | None, str | None]  # (channel, language); None where the author named none


@dataclass(frozen=True, slots=True)
class Place:
    """Where the author wrote it: for faults, coverage and `show`."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """A text: alternatives for each (channel, language), the written ones under (None, None)."""

    place: Place
    variants: Mapping[Tags, tuple[Code | str, ...]]
    recordings: Mapping[Tags, str]
    attachments: tuple[tuple[str, Code], ...]


# ---------------------------------------------------------------- operations


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Say(Operation):
    message: Message


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
    text: Code | str
    queue: str


@dataclass(frozen=True, slots=True, eq=False)
class SetLanguage(Operation):
    language: str


@dataclass(frozen=True, slots=True, eq=False)
class Send(Operation):
    channel: str
    to: Code | None
    message: Message | None
    subject: Code | str


@dataclass(frozen=True, slots=True, eq=False)
class StopMessages(Operation):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Also(Operation):
    queue: str


@dataclass(frozen=True, slots=True, eq=False)
class Play(Operation):
    file: Code | str


@dataclass(frozen=True, slots=True, eq=False)
class Loop(Operation):
    """Begins a `for` or `repeat`: keeps the list (or the count) under `key`."""

    key: str
    items: Code | None


# ---------------------------------------------------------------- exits


@dataclass(frozen=True, slots=True, eq=False)
class Go:
    """On to the next block of the same body."""

    place: ClassVar[None] = None  # nothing of the author's stands behind it
    block: str


Arguments = tuple[tuple[str, Code], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Jump:
    """`-> place`: leaves every detour of this call; parameters are set."""

    place: Place
    block: str
    arguments: Arguments = ()


@dataclass(frozen=True, slots=True, eq=False)
class Enter:
    """`call place`: comes back to `then` at `return`. `parameters` are local to the call."""

    place: Place
    block: str
    then: str
    arguments: Arguments
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    place: Place
    condition: Code
    block: str


@dataclass(frozen=True, slots=True, eq=False)
class Choose:
    place: ClassVar[None] = None  # each branch has its own
    branches: tuple[Branch, ...]
    otherwise: str


@dataclass(frozen=True, slots=True, eq=False)
class Next:
    """The head of a `for`: the next item under `name`, or on to `after`."""

    place: Place
    key: str
    name: str
    body: str
    after: str


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """The head of a `repeat up to … while …`."""

    place: Place
    key: str
    times: int
    condition: Code | None
    body: str
    after: str


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """A ladder, an option of `anywhere` or a handler ran out: back to the question."""

    place: ClassVar[None] = None


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    place: Place
    reason: str = "end"
    to: Code | str = ""  # of a transfer


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """What a standard word does that no statement can: repeat, back, skip, cancel, help."""

    place: Place
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """The fetches inside an ask are done: judge the answer by its `wrong if` lines."""

    place: Place
    ask: str


# ---------------------------------------------------------------- questions

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
    """`labels` and `phrases` by language. `keeps` is true where the option has a value of its own.

    `goes` is an author's jump; `body` a block that goes on after the question, or that ends in
    Done where `detour` is true.
    """

    place: Place
    id: str
    key: str  # "0".."9", "star", "hash", "-", "yes", "no"
    labels: Mapping[str, Code | str]
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


@dataclass(frozen=True, slots=True, eq=False)
class Ladders:
    """What a failed answer leads to, all inheritance resolved. `give_up` is (after, block)."""

    rungs: Mapping[str, Rungs]  # silence, no match, wrong, unsure
    give_up: tuple[int, str]


@dataclass(slots=True, eq=False)
class Wait:
    """Where a conversation rests. `name` is its block; `cache` keeps matchers by language."""

    place: Place
    name: str
    after: str
    cache: dict[Any, Any] = field(init=False, default_factory=dict)


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
    """`needs` are (condition, skill or None: the language); the last priority that holds counts."""

    queue: str
    needs: tuple[tuple[Code | None, str | None], ...]
    priorities: tuple[tuple[Code | None, str], ...]
    brief: Code | str
    waiting: tuple[int, str] | None
    music: str
    callback_after: tuple[int, str] | None
    afters: tuple[tuple[int, str], ...]
    outcomes: Mapping[str, str]


@dataclass(slots=True, eq=False)
class Pause(Wait):
    """`wait 5s`, or until a time on a day: today, tomorrow, a weekday name or a date."""

    seconds: int
    day: str | date | None
    at: time | None


Exit = Go | Jump | Enter | Choose | Next | Count | Return | Done | Stop | Standard | Check | Wait


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    name: str
    part: Part
    operations: tuple[Operation, ...]
    exit: Exit


# ---------------------------------------------------------------- the whole


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
class Queue:
    hours: str
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Danger:
    """Emergency words: phrases by language, and the block of their handler."""

    name: str
    phrases: Mapping[str, tuple[Expansion, ...]]
    block: str


@dataclass(slots=True, eq=False)
class Part:
    """What one flow file brings to a program, with all it inherits from project and standard."""

    name: str
    title: str
    written_in: str
    start: str
    main: str
    commands: tuple[Option, ...] = ()
    handlers: Mapping[str, str] = field(default_factory=dict)
    quiet: tuple[tuple[int, str], ...] = ()
    dangers: tuple[Danger, ...] = ()
    cache: dict[Any, Any] = field(init=False, default_factory=dict)


@dataclass(slots=True, eq=False)
class Program:
    """One entry flow with all it refers to. `digest` names the sources it was compiled from."""

    digest: str
    name: str
    title: str
    languages: tuple[str, ...]
    written_in: str
    channels: tuple[str, ...]
    resume: str
    screen: tuple[int, str, str]  # characters (0: the channel's own), words for more and less
    voices: Mapping[str, str]
    zone: str
    parts: Mapping[str, Part]
    blocks: Mapping[str, Block]
    hours: Mapping[str, Hours]
    queues: Mapping[str, Queue]
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    rules: Mapping[str, Mapping[str, Expansion]]  # by language
    remembered: frozenset[str]
    secrets: frozenset[str]
    moved: Mapping[str, str]
    grammars: Mapping[str, str]  # the standard grammars, "en/numbers.jsgf" -> text
    lines: frozenset[tuple[str, int]]  # all that can run, for coverage
    cache: dict[Any, Any] = field(init=False, default_factory=dict)
