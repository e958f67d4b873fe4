"""The board as tables of plain values by section and key: what a page shows and what a live one is
told are the same, so that each figure is worded once.

Values are words as they are read, and moments (POSIX seconds, 0 for none) under names in RUNNING.
Of people there are only names of ours; what they said is in alerts alone, and on no wall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flowengine.desk import items, people
from flowengine.desk.figures import Figures
from flowengine.host.desk.alerts import SIGN, URGENT
from flowengine.host.desk.masking import pseudonym
from flowengine.host.desk.terms import NO_TERMS
from flowengine.server.desk.board_light import ALARMED, FEW, Light, Stand, light, worst
from flowengine.server.desk.pages import TOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.people import Switch
    from flowengine.host.desk.alerts import Alert
    from flowengine.host.desk.board import Colleague, QueueState
    from flowengine.host.desk.oversight import Seen
    from flowengine.host.desk.terms import Terms
    from flowengine.server.desk.seen import Sections
    from flowengine.server.desk.words import Words

    Row = dict[str, Any]

BOARD = f"{TOP}/board"
RUNNING = ("longest", "since")  # names of moments from which a time runs on
WALL = ("total", "queues")  # sections without anybody's name
_FIGURES = frozenset((
    "waiting", "urgent", "promised", "messages", "talking", "guests", "load", "staff", "level",
    "offered", "answered", "abandoned", "sl1", "sl2", "sl3", "abandonment", "asa",
))  # fmt: skip
_FIRST = (people.READY, people.WRAPPING, people.BREAK)


def tables(seen: Seen, terms: Mapping[str, Terms], told: Words) -> Sections:
    """`total` (one row), `alerts`, `queues`, `agents`, `talks`."""
    names = {one.id: one.shown for one in seen.board.agents}
    lights = {one.name: _light(one, seen, terms) for one in seen.board.queues}
    found = {
        "total": {"total": _total(seen, _worst(seen, lights.values()), told)},
        "alerts": {one.key: _alert(one, number, told) for number, one in enumerate(seen.alerts)},
        "queues": {
            one.name: _queue(one, seen, lights[one.name], told) for one in seen.board.queues
        },
        "agents": {one.id: agent(one, told) for one in seen.board.agents},
        "talks": {one.id: talk(one, names, told) for one in seen.board.items},
    }
    return {
        name: {key: figured(row, told) for key, row in rows.items()} for name, rows in found.items()
    }


def figured(row: Row, told: Words) -> Row:
    """With its figures as the language writes them."""
    return {name: told.figure(value) if name in _FIGURES else value for name, value in row.items()}


def address(kind: str, key: str) -> str:
    """Of the page of one: queues, agents or items."""
    return f"{BOARD}/{kind}/{quote(key, safe='')}"


def share(value: float | None) -> str:
    """82 %, or a dash where there is nothing to share."""
    return "–" if value is None else f"{100 * value:.0f} %"


def span(seconds: float | None) -> str:
    """0:07, 12:30, 1:02:09, or a dash; as the page's script says it."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(max(int(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def plain(name: str) -> str:
    """A name of a flow's, as one reads it."""
    return name.replace("_", " ")


# ---------------------------------------------------------------- queues


def _light(one: QueueState, seen: Seen, terms: Mapping[str, Terms]) -> Light:
    figures = seen.figures.get(one.name, Figures())
    waited = seen.board.at - one.longest if one.longest else 0.0
    within = terms.get(one.name, NO_TERMS).queue.within
    level = figures.strict if figures.offered >= FEW else None
    return light(Stand(one, waited, within, level))


def _queue(one: QueueState, seen: Seen, shown: Light, told: Words) -> Row:
    figures = seen.figures.get(one.name, Figures())
    return {
        "name": told.titled(one.name),
        "address": address("queues", one.name),
        **_lit(shown, told),
        "waiting": str(one.waiting),
        "longest": one.longest,
        "urgent": str(one.urgent),
        "promised": str(one.callbacks),
        "unreached": _unreached(one.unreached, told),
        "messages": str(one.messages),
        "talking": str(one.talking),
        "staff": told.say("board_staff", ready=one.ready, present=one.present),
        "switches": switches(one.switches, told),
        **levels(figures),
        "order": one.name,
    }


def levels(figures: Figures) -> Row:
    """Today's figures of a queue, in words; `service` has the definitions."""
    return {
        "level": share(figures.strict),
        "offered": str(figures.offered),
        "answered": str(figures.answered),
        "abandoned": str(figures.abandoned),
        "sl1": share(figures.sl1),
        "sl2": share(figures.sl2),
        "sl3": share(figures.sl3),
        "abandonment": share(figures.abandonment),
        "asa": span(figures.asa),
    }


def _unreached(count: int, told: Words) -> str:
    """Promises that were tried in vain: somebody has to know."""
    return told.say("board_unreached", count=count) if count else ""


def switches(found: Iterable[Switch], told: Words) -> str:
    return " · ".join(
        told.say(f"board_switched_{one.kind}", to=told.titled(one.value)) for one in found
    )


def _lit(shown: Light, told: Words) -> Row:
    return {
        "light": shown.colour,
        "colour": told[f"board_light_{shown.colour}"],
        "rule": told[f"board_rule_{shown.rule}"],
    }


def _total(seen: Seen, shown: Light, told: Words) -> Row:
    whole = Figures()
    for one in seen.figures.values():
        whole.add(one)
    queues = seen.board.queues
    return {
        **_lit(shown, told),
        "waiting": str(sum(one.waiting for one in queues)),
        "longest": min((one.longest for one in queues if one.longest), default=0.0),
        "urgent": str(sum(one.urgent for one in queues)),
        "promised": str(sum(one.callbacks for one in queues)),
        "talking": str(sum(one.state in items.TALKING for one in seen.board.items)),
        "staff": _statuses(seen.board.agents, told),
        **levels(whole),
        "order": "",
    }


def _worst(seen: Seen, lights: Iterable[Light]) -> Light:
    """A grave alert outweighs queues where all is well: it may be about a talk that goes on."""
    return ALARMED if any(one.grave for one in seen.alerts) else worst(lights)


def _statuses(agents: Iterable[Colleague], told: Words) -> str:
    """How many of those who are there stand how."""
    counts: dict[str, int] = {}
    for one in agents:
        if one.present:
            counts[one.status] = counts.get(one.status, 0) + 1
    named = (*_FIRST, *(status for status in sorted(counts) if status not in _FIRST))
    parts = [
        f"{counts[status]} {status_word(status, told)}" for status in named if status in counts
    ]
    return " · ".join(parts) or told["board_no_agents"]


# ---------------------------------------------------------------- people and talks


def agent(one: Colleague, told: Words) -> Row:
    status = one.status if one.present else people.OFFLINE
    busy = bool(sum(one.load.values()))
    return {
        "name": one.shown,
        "address": address("agents", one.id),
        "light": status,
        "status": status_word(one.status, told) + ("" if one.present else told["board_no_page"]),
        "since": one.since if one.present else 0.0,
        "load": load(one, told),
        "order": f"{'a' if one.present else 'b'}{'a' if busy else 'b'}{one.shown.casefold()}",
    }


def load(one: Colleague, told: Words) -> str:
    """Slots in use of those there are, by media."""
    parts = [
        f"{told[f'media_{media}']} {one.load.get(media, 0)}/{one.caps.get(media, 0)}"
        for media in items.MEDIA
        if one.caps.get(media, 0) or one.load.get(media, 0)
    ]
    return " · ".join(parts)


def status_word(status: str, told: Words) -> str:
    return told.get(f"status_{status}", status)


def talk(one: Item, names: Mapping[str, str], told: Words) -> Row:
    """An open item: whose it is, how it stands, and since when it waits or is talked about."""
    with_somebody = one.state in items.HELD
    return {
        "name": told.sentence(pseudonym(one)),
        "address": address("items", one.id),
        "light": one.state,
        "state": told[f"board_state_{one.state}"],
        "queue": told.titled(one.queue),
        "kind": told[f"board_kind_{one.kind}"],
        "media": told[f"media_{one.media}"],
        "priority": told[f"board_priority_{one.priority}"] if one.priority >= items.HIGH else "",
        "agent": names.get(one.agent, "") if with_somebody else "",
        "guests": str(len([guest for guest in one.guests if not guest.hidden]) or ""),
        "since": one.accepted or one.joined,
        "order": f"{'b' if with_somebody else 'a'}{9 - one.priority}{one.joined:017.3f}",
    }


def _alert(one: Alert, number: int, told: Words) -> Row:
    return {
        "name": told.sentence(one.name) or told.titled(one.queue),
        "address": address("items", one.item) if one.item else _of_queue(one.queue),
        "light": "red" if one.grave else "amber",
        "what": _what(one, told),
        "matched": " · ".join(one.words),
        "queue": told.titled(one.queue) if one.item else "",
        "since": one.at,
        "grave": "yes" if one.grave else "",
        "order": f"{number:05}",
    }


def _of_queue(queue: str) -> str:
    return address("queues", queue) if queue else BOARD


def _what(one: Alert, told: Words) -> str:
    if one.kind == SIGN and one.behaviour:
        seen = told[f"console_behaviour_{one.behaviour.replace(' ', '_')}"]
        return f"{told[f'console_sign_{one.sign}']}: {seen}"
    if one.kind == SIGN:
        return told[f"console_sign_{one.sign}"]
    return told["board_alert_urgent" if one.kind == URGENT else f"board_alert_{one.kind}"]
