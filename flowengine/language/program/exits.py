"""How a block ends where it does not wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flowengine.language.program.texts import Code

if TYPE_CHECKING:
    from flowengine.language.program.texts import Place


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
