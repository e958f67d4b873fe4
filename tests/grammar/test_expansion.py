from __future__ import annotations

import pytest

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
    can_be_silent,
    figures,
)

YES = Words(("yes",))


@pytest.mark.parametrize(
    ("expansion", "silent"),
    [
        (YES, False),
        (Words(()), True),
        (Optional(YES), True),
        (Tag("x"), True),
        (RuleRef("yes"), False),
        (Repeat(YES, 0), True),
        (Repeat(YES, 1), False),
        (Repeat(Optional(YES), 1), True),
        (Sequence(()), True),
        (Sequence((Optional(YES), YES)), False),
        (Alternatives(()), False),
        (Alternatives((YES, Optional(YES))), True),
    ],
)
def test_what_fits_silence(expansion: Expansion, silent: bool) -> None:
    assert can_be_silent(expansion) is silent


def test_places_make_no_difference() -> None:
    assert RuleRef("yes", 3, 8) == RuleRef("yes")


@pytest.mark.parametrize(
    ("weight", "written"),
    [(2.5, "2.5"), (10.0, "10"), (0.0, "0"), (1e-7, "0.0000001"), (123456789.0, "123456789")],
)
def test_a_weight_has_no_exponent(weight: float, written: str) -> None:
    assert figures(weight) == written
