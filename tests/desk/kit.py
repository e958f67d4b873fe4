"""People who wait and people who answer, with as few words as possible."""

from __future__ import annotations

from typing import Any

from flowengine.desk.items import Item
from flowengine.desk.people import Agent
from flowengine.language.program import Queue

NOW = 1000.0
QUEUES = {"advice": Queue(hours="", most=0), "duty": Queue(hours="", most=0)}


def waiting(name: str, waited: float = 10.0, **rest: Any) -> Item:
    """Somebody in the queue `advice` who has waited so many seconds."""
    at = NOW - waited
    given: dict[str, Any] = {
        "queue": "advice",
        "joined": at,
        "entered": at,
        "since": at,
        "version": 1,
    } | rest
    return Item(id=name, conversation=f"of {name}", channel="chat", **given)


def agent(name: str, **rest: Any) -> Agent:
    """Somebody ready who answers `advice` in Ukrainian."""
    given: dict[str, Any] = {"queues": frozenset({"advice"}), "languages": {"uk": 5}} | rest
    return Agent(id=name, **given)
