"""A log written by moves, as it is in life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.desk import log, moves
from flowengine.desk.items import Item

if TYPE_CHECKING:
    from flowengine.desk.log import Entry
    from flowengine.desk.moves import Move


class Life:
    """One item from its joining on, and every line of the log that came of it."""

    def __init__(self, name: str, at: float, *, earlier: Item | None = None, **rest: Any) -> None:
        given: dict[str, Any] = {"queue": "advice", "channel": "chat", "language": "uk"} | rest
        self.entries: list[Entry] = []
        self.item = Item(id=name, conversation=f"of {name}", **given)
        self._take(moves.joined(self.item, at, earlier))

    def _take(self, move: Move) -> Life:
        self.entries += move.entries
        self.item = move.after
        return self

    def do(self, name: str, *given: Any, **rest: Any) -> Life:
        """The move of that name."""
        return self._take(getattr(moves, name)(self.item, *given, **rest))

    def offered(self, at: float, agent: str = "olena") -> Life:
        return self.do("offered", agent, "token", at + 20, at, {})

    def accepted(self, at: float, agent: str = "olena") -> Life:
        return self.offered(at, agent).do("accepted", at)

    def said(self, kind: str, at: float, **body: Any) -> Life:
        """A line that no move writes."""
        item = self.item
        self.entries.append(
            log.Entry(at=at, kind=kind, item=item.id, queue=item.queue, agent=item.agent, body=body)
        )
        return self

    def talked(self, accepted: float, finished: float, closed: float, agent: str = "olena") -> Life:
        self.accepted(accepted, agent).do("finished", closed + 60, finished)
        return self.do("closed", closed, "advice given")


def written(*lives: Life) -> list[Entry]:
    """All lines in the order of the log."""
    found = [entry for life in lives for entry in life.entries]
    return sorted(found, key=lambda entry: entry.at)
