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
DUE, EXTENDED = "due", "extended"  # a callback's moment has come; wrap-up goes on
RENEWED = "renewed"  # a callback was asked for once more: the newer wish holds
WISHED = "wished"  # the same while an agent phones: it holds if that is in vain
ASKED, REPLIED = "asked", "replied"  # words of the person and, after their first, of the agent
CHANNEL = "channel"  # the person goes on by another one
KEYED = "keyed"  # the agent sends keys into the call; which ones, and how many, stands nowhere
# Of an agent and of a queue.
STATUS, ARRIVED, DEPARTED, SWITCHED = "status", "arrived", "departed", "switched"
DECLARED = "declared"  # what a queue promises from now on, see `declared`


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`number` is the store's own. `body` has what belongs to the kind:

    joined: media, kind, priority, clock (since when it waits), due (a callback's moment), earlier
    (the item whose clock it keeps); promised: low, high (seconds told to the person); offered: why
    (the decision as `routing` explains it), ring; refused, expired: -; accepted: waited (seconds on
    the clock), pulled; answered, asked, replied: - (the last two only where nobody sits waiting);
    lost, resumed: -; requeued: why, talked, held; transferred: to_queue, to_agent, talked, held,
    state (that it left); also: to_queue; raised: priority, before, by; finished: talked, held, left
    (the person had gone); closed: outcome, talked, held, wrapped (seconds), unserved (nobody ever
    took it: closed, nobody, full or removed), again (a call that was wished meanwhile is done with
    it); abandoned: waited, state; tried: result, talked, held, wrapped, due (the next try's
    moment); renewed, wished: due; guest: mode; unguest, held, unheld, due, extended: -; channel:
    to_channel, to_media; signal: sign, words; status: status, before, by (who else said so);
    switched: switch, on, until; declared: within, hours, outcomes (all that reports read of a
    queue's terms, as `declared` writes it); keyed: -.

    What an agent talked ends once: in finished, transferred, requeued or tried.
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
