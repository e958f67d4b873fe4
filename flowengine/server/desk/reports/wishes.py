"""What the page of staffing is asked for: a queue and a day, or figures given by hand. A field that
makes no sense counts as one that was left empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flowengine.desk.staffing import Goal
from flowengine.host.desk.trying import MOST_AGENTS
from flowengine.server import given
from flowengine.server.desk.reports import asked as asking
from flowengine.server.desk.reports.scope import visible, zones

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flowengine.server.desk.visit import Visit

GIVEN = ("calls", "aht", "patience", "within", "share", "abandoned", "shrinkage", "agents")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the form says; None where a field is empty. Times are seconds, shares 0 to 1."""

    queue: str
    day: date
    zone: str
    calls: float | None
    aht: float | None
    patience: float | None
    agents: int | None
    goal: Goal


def queues(visit: Visit) -> tuple[str, ...]:
    """Those that the reader may plan for. Raises Refusal."""
    return visible(visit) or tuple(sorted(visit.house.desk.queues))


def wished(visit: Visit, known: Sequence[str]) -> Wish:
    """`known` are the queues they may plan for. Raises Refusal."""
    named = given.text(visit.request, "queue")
    queue = named if named in known else (known[0] if known else "")
    if named and named not in known:
        visit.demand("report.read", queue=named)
    places = zones(visit)
    zone = given.text(visit.request, "zone")
    zone = zone if zone in places else places[0]
    agents = _number(visit, "agents", 0.0, MOST_AGENTS)
    tomorrow = datetime.fromtimestamp(visit.at, UTC).astimezone(ZoneInfo(zone)) + timedelta(days=1)
    return Wish(
        queue,
        asking.day(given.text(visit.request, "day")) or tomorrow.date(),
        zone,
        _number(visit, "calls", 0.01, 100_000),
        _number(visit, "aht", 1, 86_400),
        _number(visit, "patience", 1, 86_400),
        None if agents is None else int(agents),
        Goal(
            share=_share(visit, "share", 0.8),
            within=_number(visit, "within", 1, 86_400) or 60.0,
            abandoned=_share(visit, "abandoned", 1.0) or 1.0,
            shrinkage=_share(visit, "shrinkage", 0.0),
        ),
    )


def _number(visit: Visit, name: str, least: float, most: float) -> float | None:
    try:
        found = float(given.text(visit.request, name, 12).replace(",", "."))
    except ValueError:
        return None
    return found if least <= found <= most else None


def _share(visit: Visit, name: str, otherwise: float) -> float:
    found = _number(visit, name, 0, 99)
    return otherwise if found is None else found / 100.0
