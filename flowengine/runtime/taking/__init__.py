"""What each event does at the place where the conversation stands: the next block, or DROPPED.

A person's words go to whatever waits for them; answers, timers and the queue's news are obeyed only
where their turn is still waited for. Nothing is run here: `step` runs what is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.runtime import events as ev
from flowengine.runtime.taking import beginning, news, person
from flowengine.runtime.taking.news import QUIET
from flowengine.runtime.taking.place import DROPPED

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.turn import Turn

__all__ = ["DROPPED", "QUIET", "TAKE"]

TAKE: dict[type[ev.Event], Callable[[Turn, Any], str | None]] = {
    ev.Started: beginning.started,
    ev.Said: person.done,
    ev.Pressed: person.done,
    ev.Picked: person.done,
    ev.Filled: person.done,
    ev.Silence: person.done,
    ev.Switched: beginning.switched,
    ev.Received: person.done,
    ev.Fetched: news.fetched,
    ev.Due: news.due,
    ev.Queued: news.queued,
    ev.Accepted: news.accepted,
    ev.HandoffEnded: news.handoff_ended,
    ev.Signalled: news.signalled,
    ev.HungUp: person.hung_up,
    ev.MissedCall: news.told("missed call"),
    ev.DeliveryFailed: news.told("failed"),
}
