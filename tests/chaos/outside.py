"""Whom the flow sends to and asks: a service that is slow, fails, and hangs up now and then.

It writes down what it took under which key. One of its two gateways knows a repeated message.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tests.chaos import scene
from tests.host.peer import HANG_UP, HOLD, Asked, reply

TROUBLE = 0.18  # of all requests


@dataclass
class Outside:
    """`taken` counts by gateway and key what it took; `order` is in which order that was.

    `ordered` counts orders by key. It is `kind` when everything is answered at once.
    """

    chance: Random
    kind: bool = False
    asked: int = 0
    taken: dict[str, Counter[str]] = field(
        default_factory=lambda: {scene.BRIDGE: Counter(), scene.SMS: Counter()}
    )
    order: list[str] = field(default_factory=list)
    ordered: Counter[str] = field(default_factory=Counter)

    def say(self, asked: Asked) -> bytes:
        self.asked += 1
        key = asked.headers["idempotency-key"]
        name = asked.path.partition("?")[0].strip("/")
        how = "well" if self.kind or self.chance.random() > TROUBLE else self.chance.choice(_HOWS)
        if name == "order":
            self.ordered[key] += 1
        if name not in self.taken:
            return _ANSWERS.get(how, reply(200, {"found": True}))
        if how == "not now" or (how == "never" and not self.taken[name][key]):
            return _ANSWERS[how]
        self._take(name, key)
        return _WELL.get(how, reply(200, {"id": f"theirs-{self.asked}"}))

    def _take(self, name: str, key: str) -> None:
        if not self.taken[name][key]:
            self.order.append(key)
        self.taken[name][key] += 1


_HOWS = ("not now", "not now", "never", "hang up", "slow", "slow", "slow")
_WELL = {"hang up": HANG_UP, "slow": HOLD}  # when it was taken
_ANSWERS = {**_WELL, "not now": reply(503), "never": reply(400)}
