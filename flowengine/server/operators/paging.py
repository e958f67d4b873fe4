"""A list that is longer than its page: what is shown, and the address of what comes after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from flowengine.server import given
from flowengine.server.operators.pages import exact

if TYPE_CHECKING:
    from starlette.requests import Request

ROWS = 50  # of one page
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Rows(Generic[_T]):
    """`further` leads on, `newest` back to the beginning; both are "" where there is no more."""

    shown: Sequence[_T]
    further: str = ""
    newest: str = ""


def rows(
    request: Request,
    found: Sequence[_T],
    place: Callable[[_T], tuple[float, object]],
    limit: int = ROWS,
) -> Rows[_T]:
    """`found` is up to one more than `limit`, last first; `place` gives what a row is sorted by:
    its time, and what tells rows of one time apart."""
    shown = found[:limit]
    more = newest = ""
    if len(found) > limit:
        at, name = place(shown[-1])
        more = given.address(request, before=exact(at), behind=str(name), notice="")
    if given.moment(request, "before"):
        newest = given.address(request, before="", behind="", notice="")
    return Rows(shown, more, newest)
