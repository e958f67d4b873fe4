"""The desk's log: what happened to items, agents and queues. Rows are only added, and every number
that anybody is shown about the past is counted from them.

They name nobody we talk with and quote nobody: ids, kinds and figures.
"""

from __future__ import annotations

from typing import Any

import msgspec

# Of an item.
JOINED, PROMISED, OFFERED, REFUSED, EXPIRED = "joined", "promised", "offered", "refused", "expired"
ACCEPTED, LOST, RESUMED, REQUEUED = "accepted", "lost", "resumed", "requeued"
TRANSFERRED, ALSO, RAISED, HELD, UNHELD = "transferred", "also", "raised", "held", "unheld"
ANSWERED = "answered"  # the agent's first words; calls: with `accepted`
FINISHED, CLOSED, ABANDONED, TRIED = "finished", "closed", "abandoned", "tried"
GUEST, UNGUEST, SIGNAL = "guest", "unguest", "signal"
# Of an agent and of a queue.
STATUS, ARRIVED, DEPARTED, SWITCHED = "status", "arrived", "departed", "switched"


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`number` is the store's own. `body` has what belongs to the kind:

    joined: media, kind, priority; promised: low, high (seconds told to the person); offered: why
    (the decision as `routing` explains it), ring; refused, expired: -; accepted: waited (seconds on
    the clock); requeued: why; transferred: to_queue, to_agent; raised: priority, by; finished: -
    (talk is over, wrap-up begins); closed: outcome, talked, held, wrapped (seconds); abandoned:
    waited, state; tried: result; guest: agent, mode; signal: sign, words; status: status, before;
    switched: switch, on, until.
    """

    at: float
    kind: str
    item: str = ""
    conversation: str = ""
    flow: str = ""
    queue: str = ""
    channel: str = ""
    language: str = ""
    agent: str = ""
    body: dict[str, Any] = {}
    number: int = 0
