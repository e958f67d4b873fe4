"""How people went through a flow: how far they came, where it ended, what they chose in menus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.host.desk.walks import Walks, walked
from flowengine.server import given
from flowengine.server.desk.reports import asked as asking
from flowengine.server.desk.reports import drawings
from flowengine.server.desk.reports.columns import COUNT, SECONDS, written
from flowengine.server.desk.reports.scope import scope, sees_all

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.host.desk.walks import Menu
    from flowengine.server.desk.visit import Visit
    from flowengine.server.desk.words import Words

MOST = 25  # places of a funnel
_WAYS = ("button", "key", "words", "silence")


async def show(visit: Visit) -> Response:
    """Of all queues together: whoever sees some of them only sees none of this."""
    seen = await scope(visit)
    if not sees_all(visit, seen):
        visit.demand("report.read")
    flows = sorted(visit.house.library.programs)
    wanted = given.text(visit.request, "flow")
    flow = wanted if wanted in flows else (flows[0] if flows else "")
    asked = seen.asked
    walks = await walked(visit.store, flow, asked.since, asked.until) if flow else Walks()
    return visit.page(
        "reports-flows.html", section="reports", tab="flows", asked=asked,
        periods=asking.PERIODS, flows=[(one, one) for one in flows], flow=flow,
        **_values(walks, seen.told, _written(visit, flow)),
    )  # fmt: skip


def _written(visit: Visit, flow: str) -> str:
    """The language that the flow is written in."""
    program = visit.house.library.programs.get(flow)
    return "" if program is None else program.written_in


def _values(walks: Walks, told: Words, written_in: str) -> dict[str, Any]:
    count = walks.conversations
    return {
        "conversations": count,
        "cut": told.say("report_flows_cut", count=count) if walks.cut else "",
        "tiles": [
            ("conversations", told.figure(written(count, COUNT))),
            ("handed_over", told.figure(_share(walks.handed_over, count))),
            ("to_person", told.figure(written(walks.median_to_person, SECONDS))),
            ("zero", told.figure(_share(walks.zero, count))),
        ],
        "charts": [
            drawings.places(name, counts.most_common(MOST), told, told["report_conversations"])
            for name, counts in (("reached", walks.reached), ("stopped", walks.stopped))
            if counts
        ],
        "menus": [
            (place, menu.shown, _choices(menu, told, written_in), _ways(menu, told))
            for place, menu in sorted(walks.menus.items(), key=lambda one: -one[1].shown)
        ],
    }


def _choices(menu: Menu, told: Words, written_in: str) -> list[tuple[str, int, str]]:
    """What was chosen, the most first; what was said in words comes last. A choice is the same in
    all its languages."""
    found = sorted(menu.chosen.items(), key=lambda one: (not one[0], -one[1]))
    return [
        (
            _label(menu, key, written_in) or told["report_menu_said"],
            count,
            told.figure(_share(count, menu.shown)),
        )
        for key, count in found
    ]


def _label(menu: Menu, key: str, written_in: str) -> str:
    labels = menu.labels.get(key, {})
    return labels.get(written_in) or next(iter(labels.values()), "")


def _ways(menu: Menu, told: Words) -> str:
    named = [(told[f"report_way_{way}"], menu.ways[way]) for way in _WAYS if menu.ways[way]]
    return " · ".join(f"{name} {told.figure(str(count))}" for name, count in named)


def _share(part: int, whole: int) -> str:
    return f"{part / whole * 100:.0f} %" if whole else "–"
