"""Words in ARPAbet: those of the dictionary, and those that espeak-ng is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.speech.recognition.pronouncing import Pronouncing, arpabet


@pytest.fixture
def pronouncing(tmp_path: Path) -> Pronouncing:
    file = tmp_path / "some.dict"
    file.write_text("read R EH D\nread(2) R IY D\nsix S IH K S\n", "utf-8")
    return Pronouncing(file)


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("six", ("S IH K S",)),
        ("read", ("R EH D", "R IY D")),
        ("chatbot", ("CH AE T B AA T",)),  # asked of espeak-ng
        ("їжак", ()),
        ("42", ()),
    ],
)
def test_each_word_is_said_as_it_is_known(
    pronouncing: Pronouncing, word: str, ways: tuple[str, ...]
) -> None:
    assert pronouncing.of(word) == ways


@pytest.mark.parametrize(
    ("ipa", "sounds"),
    [
        ("nˈæləksˌoʊn", "N AE L AH K S OW N"),
        ("zˈiəɹoʊ", "Z IH R OW"),
        ("tʃˈɜːtʃ", "CH ER CH"),
        ("ɬ", ""),
        ("", ""),
    ],
)
def test_ipa_is_rewritten_or_refused(ipa: str, sounds: str) -> None:
    assert arpabet(ipa) == sounds
