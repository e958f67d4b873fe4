"""The figures of a report: how each is called in the words' table, worked out, and written.

A share of very few people says who they are: where a language is looked at, shares and means of
fewer than `FEW` are not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.desk.categories import FEW
from flowengine.desk.figures import Figures

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT, SHARE, SECONDS, MARK = "count", "share", "seconds", "mark"
NONE, HIDDEN = "–", "< 5"
MINUTE, HOUR = 60.0, 3600.0

Number = float | None


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is that of the words: `report_<name>` its head, `report_def_<name>` its definition.
    `base` is of how many people it is a share or a mean."""

    name: str
    kind: str
    group: str
    value: Callable[[Figures], Number]
    base: Callable[[Figures], float] = lambda _: FEW

    def number(self, figures: Figures, *, careful: bool = False) -> Number:
        """None where there is nothing to share, or it is not to be told."""
        return None if self.hides(figures, careful=careful) else self.value(figures)

    def hides(self, figures: Figures, *, careful: bool) -> bool:
        return careful and self.kind != COUNT and 0 < self.base(figures) < FEW

    def text(self, figures: Figures, *, careful: bool = False) -> str:
        if self.hides(figures, careful=careful):
            return HIDDEN
        return written(self.value(figures), self.kind)


def written(value: Number, kind: str) -> str:
    """A number as people read it: 83 %, 1:05 (minutes and seconds), 4.2."""
    if value is None:
        return NONE
    if kind == SHARE:
        return f"{value * 100:.0f} %"
    if kind == SECONDS:
        return span(value)
    return f"{value:.1f}" if kind == MARK else f"{value:.0f}"


def span(seconds: float) -> str:
    """Seconds below a minute and a half as seconds, else minutes or hours with two digits."""
    whole = round(seconds)
    if whole < 1.5 * MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // 60}:{whole % 60:02} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02} h"


def _of(name: str) -> Callable[[Figures], Number]:
    return lambda figures: getattr(figures, name)


def _base(name: str) -> Callable[[Figures], float]:
    return lambda figures: float(getattr(figures, name))


def _counts(group: str, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, COUNT, group, _of(name)) for name in names)


def _shared(group: str, kind: str, base: str, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind, group, _of(name), _base(base)) for name in names)


WAITS, BESIDE, TALKS, ASYNC = "waits", "beside", "talks", "async"
CALLS, TOLD, OPINIONS = "calls", "told", "opinions"
GROUPS = (WAITS, BESIDE, TALKS, ASYNC, CALLS, TOLD, OPINIONS)

COLUMNS: tuple[Column, ...] = (
    *_counts(WAITS, "offered", "answered", "abandoned"),
    *_shared(WAITS, SHARE, "offered", "strict", "abandonment"),
    *_shared(WAITS, SHARE, "answered", "sl1"),
    *_shared(WAITS, SHARE, "offered", "sl2", "sl3"),
    *_shared(WAITS, SECONDS, "answered", "asa"),
    *_shared(WAITS, SECONDS, "offered", "longest"),
    *_counts(BESIDE, "for_callback", "moved", "unserved", "waiting"),
    *_counts(TALKS, "handled"),
    *_shared(TALKS, SECONDS, "handled", "aht"),
    *_shared(TALKS, SECONDS, "replies", "first_reply"),
    *_counts(ASYNC, "firsts", "unanswered"),
    *_shared(ASYNC, SECONDS, "firsts", "async_first"),
    *_counts(ASYNC, "nexts"),
    *_shared(ASYNC, SECONDS, "nexts", "async_next"),
    *_counts(ASYNC, "resolved"),
    *_shared(ASYNC, SECONDS, "resolved", "async_resolution"),
    *_counts(CALLS, "callbacks", "callbacks_done", "tries", "messages", "messages_done"),
    *_counts(TOLD, "told"),
    *_shared(TOLD, SHARE, "told", "promises_kept"),
    *_counts(TOLD, "sooner", "later"),
    *_counts(OPINIONS, "asked", "rated"),
    *_shared(OPINIONS, SHARE, "asked", "response"),
    *_shared(OPINIONS, SHARE, "rated", "csat"),
    *_shared(OPINIONS, MARK, "rated", "mark"),
)
BY_NAME = {one.name: one for one in COLUMNS}

# Of a table with many rows. Of agents nothing that measures how fast they are.
BRIEF = tuple(
    BY_NAME[name]
    for name in (
        "offered", "answered", "abandoned", "strict", "abandonment", "asa", "handled", "aht",
        "callbacks", "response", "csat",
    )
)  # fmt: skip
OF_AGENTS = tuple(
    BY_NAME[name] for name in ("answered", "handled", "callbacks_done", "messages_done")
)
