"""One thing that can be asked: declared once, for the router, the roles and the description.

An endpoint names its role and the shapes it takes and gives; `serving` obeys these, `openapi`
tells them. So nothing can be served that is not described, nor without a role.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from flowengine.host.house import House
    from flowengine.store.records import Token

JSON = "application/json"
CSV = "text/csv"
NAME = r"^[A-Za-z0-9_-]{1,64}(?!\n)$"  # of a flow, a conversation or a contact, in an address
_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request after it was checked. `body` and `query` are of the endpoint's shapes.

    `raw` is the body as it came, `key` what stood in `Idempotency-Key`, "" where nothing did, and
    `does` the endpoint's name.
    """

    house: House
    token: Token
    path: Mapping[str, str]
    query: Any
    body: Any
    raw: bytes = b""
    key: str = ""
    does: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """`status` 0 is the endpoint's own; `body` is of its shape, or bytes where it has none."""

    body: msgspec.Struct | bytes | None = None
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


Call = Callable[[Asked], Awaitable[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """`does` is one sentence; `refuses` are statuses beyond those that any request can get.

    `role` is what a token needs; `once` says that `Idempotency-Key` is honoured. `type` is that of
    the answer, and an answer of another type than JSON has no shape.
    """

    method: str
    path: str
    role: str
    does: str
    call: Call
    body: type[msgspec.Struct] | Any = None
    query: type[msgspec.Struct] | None = None
    gives: type[msgspec.Struct] | None = None
    status: int = 200
    refuses: tuple[int, ...] = ()
    once: bool = False
    type: str = JSON

    @property
    def places(self) -> tuple[str, ...]:
        """The parts of the path that vary."""
        return tuple(_PLACE.findall(self.path))

    @property
    def name(self) -> str:
        """What programs that are made from the description call it: `begin`, `export`."""
        return str(self.call.__name__)
