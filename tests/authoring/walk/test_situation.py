from __future__ import annotations

from flowengine.authoring.walk.deciding import Deciding
from flowengine.authoring.walk.situation import Seen, telling
from flowengine.language.compile import scope_of
from flowengine.runtime import begin, step
from flowengine.runtime import events as ev
from tests.runtime.talk import NOON, program, sources

HERE = ("open", "line.start")


def test_what_was_seen_before_stands_for_what_is_equal() -> None:
    seen = Seen()
    assert seen.known(HERE, (("a", "1"),), 0) == 0
    assert seen.known(HERE, (("a", "1"),), 1) == 0
    assert seen.known(("closed", "line.start"), (("a", "1"),), 1) == 1


def test_every_pair_of_values_is_new_once() -> None:
    seen = Seen()
    numbers = [
        seen.known(HERE, (("a", a), ("b", b), ("c", c)), n)
        for n, (a, b, c) in enumerate((a, b, c) for a in "12" for b in "12" for c in "12")
    ]
    assert numbers == [0, 1, 2, 3, 4, 5, 6, 0]  # the last has no pair that was not there


def test_only_values_that_can_still_decide_tell_situations_apart() -> None:
    asks = [f'  ask {name}: text "?"\n' for name in "abc"]
    source = f'start:\n{asks[0]}{asks[1]}  if a == "x": end\n{asks[2]}  end\n'
    line = program(source)
    deciding = Deciding([scope_of(sources(source), "line")])
    session = begin(line, channel="chat", seed=1, at=NOON)
    session, _ = step(line, session, ev.Started(at=NOON))
    session, _ = step(line, session, ev.Said(at=NOON, text="y"))
    assert telling(session, line, deciding) == (("a", "'y'"),)
    session, _ = step(line, session, ev.Said(at=NOON, text="z"))
    assert session.place == "line.start/c"
    assert telling(session, line, deciding) == ()
