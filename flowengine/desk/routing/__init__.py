"""Who gets what, and why: `choose` is plain, total and deterministic, and `explain` says in words
what it thought.

Choosing is safe to do on any node, twice, and late: it only proposes. What it proposes becomes true
when the store takes the move, for one of those who tried.
"""

from __future__ import annotations

from flowengine.desk.routing.choosing import Match, choose
from flowengine.desk.routing.explaining import Candidate, Decision, explain, reasons, sentence
from flowengine.desk.routing.ranking import HEAD_START
from flowengine.desk.routing.standing import order
from flowengine.desk.routing.terms import PAUSE, relaxes_at, terms
from flowengine.desk.routing.yielding import yielding

__all__ = [
    "HEAD_START", "PAUSE", "Candidate", "Decision", "Match", "choose", "explain", "order",
    "reasons", "relaxes_at", "sentence", "terms", "yielding",
]  # fmt: skip
