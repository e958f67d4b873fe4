from __future__ import annotations

from flowengine.language import nodes
from flowengine.language.building.file import STATEMENTS, build
from flowengine.language.nodes import Span, Statement
from flowengine.language.syntax.grammar import loaded, tree
from tests.language.reading import built


def test_every_statement_of_the_grammar_is_built() -> None:
    rules = {rule.origin.name: rule.expansion for rule in loaded().rules}
    heads = [r for r in loaded().rules if r.origin.name in ("_statement", "_action")]
    names = {rule.expansion[0].name for rule in heads} - {"_action"}
    assert names == set(STATEMENTS)
    assert names <= set(rules)


def test_every_statement_node_has_a_builder() -> None:
    kinds = {kind for kind in vars(nodes).values() if isinstance(kind, type)}
    statements = {kind.__name__ for kind in kinds if issubclass(kind, Statement)} - {"Statement"}
    assert len(statements) == len(STATEMENTS)


def test_lists_of_several_blocks_are_joined_in_order() -> None:
    file = built(
        "slots\n  a: text\nslots\n  b: text\nrepairs\n  silence: again\nrepairs\n  unsure: again\n"
        'b:\n  end\nmenu a\n  1 "A"\n'
    )
    assert [one.name.text for one in file.slots] == ["a", "b"]
    assert [one.kind for one in file.repairs] == ["silence", "unsure"]
    assert [one.name.text for one in file.steps] == ["b", "a"]


def test_the_span_of_a_file() -> None:
    assert build(tree("\n\n"), "a")[0].span == Span(1, 1, 1, 1)
    assert build(tree("\nstart:\n  end\n\n"), "a")[0].span == Span(1, 1, 3, 6)
