from __future__ import annotations

from flowengine.language.building.building import Building
from flowengine.language.building.file import STATEMENTS
from flowengine.language.building.parts import Parts
from flowengine.language.nodes import End, Jump, Say
from flowengine.language.syntax.grammar import tree

SOURCE = 'flow a\nflow b\nstart:\n  say "A" -> x\n  end\n'


def test_an_arrow_that_closes_an_action_is_a_jump_of_its_own() -> None:
    building = Building("a.flow", STATEMENTS)
    block = Parts(Parts(tree(SOURCE)).need("step")).need("block")
    assert [type(one) for one in building.body(block)] == [Say, Jump, End]
    assert building.mistakes == []


def test_a_second_line_of_a_kind_is_told_under_the_name_of_the_file() -> None:
    building = Building("a.flow", STATEMENTS)
    parts = Parts(tree(SOURCE))
    assert building.once(parts, "flow") is parts.need("flow")
    assert building.once(parts, "languages") is None
    (only,) = building.mistakes
    assert (only.code, only.file, only.span.line) == ("FE032", "a.flow", 2)
    assert "line 1" in only.message
