"""What a browser sent, bounded and cleaned before anybody looks at it.

A value that makes no sense counts as one that was not given: whoever follows an old link should
see a page and no complaint.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request

LONGEST = 200  # signs of one value
FIELDS = 200  # of one form
FORM = "application/x-www-form-urlencoded"


def text(request: Request, name: str, longest: int = LONGEST) -> str:
    """A value of the address, without what no store could look for."""
    return clean(request.query_params.get(name, ""))[:longest]


def clean(value: str) -> str:
    """Without NUL and halves of surrogate pairs."""
    return value.replace("\0", "").encode("utf-8", "ignore").decode().strip()


def moment(request: Request, name: str) -> float:
    """POSIX seconds of the address, 0.0 where there are none."""
    try:
        found = float(request.query_params.get(name, "")[:LONGEST] or 0)
    except ValueError:
        return 0.0
    return found if math.isfinite(found) and found > 0 else 0.0


def number(request: Request, name: str) -> int | None:
    """A whole number from 0, None where there is none."""
    found = request.query_params.get(name, "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else None


def address(request: Request, **changed: str) -> str:
    """The address of this page with other values; an empty one is left out."""
    values = {name: text(request, name) for name in request.query_params}
    values.update(changed)
    kept = urlencode({name: value for name, value in values.items() if value})
    return request.url.path + (f"?{kept}" if kept else "")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form that was sent, in order."""

    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def one(self, name: str, longest: int = LONGEST) -> str:
        return next((value for key, value in self.fields if key == name), "")[:longest]

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a field, each once."""
        return tuple(dict.fromkeys(value for key, value in self.fields if key == name))


async def form(request: Request) -> Form:
    """Raises Refusal `not-understood` for anything but a form of a page."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refusal("not-understood", "The server did not understand the page.")
    body = (await request.body()).decode("utf-8", "replace")
    try:
        found = parse_qsl(body, keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError as error:
        raise Refusal("too-large", "This form has too many fields.") from error
    return Form(tuple((name, clean(value)) for name, value in found))
