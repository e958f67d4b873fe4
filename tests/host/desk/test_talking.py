from __future__ import annotations

from flowengine.host.desk import talking
from flowengine.host.desk.talking import LASTS, PERSON, SEEN, TYPING, Talking


class Heard:
    """Two nodes' worth of ears: who was rung, what others were told."""

    def __init__(self) -> None:
        self.now = 100.0
        self.rung: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.talking = Talking(
            lambda: self.now, self.rung.append, lambda kind, key: self.told.append((kind, key))
        )


def test_typing_is_told_and_runs_out() -> None:
    heard = Heard()
    heard.talking.typed("c1", PERSON)
    heard.talking.typed("c1", "u1")
    assert heard.talking.typing("c1") == (PERSON, "u1")
    assert heard.rung == ["c1", "c1"]
    assert heard.told == [(TYPING, "c1/person"), (TYPING, "c1/u1")]
    heard.talking.said("c1", PERSON)
    assert heard.talking.typing("c1") == ("u1",)
    heard.now += LASTS
    assert heard.talking.typing("c1") == ()
    assert heard.talking.typing("c2") == ()


def test_what_was_seen_only_grows() -> None:
    heard = Heard()
    heard.talking.saw("c1", 7)
    heard.talking.saw("c1", 5)
    assert heard.talking.seen("c1") == 7
    assert heard.told == [(SEEN, "c1/7")]
    assert heard.rung == ["c1"]
    heard.talking.forget("c1")
    assert heard.talking.seen("c1") == 0


def test_another_node_is_believed_and_not_told_back() -> None:
    heard = Heard()
    for kind, key in ((TYPING, "c1/u2"), (SEEN, "c1/9"), (SEEN, "c1/x"), (TYPING, "c1"), ("", "")):
        heard.talking.came(kind, key)
    assert (heard.talking.typing("c1"), heard.talking.seen("c1")) == (("u2",), 9)
    assert heard.told == []


def test_what_was_longest_silent_is_forgotten() -> None:
    heard = Heard()
    for number in range(talking.MOST + 1):
        heard.talking.saw(f"c{number}", 1)
    assert (heard.talking.seen("c0"), heard.talking.seen("c1")) == (0, 1)
