from __future__ import annotations

from tests.authoring.walk.walks import walked

STANDARD = ("person", "stop", "main", "quick_exit", "back")


def test_a_flow_in_which_all_is_well() -> None:
    walk, found = walked(
        'start:\n  menu "?"\n    1 "A person" -> person\n    2 "Nothing":\n      end\n\n'
        'queue team\n\nperson:\n  handoff team\n    on nobody: say "Nobody."\n  end\n'
    )
    assert (found.traps, found.faults, found.unreached, found.long) == ((), (), (), ())
    assert not walk.left
    where = {one.place: (one.line, one.turns, one.person) for one in found.places}
    assert where["line.start/menu"][:2] == (4, 0)
    assert where["line.start/menu"][2] is not None
    assert where["line.start/menu"][2][0] == 1
    assert where["line.person/handoff team"][1] == 1


def test_a_loop_without_a_way_out() -> None:
    _, found = walked(
        'start:\n  menu "?"\n    1 "Go" -> deep\n    2 "End":\n      end\n\n'
        'deep:\n  menu "Deep?"\n    1 "Again" -> deep\n    2 "Once more" -> deep\n'
        "    give up after 3: again\n\n" + "".join(f"{word}:\n  -> deep\n\n" for word in STANDARD)
    )
    assert ("line.deep/menu", False) in {(trap.place, trap.dead) for trap in found.traps}
    trap = next(trap for trap in found.traps if trap.place == "line.deep/menu")
    assert trap.path[0] == "1 Go"


def test_a_fault_and_the_way_to_it() -> None:
    _, found = walked(
        'start:\n  ask n: number from 0 to 9 "?"\n  if n == 0:\n    say "{{ 6 / n }}"\n  end\n'
    )
    fault = found.faults[0]
    assert (fault.file, fault.line) == ("line.flow", 6)
    assert fault.path == ("“0”",)


def test_a_step_that_no_answer_reaches() -> None:
    _, found = walked(
        'start:\n  set a = 1\n  if a == 2: -> never\n  end\n\nnever:\n  say "Never."\n  end\n'
    )
    assert found.unreached == (("never", 8),)


def test_places_that_are_far_away() -> None:
    steps = "".join(
        f'step{n}:\n  ask a{n}: text "?"\n    silence: again\n  -> step{n + 1}\n\n'
        for n in range(13)
    )
    _, found = walked(f"start:\n  -> step0\n\n{steps}step13:\n  end\n", "chat")
    assert {one.place for one in found.long} == {"line.step11/a11", "line.step12/a12"}
    assert all(one.person is None for one in found.long)


def test_both_stories_of_opening_hours_are_walked() -> None:
    source = (
        "hours office\n  zone Europe/Kyiv\n  mon-fri 9:00-17:00\n\n"
        'start:\n  if office is open:\n    say "Open."\n  else:\n    say "Closed."\n  end\n'
    )
    walk, found = walked(source)
    assert found.unreached == ()
    assert {("line.flow", 9), ("line.flow", 11)} <= walk.lines
