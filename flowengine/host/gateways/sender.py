"""What a gateway can do, and what can become of a message that is given to it.

A sender decides nothing about trying again; it only says as exactly as it can what happened. The
one question that matters is whether the other side may have heard us.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from flowengine.store.records import Outgoing

WEBHOOK = "webhook"  # the gateway of those who subscribed to be told
LONGEST = 200  # signs of a reason that are kept


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it; `name` is its own name for the message, "" when it told none."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """It was not taken and may be another time: not before `seconds`, 0 where nobody said."""

    why: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not taken and never will be as it is."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been taken."""

    why: str


Outcome = Sent | Later | Refused | Unknown


class Sender(Protocol):
    async def send(self, message: Outgoing) -> Outcome:
        """Try once, in bounded time. Raises nothing that it could foresee."""

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `burst` at once and `rate` a second in the long run, over all nodes."""

    rate: float
    burst: float


@dataclass(frozen=True, slots=True)
class Gateway:
    """`channel` is what flows call it, `flow` whom its people talk to ("" where it only sends),
    `country` the code of numbers that have none.

    `idempotent`: the other side recognises a repeated message by its key. `most` are sent at the
    same time by one node. `secrets` sign what goes and prove what comes, the newest first.
    """

    name: str
    sender: Sender
    channel: str = ""
    flow: str = ""
    idempotent: bool = False
    pace: Pace | None = None
    most: int = 8
    secrets: tuple[str, ...] = field(default=(), repr=False)
    country: str = ""


def short(text: str) -> str:
    """What the other side said, on one line and fit for any store: a zero in it, or half of a
    surrogate pair, would be refused there, and the message could never be settled."""
    fit = text.replace("\0", "").encode("utf-8", "replace").decode()
    return " ".join(fit.split())[:LONGEST]
