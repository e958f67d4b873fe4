from __future__ import annotations

import pytest

from flowengine.language.building.parts import Parts
from flowengine.language.syntax.grammar import tree


def test_children_are_sorted_by_kind_and_keep_their_order() -> None:
    parts = Parts(tree('languages a, b\nb:\n  end\nmenu c\n  1 "A"\na:\n  end\n'))
    assert [one.data for one in parts.order] == ["languages", "step", "menu_step", "step"]
    assert [one.data for one in parts.among(("step", "menu_step"))] == ["step", "menu_step", "step"]
    assert len(parts.all("step")) == 2
    assert parts.need("step") is parts.branch("step") is parts.all("step")[0]
    names = Parts(parts.need("languages"))
    assert names.tokens("NAME") == ["a", "b"]
    assert names.token("NAME") == names.leaf("NAME") == "a"


def test_what_is_not_there() -> None:
    parts = Parts(tree("\n"))
    assert (parts.branch("step"), parts.leaf("NAME")) == (None, None)
    assert (parts.all("step"), parts.tokens("NAME"), parts.among(("step",))) == ([], [], [])
    with pytest.raises(KeyError):
        parts.need("step")
