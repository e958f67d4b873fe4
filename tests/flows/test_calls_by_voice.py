"""Our English hotlines called by voice: Piper over 8 kHz µ-law with noise, pocketsphinx, espeak-ng.

Pocketsphinx is never sure, so each answer is asked back, and agreed to by voice too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.calling_account import BOT, NOTE
from flowengine.speech.recognition.here import Here
from flowengine.speech.synthesis.studio import Studio
from tests.flows.calls import Caller, hotline, says

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    studio = Studio(tmp_path_factory.mktemp("sounds"))
    ears = Here(named="pocketsphinx")
    yield Caller(studio, ears)
    ears.close()
    studio.close()


@pytest.mark.parametrize(
    ("name", "language", "said", "heard"),
    [
        (
            "food_bank",
            "en",
            ["opening hours", "yes", "no thank you", "yes"],
            ["Did you mean Opening hours?", "The pantry is open now.", "Goodbye."],
        ),
        (
            "college_line",
            "en",
            ["english", "yes", "deadlines", "yes", "no thank you", "yes"],
            [
                "Did you mean English?",
                "Early admission – 1 November.",
                "Anything else?",
                "How did we help you",
            ],
        ),
        (
            "donors",
            "en",
            ["make a gift", "yes", "every month", "yes"],
            ["Did you mean Make a gift?", "How many euros would you like to give?"],
        ),
    ],
)
def test_by_voice(
    caller: Caller, name: str, language: str, said: list[str], heard: list[str]
) -> None:
    one = caller.call(hotline(name), [says(text) for text in said], language=language)
    told = "\n".join(one.account.texts(BOT))
    assert [words for words in heard if words not in told] == []
    assert one.account.misheard == 0


def test_who_speaks_into_the_prompt_stops_it_and_is_understood(caller: Caller) -> None:
    one = caller.call(hotline("food_bank"), [says("opening hours", 3.0), says("yes")])
    assert one.account.texts(NOTE)[0] == "interrupted"
    assert "What would you like?" not in one.account.texts(BOT)[:3]
    assert "The pantry is open now." in one.account.texts(BOT)
