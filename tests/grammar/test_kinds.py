from __future__ import annotations

import pytest

from flowengine.grammar.kinds import KINDS
from flowengine.grammar.standard import Standard


@pytest.mark.parametrize("kind", KINDS)
def test_the_rules_of_a_kind_exist_in_every_language(standard: Standard, kind: str) -> None:
    for language in standard.languages:
        rules = standard.rules(language)
        assert {*KINDS[kind].rules, *KINDS[kind].inside} <= set(rules), language
