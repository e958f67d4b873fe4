from __future__ import annotations

from flowengine.language.nodes import Argument, Call, Jump, Target
from tests.language.reading import all_of, built, cut

SOURCE = "start:\n  call sub.flow -> x\n    with A = f(b)\n  -> y\n    with c = 1\n"


def test_targets_and_what_is_handed_over() -> None:
    file = built(SOURCE)
    assert [one.path.text for one in all_of(file, Target)] == ["sub.flow", "x", "y"]
    assert [(one.name.text, one.value.source) for one in all_of(file, Argument)] == [
        ("a", "f(b)"),
        ("c", "1"),
    ]
    assert [len(one.target.arguments) for one in all_of(file, Jump)] == [0, 1]


def test_a_target_is_its_name_and_a_jump_is_its_arrow_too() -> None:
    file = built(SOURCE)
    assert [cut(SOURCE, one.span) for one in all_of(file, Target)] == ["sub.flow", "x", "y"]
    assert cut(SOURCE, all_of(file, Jump)[0].span) == "-> x"
    assert cut(SOURCE, all_of(file, Call)[0].span).startswith("call sub.flow")
