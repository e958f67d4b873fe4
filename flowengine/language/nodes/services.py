"""What something other than the person answers: a fetch, a hand-off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.nodes.leaves import Node
from flowengine.language.nodes.statements import Statement

if TYPE_CHECKING:
    from flowengine.language.nodes.leaves import Argument, Duration, Expression, Name, Number, Quote
    from flowengine.language.nodes.statements import Body


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
    """`fetch x from service "/path"`; GET without `send` lines, else POST, or as `method` says."""

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
    """`needs language` (skill is None) or `needs skill "…" level 3`."""

    skill: Quote | None
    level: Number | None
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
    sms_after: Duration | None = None
