"""What a transcript says: tests as immutable lines, in the order they are played.

A transcript is a talk that must happen. It knows nothing of a program; names in it are checked
when it is played.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line that could not be read, or a transcript that fits no flow. Lines count from 1."""

    file: str
    line: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    number: int


@dataclass(frozen=True, slots=True)
class Clock(Line):
    """`given clock 2027-03-02 12:00 Europe/Kyiv`; without a zone the project's counts."""

    moment: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answers, `after` so many seconds; `late` is after the fetch has given up.

    `error` is set where no answer comes at all; `body` is JSON.
    """

    body: Any = None
    status: int = 200
    error: str = ""
    after: float = 0.0
    late: bool = False


@dataclass(frozen=True, slots=True)
class GivenFetch(Line):
    """One answer, used once; with `always` every time from here on."""

    name: str
    answer: Answer
    always: bool


@dataclass(frozen=True, slots=True)
class GivenValues(Line):
    """Values of the conversation; `contact.field` is what is known of the person."""

    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class GivenQueue(Line):
    """`state` is open, closed, nobody or full; `position` from 1, `wait` in seconds (low, high)."""

    name: str
    state: str
    position: int = 1
    wait: tuple[int, int] = (60, 180)


@dataclass(frozen=True, slots=True)
class GivenPerson(Line):
    """`what` is caller (a number), language or seed."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Start(Line):
    place: str | None
    language: str | None
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Bot(Line):
    """What must be heard or read, `…` for anything. `tags` are a channel, a language or both."""

    tags: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What the person does. `act` is one of `ACTS`; `channels` is empty where it counts on all.

    `confidence` is how sure a recogniser was of what they said, 1.0 where it was typed.
    """

    act: str
    text: str = ""
    channels: tuple[str, ...] = ()
    confidence: float = 1.0


ACTS = (
    "plain", "says", "types", "key", "picks", "sends", "silence", "hangs up", "comes back",
    "missed call",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caller(Line):
    """Alternatives are played one after another, each in a run of its own."""

    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Wait(Line):
    seconds: float


@dataclass(frozen=True, slots=True)
class Agent(Line):
    """`act` is accepts, done, sends, closed, nobody or full.

    `name` is that of the agent who accepts, else what they called the talk; both may be empty.
    `place` is where they send the person, `survey` whether an opinion may be asked for.
    """

    act: str
    name: str = ""
    place: str = ""
    survey: bool = True


@dataclass(frozen=True, slots=True)
class Expect(Line):
    """`what` is one of the words in `flowengine.authoring.expectation`.

    `subject` is the name it is about, `value` what it must be, `details` further conditions.
    """

    what: str
    subject: str = ""
    value: Any = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Test:
    """`channels` is empty where it runs on all channels of the flow."""

    __test__ = False  # pytest: this is not one of yours

    name: str
    line: int
    channels: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """`flow` is empty where the file's own name says which flow it is about."""

    file: str
    flow: str
    tests: tuple[Test, ...]
