"""What a flow file says, as immutable nodes with spans: the shared vocabulary of parser, checks, compiler and formatter.

A node knows where it stands and nothing else: no names are resolved, no types computed, no defaults
filled in. Fields that an author may leave out are None or an empty tuple.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file. Lines and columns count from 1; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Node:
    span: Span


# ---------------------------------------------------------------- leaves


@dataclass(frozen=True, slots=True)
class Name(Node):
    """One word: a step, a slot, a language, a channel. Case is folded to lower, as keywords are."""

    text: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A dotted name: `contact.last_booking`, `vaccine_menu.main`."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Number(Node):
    value: int


@dataclass(frozen=True, slots=True)
class Duration(Node):
    seconds: int


@dataclass(frozen=True, slots=True)
class Expression(Node):
    """An expression as written; its span covers exactly `source`."""

    source: str


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """What stands between two quotation marks, as written (`""` still doubled, holes unread).

    The span includes the marks, so the source begins at column `span.column + 1`.
    """

    source: str


@dataclass(frozen=True, slots=True)
class Variant(Node):
    """`uk: "…"`, `voice uk: "…" or "…"`: tags are a language, a channel or both, in either order.

    Below a text each alternative is a run of lines; below an option the first is the label and
    the rest are phrases, each of a single line.
    """

    tags: tuple[Name, ...]
    alternatives: tuple[tuple[Quote, ...], ...]


@dataclass(frozen=True, slots=True)
class Recording(Node):
    """`recording voice uk: "hello.wav"`: played in place of synthesis where the tags match."""

    tags: tuple[Name, ...]
    file: Quote


@dataclass(frozen=True, slots=True)
class Attachment(Node):
    """`picture`, `file`, `location`, `link` or `contact`, followed by an expression."""

    kind: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Text(Node):
    """One message: alternatives (one is chosen by chance), each a run of lines, and what varies it."""

    alternatives: tuple[tuple[Quote, ...], ...]
    variants: tuple[Variant, ...] = ()
    recordings: tuple[Recording, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """`with name = expression` below a target, or `send name = expression` below a fetch."""

    name: Name
    value: Expression


@dataclass(frozen=True, slots=True)
class Target(Node):
    path: Path
    arguments: tuple[Argument, ...] = ()


# ---------------------------------------------------------------- statements

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
    text: Text


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
class Send(Statement):
    """`send sms to phone "…"`; without `to` it goes to the person we talk with."""

    channel: Name
    to: Path | None
    text: Text | None
    subject: Quote | None


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
class Wait(Statement):
    """`wait 5s`, or `wait until tomorrow 9:00` (then `day` is a word or a date, and `at` a time)."""

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


# ---------------------------------------------------------------- questions


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
class Menu(Statement):
    """At the margin it has a name and is a step; inside a step the name is optional."""

    name: Name | None
    question: Text | None
    into: Name | None
    options: Options
    ladders: tuple[Ladder, ...]
    keys: bool | None


@dataclass(frozen=True, slots=True)
class Bound(Node):
    """One end of a range: `6`, `9:00`, `2027-01-07`, `today + 60 days` (base, sign·amount, unit)."""

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
    """`flags` are among optional, secret, remembered. `yes` and `no` lines are options with these keys."""

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


@dataclass(frozen=True, slots=True)
class Form(Statement):
    question: Text | None
    hint: Text | None
    asks: tuple[Ask, ...]
    read_back: Text | None
    ladders: tuple[Ladder, ...]


@dataclass(frozen=True, slots=True)
class Browse(Statement):
    name: Name
    items: Path
    show: Text
    options: Options
    ladders: tuple[Ladder, ...]


@dataclass(frozen=True, slots=True)
class HttpHeader(Node):
    """`header "Authorization" = secret.club_key`"""

    field: Quote
    value: Expression


@dataclass(frozen=True, slots=True)
class Slow(Node):
    after: Duration
    body: Body


@dataclass(frozen=True, slots=True)
class Fetch(Statement):
    """`fetch x from service "/path"`; GET without `send` lines, POST with, unless `method` says so."""

    name: Name
    service: Name | None
    address: Quote
    sends: tuple[Argument, ...]
    headers: tuple[HttpHeader, ...]
    method: Name | None
    timeout: Duration | None
    retry: Number | None
    slow: Slow | None
    on_error: Body | None
    on_late: Body | None


@dataclass(frozen=True, slots=True)
class Need(Node):
    """`needs language` (skill is None) or `needs skill "…"`."""

    skill: Quote | None
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Priority(Node):
    """`level` is low, normal, high or highest."""

    level: Name
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Outcome(Node):
    """`on closed:`, `on nobody:`, `on full:` below a hand-off."""

    kind: str
    body: Body


@dataclass(frozen=True, slots=True)
class Timed(Node):
    """`after 3m:` or `while waiting every 45s:` below a hand-off."""

    seconds: Duration
    body: Body


@dataclass(frozen=True, slots=True)
class Handoff(Statement):
    queue: Name
    needs: tuple[Need, ...]
    priorities: tuple[Priority, ...]
    brief: Quote | None
    waiting: Timed | None
    music: Quote | None
    callback_after: Duration | None
    afters: tuple[Timed, ...]
    outcomes: tuple[Outcome, ...]


# ---------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class Voice(Node):
    language: Name
    voice: Name


@dataclass(frozen=True, slots=True)
class Screen(Node):
    """`screen 160, more "Next", less "Previous"`"""

    limit: Number
    more: Quote | None
    less: Quote | None


@dataclass(frozen=True, slots=True)
class Header(Node):
    """The lines at the top. `project.flow` has the same lines without `flow NAME "…"`."""

    name: Name | None
    title: Quote | None
    languages: tuple[Name, ...]
    written_in: Name | None
    channels: tuple[Name, ...]
    voices: tuple[Voice, ...]
    resume: Name | None
    screen: Screen | None


@dataclass(frozen=True, slots=True)
class Slot(Node):
    name: Name
    type: AnswerType
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """`18:00-23:00`; an end at or before the start is past midnight and belongs to its first day."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class HoursLine(Node):
    """One line of hours. `days`: "every day", "mon".."sun" (ranges spelled out), "holidays", or a date.

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
class Queue(Node):
    name: Name
    hours: Name | None
    most: Number | None


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
    """`on EVENT:`. `event`: word, message, wrong media, quiet, hang up, fault, return, missed call, failed, lost.

    `word` goes with word, `after` with quiet.
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
    """One `.flow` file. `project.flow` has a header without a name, and no steps of its own are needed."""

    header: Header
    slots: tuple[Slot, ...]
    hours: tuple[Hours, ...]
    queues: tuple[Queue, ...]
    services: tuple[Service, ...]
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...]
    words: tuple[Words, ...]
    anywhere: Options
    repairs: tuple[Ladder, ...]
    handlers: tuple[Handler, ...]
    moves: tuple[Moved, ...]
    steps: tuple[Step, ...]
