"""The figures of one row of a report. They are sums, so that rows add up; shares and means are
worked out from the sums when they are shown, and are None where there is nothing to share."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from flowengine.desk import episodes, items
from flowengine.desk.service import SHORT

if TYPE_CHECKING:
    from flowengine.desk.answers import Answer, Resolution
    from flowengine.desk.episodes import Part, Stay

SATISFIED = 4.0  # of 5: from here on somebody counts as satisfied


@dataclass(slots=True)
class Figures:
    """Waits of people who wait now: `offered` = `answered` + `abandoned`; beside them who left
    `for_callback`, was `moved` on, was `unserved`, and is `waiting` yet. `in_time` were answered
    within the queue's bound, `gone_in_time` left within it, `gone_short` within SHORT seconds.
    Seconds: `wait` of those answered, `lost` of those who left, `longest` of anybody.

    Their talks: `handled`, with the seconds `talked`, `held`, `wrapped`; `replies` and `reply` are
    agents' first words to people who sit there, and the seconds until then.

    What nobody sits waiting for: how many had a first answer (`firsts`) and how many more answers
    they had (`nexts`), with the seconds until each (`first_wait`, `next_wait`); how many wait for
    an answer yet (`unanswered`), how many are done (`resolved`) and how long that took
    (`resolving`); all seconds in opening hours.

    Promises to phone and messages: how many were made or left, how many were done; `tries` that
    reached nobody. Ranges that were told to people who were then answered: `told`, and of these
    `kept`, `sooner` and `later` than told.

    Opinions: `asked`, `rated`, the sum of `marks`, and how many are `satisfied`.
    """

    answered: int = 0
    abandoned: int = 0
    for_callback: int = 0
    moved: int = 0
    unserved: int = 0
    waiting: int = 0
    in_time: int = 0
    gone_in_time: int = 0
    gone_short: int = 0
    wait: float = 0.0
    lost: float = 0.0
    longest: float = 0.0
    handled: int = 0
    talked: float = 0.0
    held: float = 0.0
    wrapped: float = 0.0
    replies: int = 0
    reply: float = 0.0
    firsts: int = 0
    first_wait: float = 0.0
    nexts: int = 0
    next_wait: float = 0.0
    unanswered: int = 0
    resolved: int = 0
    resolving: float = 0.0
    callbacks: int = 0
    callbacks_done: int = 0
    tries: int = 0
    messages: int = 0
    messages_done: int = 0
    told: int = 0
    kept: int = 0
    sooner: int = 0
    later: int = 0
    asked: int = 0
    rated: int = 0
    marks: float = 0.0
    satisfied: int = 0

    def add(self, other: Figures) -> None:
        """Both together; of the longest waits the longer one."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            longest = one.name == "longest"
            setattr(self, one.name, max(mine, theirs) if longest else mine + theirs)

    # ------------------------------------------------------------ sums

    def stay(self, stay: Stay, within: float) -> None:
        """One wait more."""
        if stay.end == episodes.ANSWERED:
            self.answered += 1
            self.in_time += stay.waited <= within
            self.wait += stay.waited
            self._promise(stay)
        elif stay.end == episodes.ABANDONED:
            self.abandoned += 1
            self.gone_in_time += stay.waited <= within
            self.gone_short += stay.waited <= SHORT
            self.lost += stay.waited
        else:
            self._beside(stay)
        self.longest = max(self.longest, stay.waited)

    def _beside(self, stay: Stay) -> None:
        self.for_callback += stay.end == episodes.FOR_CALLBACK
        self.moved += stay.end == episodes.MOVED
        self.unserved += stay.end == episodes.UNSERVED
        self.waiting += stay.end == episodes.OPEN

    def _promise(self, stay: Stay) -> None:
        """What was told counts from when it was told."""
        low, high = stay.promised
        if high:
            self.told += 1
            self.sooner += stay.after < low
            self.later += stay.after > high
            self.kept += low <= stay.after <= high

    def part(self, part: Part) -> None:
        """One talk more, of whatever kind."""
        if part.kind == items.CALLBACK:
            self.callbacks_done += bool(part.closed and part.outcome)
        elif part.kind == items.MESSAGE:
            self.messages_done += bool(part.closed)
        else:
            self._talk(part)

    def _talk(self, part: Part) -> None:
        if part.closed:
            self.handled += 1
            self.talked += part.talked
            self.held += part.held
            self.wrapped += part.wrapped
        if part.answered and part.media != items.ASYNC:
            self.replies += 1
            self.reply += part.answered - part.began

    def answer(self, answer: Answer) -> None:
        """One thing more that somebody said and nobody sat waiting to have answered."""
        if answer.waited is None:
            self.unanswered += 1
        elif answer.first:
            self.firsts += 1
            self.first_wait += answer.waited
        else:
            self.nexts += 1
            self.next_wait += answer.waited

    def resolution(self, done: Resolution) -> None:
        """One of those more that is done."""
        self.resolved += 1
        self.resolving += done.took

    def opinion(self, rating: float | None) -> None:
        """Somebody was asked, and said this, or nothing."""
        self.asked += 1
        if rating is not None:
            self.rated += 1
            self.marks += rating
            self.satisfied += rating >= SATISFIED

    # ------------------------------------------------------------ shares and means

    @property
    def offered(self) -> int:
        return self.answered + self.abandoned

    @property
    def strict(self) -> float | None:
        """As `service.strict`, and so the others."""
        return _share(self.in_time, self.offered)

    @property
    def sl1(self) -> float | None:
        return _share(self.in_time, self.answered)

    @property
    def sl2(self) -> float | None:
        return _share(self.in_time + self.gone_in_time, self.offered)

    @property
    def sl3(self) -> float | None:
        return _share(self.in_time, self.offered - self.gone_short)

    @property
    def abandonment(self) -> float | None:
        return _share(self.abandoned, self.offered)

    @property
    def asa(self) -> float | None:
        return _share(self.wait, self.answered)

    @property
    def aht(self) -> float | None:
        return _share(self.talked + self.held + self.wrapped, self.handled)

    @property
    def first_reply(self) -> float | None:
        return _share(self.reply, self.replies)

    @property
    def async_first(self) -> float | None:
        return _share(self.first_wait, self.firsts)

    @property
    def async_next(self) -> float | None:
        return _share(self.next_wait, self.nexts)

    @property
    def async_resolution(self) -> float | None:
        return _share(self.resolving, self.resolved)

    @property
    def promises_kept(self) -> float | None:
        """Of the ranges that were told, how many came true."""
        return _share(self.kept, self.told)

    @property
    def mark(self) -> float | None:
        """Mean of the marks that were given."""
        return _share(self.marks, self.rated)

    @property
    def csat(self) -> float | None:
        """Satisfied / rated; to be read with `response` beside it."""
        return _share(self.satisfied, self.rated)

    @property
    def response(self) -> float | None:
        """Rated / asked."""
        return _share(self.rated, self.asked)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
