from __future__ import annotations

import pytest

from flowengine.language.expressions.names import names_in
from flowengine.language.expressions.parsing import parse_expression


@pytest.mark.parametrize(
    ("source", "uses"),
    [
        ("name", "name"),
        ('name or "x"', "name?"),
        ("a or b", "a? b"),
        ("a | default(b)", "a? b"),
        ("places.items | count", "places.items"),
        ("a.b[c].d", "a.b c"),
        ("a is empty", "a?"),
        ("not a", "a?"),
        ('a == "x" and b', "a? b"),
        ("a and a", "a a?"),
        ("a if a is set else b", "a? a? b"),
        ("a if b", "a b?"),
        ("max(a, b) + c", "a b c"),
        ("[a, {'k': b}]", "a b"),
        ("a ~ b | upper", "a b"),
        ("3", ""),
    ],
)
def test_names_and_whether_an_unset_value_would_show(source: str, uses: str) -> None:
    """A question mark: an unset value does no harm there."""
    tree, _ = parse_expression(source)
    assert tree is not None
    found = names_in(tree)
    assert " ".join(use.path + "?" * use.guarded for use in found) == uses
    assert all(source[use.start : use.end] == use.path for use in found)
    assert all(use.path.split(".")[0] == use.name for use in found)
