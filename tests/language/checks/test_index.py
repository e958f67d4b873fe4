from __future__ import annotations

from flowengine.language import nodes
from flowengine.language.checks.index import Index, children, index_of, walk
from tests.language.checks.scopes import parsed

SOURCE = 'start:\n  if x == 1:\n    say "One."\n      or "Also."\n  say "Two."\n  end\n'


def test_nodes_of_one_kind_come_in_the_order_of_the_file() -> None:
    says = Index(parsed(SOURCE)).nodes(nodes.Say)
    assert [say.span.line for say in says] == [3, 5]


def test_a_node_knows_what_stands_around_it() -> None:
    say = Index(parsed(SOURCE)).all(nodes.Say)[0]
    step, branch = say.inside(nodes.Step), say.inside(nodes.Branch)
    assert step is not None
    assert step.name.text == "start"
    assert branch is say.parent
    assert say.inside(nodes.Menu) is None


def test_a_kind_that_is_not_there_is_empty() -> None:
    assert Index(parsed(SOURCE)).nodes(nodes.Menu) == []


def test_tuples_within_tuples_are_looked_into() -> None:
    text = Index(parsed(SOURCE)).nodes(nodes.Text)[0]
    assert [child.source for child in children(text) if isinstance(child, nodes.Quote)] == [
        "One.",
        "Also.",
    ]


def test_the_node_itself_is_not_walked() -> None:
    file = parsed(SOURCE)
    assert all(found.node is not file for found in walk(file))


def test_a_file_is_walked_once() -> None:
    file = parsed(SOURCE)
    assert index_of(file) is index_of(file)


def test_two_files_that_say_the_same_have_each_their_own_index() -> None:
    one, other = parsed(SOURCE), parsed(SOURCE)
    assert one == other
    assert index_of(one).nodes(nodes.Say)[0] is not index_of(other).nodes(nodes.Say)[0]
