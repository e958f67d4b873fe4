"""A menu by spoken digits, through a whole call, on recordings of people that nobody here made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.bench import digits
from tests.bench.digits_call import FOLDER, RIGHT, WRONG, clips, further

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.digits_call import Outcome

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the recordings are not here: {FOLDER}"),
]
FEW = 0.03  # all 300 are 95.3 % right; 60 of them may by chance be so much less
EVERY = 5  # one recording in five is a call, of each digit and each speaker; the bench takes all


def outcomes(named: str) -> list[Outcome]:
    if named not in digits.ears():
        pytest.skip(f"the recogniser {named} cannot be used on this machine")
    recognisers = digits.Timed(named)
    try:
        return digits.called(recognisers, clips()[::EVERY])
    finally:
        recognisers.close()


def shares(made: Sequence[Outcome]) -> tuple[float, float]:
    """Right and wrong; the others gave up."""
    count = Counter(outcome.result for outcome in made)
    return count[RIGHT] / len(made), count[WRONG] / len(made)


def test_nearly_all_come_to_the_right_option_by_forced_choice() -> None:
    made = outcomes("whisper")
    right, wrong = shares(made)
    assert right >= 0.97
    assert wrong <= 1 / len(made)  # one in so few is more than 1 %


def test_most_come_to_the_right_option_where_everything_is_asked_back() -> None:
    made = outcomes("pocketsphinx")
    right, wrong = shares(made)
    assert right >= 0.95 - FEW
    assert wrong <= 1 / len(made)


def test_who_says_it_again_says_it_differently() -> None:
    first, *others = further(clips()[0], clips())
    assert first == clips()[0]
    assert {(one.speaker, one.digit) for one in others} == {(first.speaker, first.digit)}
    assert len({first, *others}) == 3
