from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar.normal import words as fold
from flowengine.grammar.transliteration import MAX_LETTERS, Transliteration

KNOWN = Transliteration(
    fold(
        "завтра якщо що хочу привіт пʼятниця сьогодні девять два щастя объезд сыр їжа ґанок "
        "فردا بله کمک نه آره پنجشنبه سلام می\u200cخواهم صبح "
        "help 12 " + "а" * 41
    )
)


@pytest.mark.parametrize(
    ("meant", "spellings"),
    [
        ("якщо", "yakshcho yakscho iakscho jakwo"),
        ("хочу", "khochu hochu xochu hochoo"),
        ("пятниця", "pyatnytsia piatnytsya pyatnica pjatnitsya"),
        ("сьогодні", "syogodni sohodni sogodni siohodni sjogodni"),
        ("щастя", "shchastia schastya shastja"),
        ("девять", "devyat deviat devjat"),
        ("объезд", "obezd obyezd objezd"),
        ("сыр", "syr sir"),
        ("іжа", "izha yizha yija"),
        ("ганок", "ganok hanok"),
        ("فردا", "farda"),
        ("بله", "bale baleh"),
        ("کمک", "komak comak"),
        ("اره", "are areh ara"),
        ("پنجشنبه", "panjshanbe"),
        ("میخواهم", "mikhaham mikhahom"),
        ("صبح", "sobh"),
    ],
)
def test_every_way_to_spell_it_is_found(meant: str, spellings: str) -> None:
    for typed in spellings.split():
        assert meant in KNOWN.meant(typed), typed


@pytest.mark.parametrize("typed", ["help", "12", "", "hello", "zavtr", "завтра", "a" * 41])
def test_what_spells_no_known_word(typed: str) -> None:
    assert KNOWN.meant(typed) == []


def test_words_that_are_spelled_alike_are_all_given() -> None:
    assert Transliteration(["сир", "сыр", "мир"]).meant("syr") == ["сир", "сыр"]
    assert Transliteration(["yes"]).meant("yes") == []


@given(st.text("aeoyishkcjtz", max_size=MAX_LETTERS))
def test_a_walk_ends_and_finds_known_words_only(typed: str) -> None:
    hostile = Transliteration(["ьъйьъй" * 6, "шщшщ" * 8, "اعهوی" * 8, "ааа"])
    assert set(hostile.meant(typed)) <= {"ьъйьъй" * 6, "шщшщ" * 8, "اعهوی" * 8, "ааа"}
