"""The definitions, each a small function: half of all quarrels about service levels are about them.

They count `episodes`, so nothing but the log. A share of nothing is None and not 0 or 100 %.

Offered is answered + abandoned: who left for a callback, was passed on, or found the queue closed,
full or empty is shown beside it and counts in neither. The clock of a wait begins where the queue
is entered, not where the menu is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.episodes import ABANDONED, ANSWERED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowengine.desk.episodes import Part, Stay

SHORT = 5.0  # seconds in which who leaves never really waited: they do not count in SL3


def answered(stays: Iterable[Stay]) -> int:
    return sum(stay.end == ANSWERED for stay in stays)


def abandoned(stays: Iterable[Stay]) -> int:
    return sum(stay.end == ABANDONED for stay in stays)


def offered(stays: Sequence[Stay]) -> int:
    return answered(stays) + abandoned(stays)


def _soon(stays: Iterable[Stay], end: str, within: float) -> int:
    return sum(stay.end == end and stay.waited <= within for stay in stays)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def strict(stays: Sequence[Stay], within: float) -> float | None:
    """Answered in time / offered: what is shown where nobody asks for another."""
    return _share(_soon(stays, ANSWERED, within), offered(stays))


def sl1(stays: Sequence[Stay], within: float) -> float | None:
    """Answered in time / answered (Asterisk's "SL"): who gave up is forgotten."""
    return _share(_soon(stays, ANSWERED, within), answered(stays))


def sl2(stays: Sequence[Stay], within: float) -> float | None:
    """(Answered in time + abandoned in time) / offered (Asterisk's "SL2")."""
    soon = _soon(stays, ANSWERED, within) + _soon(stays, ABANDONED, within)
    return _share(soon, offered(stays))


def sl3(stays: Sequence[Stay], within: float, short: float = SHORT) -> float | None:
    """Answered in time / (offered - abandoned within `short` seconds)."""
    whole = offered(stays) - _soon(stays, ABANDONED, short)
    return _share(_soon(stays, ANSWERED, within), whole)


def abandonment(stays: Sequence[Stay]) -> float | None:
    """Abandoned / offered."""
    return _share(abandoned(stays), offered(stays))


def asa(stays: Iterable[Stay]) -> float | None:
    """Average speed of answer: mean wait in seconds of those who were answered."""
    waits = [stay.waited for stay in stays if stay.end == ANSWERED]
    return _share(sum(waits), len(waits))


def aht(parts: Iterable[Part]) -> float | None:
    """Average handling time: mean of talk, hold and wrap-up in seconds, of what is closed."""
    took = [part.handled for part in parts if part.closed]
    return _share(sum(took), len(took))


def first_reply(parts: Iterable[Part]) -> float | None:
    """Mean seconds from accepting to the agent's first words."""
    took = [part.answered - part.began for part in parts if part.answered]
    return _share(sum(took), len(took))


def occupancy(busy: float, available: float) -> float | None:
    """Handling / (handling + available), of agents' seconds. For chat, of slots' seconds."""
    return _share(busy, busy + available)


def busy_seconds(parts: Iterable[Part], since: float, until: float) -> float:
    """Seconds in which anything was in hand between two moments, of one agent's parts: together
    counts once."""
    spans = sorted(_cut(part, since, until) for part in parts)
    total, reached = 0.0, since
    for start, end in spans:
        total += max(end - max(start, reached), 0.0)
        reached = max(reached, end)
    return total


def concurrency(parts: Sequence[Part], since: float, until: float) -> float | None:
    """How many an agent had in hand at once, while they had any: one agent's parts."""
    held = sum(max(end - start, 0.0) for start, end in (_cut(p, since, until) for p in parts))
    return _share(held, busy_seconds(parts, since, until))


def _cut(part: Part, since: float, until: float) -> tuple[float, float]:
    """From accepting to the end of wrap-up, within two moments; what is not over goes on."""
    return max(part.began, since), min(part.closed or until, until)
