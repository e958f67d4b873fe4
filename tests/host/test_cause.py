from __future__ import annotations

import pytest

from flowengine.host.cause import GATHER, Cause
from flowengine.store.records import Timer


@pytest.mark.parametrize(
    ("fired", "found"),
    [
        (None, False),
        (Timer("c1", 2, "quiet", 9.0), False),
        (Timer("c1", 2, GATHER, 9.0), True),
    ],
)
def test_the_pieces_of_an_answer_are_obeyed_when_no_more_came(
    fired: Timer | None, found: bool
) -> None:
    assert (Cause(fired=fired).gathered is not None) is found
