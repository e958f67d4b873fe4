"""The log says what it holds, and holds what it says."""

from __future__ import annotations

import re
from typing import Any

from flowengine.desk import log
from flowengine.desk.items import Guest
from tests.desk.history import Life

KINDS = {value for name, value in vars(log).items() if name.isupper() and isinstance(value, str)}


def lived() -> list[log.Entry]:
    """A log with everything in it that moves write."""
    life = Life("a", 1.0, media="voice").offered(2.0).do("refused", 3.0)
    life.offered(4.0).do("expired", 24.0).offered(25.0).do("withdrawn", 26.0, "agent lost")
    life.do("also", "duty", 26.0).do("raised", 3, 27.0, "").accepted(28.0).do("held", 29.0)
    life.do("unheld", 30.0).do("keyed", 30.5).do("guest", Guest(agent="sofia", mode="listen"), 31.0)
    life.do("unguest", "sofia", 32.0).do("lost", 50.0, 33.0).do("resumed", 34.0)
    life.do("transferred", 35.0, queue="duty").do("diverted", "night", 36.0).accepted(37.0)
    life.do("lost", 50.0, 38.0).do("requeued", 50.0, "agent lost").talked(51.0, 52.0, 53.0)
    callback = Life("b", 1.0, kind="callback", until=9.0, earlier=life.item).do("due", 9.0)
    callback.accepted(10.0).do("tried", "busy", 20.0, 11.0)
    wrapping = Life("c", 1.0).accepted(2.0).do("finished", 9.0, 3.0).do("extended", 20.0, 4.0)
    gone = Life("d", 1.0).do("switched", "sms", 1.5).do("left", 0.0, 2.0)
    again = Life("e", 1.0, kind="callback", until=9.0).do("renewed", callback.item, 2.0)
    again.do("pulled", "olena", 3.0).do("renewed", callback.item, 4.0).do(
        "closed", 5.0, "advice given"
    )
    return [*life.entries, *again.entries, *callback.entries, *wrapping.entries, *gone.entries]


def test_every_kind_that_a_move_writes_is_one_of_the_kinds() -> None:
    told = {entry.kind for entry in lived()}
    assert told <= KINDS
    # These no move writes: what was told to people, and what becomes of agents and queues.
    assert KINDS - told == {
        log.PROMISED, log.SIGNAL, log.STATUS, log.ARRIVED, log.DEPARTED, log.SWITCHED,
        log.ASKED, log.REPLIED, log.DECLARED,
    }  # fmt: skip


def test_everything_in_a_body_is_explained() -> None:
    words = re.findall(r"\w+", log.Entry.__doc__ or "")
    for entry in lived():
        assert entry.kind in words, entry.kind
        assert set(entry.body) <= set(words), entry


def test_lines_name_nobody_we_talk_with() -> None:
    person: dict[str, Any] = {
        "phone": "+380441234567",
        "brief": "Ada needs a bed",
        "contact": "ada",
        "note": "hm",
    }
    life = Life("a", 1.0, **person).talked(2.0, 3.0, 4.0)
    told = repr([*life.entries, *Life("b", 1.0, **person).do("left", 0.0, 2.0).entries])
    assert not any(value in told for value in person.values())
