from __future__ import annotations

import pytest

from flowengine.language.building.leaves import across
from flowengine.language.nodes import Expression, Name, Node, Path, Quote, Span
from tests.language.reading import all_of, built, cut

SOURCE = """\
Flow Shop "Der «Laden»"

START:
  Ask N: Choice from Stops.Items by Name „Frage“
    1 "A" = EC.x -> Sub.Start
  set Contact.X =   f( A )  # note
  end
"""


def test_names_and_places_are_folded_and_data_keeps_its_letters() -> None:
    file = built(SOURCE)
    assert [one.text for one in all_of(file, Name)] == ["shop", "start", "n", "name"]
    assert [one.text for one in all_of(file, Path)] == [
        "stops.Items", "EC.x", "sub.start", "contact.x",
    ]  # fmt: skip
    assert [one.source for one in all_of(file, Expression)] == ["f( A )"]


@pytest.mark.parametrize("kind", [Name, Path, Expression])
def test_the_span_of_a_leaf_is_what_was_written(kind: type[Name | Path | Expression]) -> None:
    for leaf in all_of(built(SOURCE), kind):
        text = leaf.source if isinstance(leaf, Expression) else leaf.text
        assert cut(SOURCE, leaf.span).lower() == text.lower()


def test_the_span_of_a_quote_has_its_marks() -> None:
    for leaf in all_of(built(SOURCE), Quote):
        assert cut(SOURCE, leaf.span)[1:-1] == leaf.source


def test_no_span_begins_or_ends_in_a_blank() -> None:
    for node in all_of(built(SOURCE), Node):
        covered = cut(SOURCE, node.span)
        assert covered == covered.strip()


def test_a_span_across_two() -> None:
    assert across(Span(1, 2, 1, 5), Span(3, 4, 5, 6)) == Span(1, 2, 5, 6)
