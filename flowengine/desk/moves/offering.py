"""From a queue to an agent: offers, what agents answer, and items that agents fetch themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.desk import items, log
from flowengine.desk.moves.making import FREE, Impossible, Move, entry, move, need
from flowengine.runtime.events import Accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.desk.items import Item


def offered(
    item: Item, agent: str, token: str, until: float, at: float, why: Mapping[str, Any]
) -> Move:
    """`agent` may take it until `until`, by the secret `token`; `why` is `routing.Match.why`."""
    need(item, (items.WAITING,), "does not wait, so it cannot be offered")
    if not (agent and token and until > at):
        raise Impossible("An offer needs an agent, a token and an end that is still to come.")
    entries = (_to(item, agent, log.OFFERED, at, why=dict(why), ring=why.get("ring", 0)),)
    changes: dict[str, Any] = {"agent": agent, "token": token, "until": until, "since": at}
    return move(item, entries, state=items.OFFERED, **changes)


def accepted(item: Item, at: float) -> Move:
    """The agent takes it. An offer holds until it is taken back, even where its time has run out a
    moment ago: whoever is first writes."""
    need(item, (items.OFFERED,), "is offered to nobody, so it cannot be accepted")
    return taken(item, item.agent, at)


def pulled(item: Item, agent: str, at: float) -> Move:
    """An agent fetches it by hand, a promised callback before its moment too."""
    need(item, (items.WAITING, items.LATER), "does not wait, so it cannot be fetched")
    if not agent:
        raise Impossible("Somebody has to fetch the item.")
    return taken(item, agent, at, pulled=True)


def taken(item: Item, agent: str, at: float, **body: Any) -> Move:
    """The talk begins. By telephone the first words are the agent's "hello"."""
    entries = [_to(item, agent, log.ACCEPTED, at, waited=max(at - item.joined, 0.0), **body)]
    if item.media == items.VOICE:
        entries.append(_to(item, agent, log.ANSWERED, at))
    changes = FREE | {"agent": agent, "accepted": at, "since": at, "first": False, "passed": ()}
    changes["late"] = ""  # who was talked with has been let in
    if item.state == items.LATER:  # before its moment: it has waited from now on
        changes["joined"] = min(item.joined, at)
    told = Accepted(at=at, agent=agent)
    return move(item, tuple(entries), told, state=items.ACTIVE, **changes)


def refused(item: Item, at: float) -> Move:
    """The agent lets it pass: it waits on at its old place, for somebody else first."""
    need(item, (items.OFFERED,), "is offered to nobody, so it cannot be refused")
    return _back(item, entry(item, log.REFUSED, at), passed=_passed(item))


def expired(item: Item, at: float) -> Move:
    """The agent has not answered in time."""
    need(item, (items.OFFERED,), "is offered to nobody, so no offer can run out")
    return _back(item, entry(item, log.EXPIRED, at), passed=_passed(item))


def withdrawn(item: Item, at: float, why: str) -> Move:
    """The offer is taken back, through no fault of the agent's."""
    need(item, (items.OFFERED,), "is offered to nobody, so no offer can be taken back")
    return _back(item, entry(item, log.REQUEUED, at, why=why, talked=0.0, held=0.0))


def _back(item: Item, line: log.Entry, **changes: Any) -> Move:
    return move(item, (line,), **FREE, state=items.WAITING, since=line.at, **changes)


def _passed(item: Item) -> tuple[str, ...]:
    return item.passed if item.agent in item.passed else (*item.passed, item.agent)


def _to(item: Item, agent: str, kind: str, at: float, /, **body: Any) -> log.Entry:
    return replace(entry(item, kind, at, **body), agent=agent)
