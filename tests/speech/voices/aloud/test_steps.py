"""Texts are read in the tongue of their language, and as they stand where there is none."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud.steps import aloud, read_aloud


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("At 9:00, 5 beds", "en", "At nine a.m., five beds"),
        ("At 9:00, 5 beds", "en-GB", "At nine a.m., five beds"),
        ("ساعت ۹:۰۰", "fa-AF", "ساعت نه"),
        ("Um 9:00, 5 <b>Betten</b>", "de", "Um 9:00, 5 Betten"),
        ("", "en", ""),
        ("…", "en", ""),
        ("👍", "uk", ""),
        (" * ", "de", ""),
        # What one step has read, no later step takes for something else.
        (
            "5 March, 0501112233, €5",
            "en",
            "the fifth of March, zero five zero, one one one, two two, three three, five euros",
        ),
        (
            "2027-03-05 2–3 2/3",
            "en",
            "the fifth of March twenty twenty-seven two to three two over three",
        ),
    ],
)
def test_read_aloud(text: str, language: str, said: str) -> None:
    assert read_aloud(text, language) == said


def test_private_signs_come_through_so_that_phonemes_can_stand_for_them() -> None:
    assert aloud("\ue000 at 5", "en") == "\ue000 at five"
    assert read_aloud("\ue000 at 5", "en") == "at five"
