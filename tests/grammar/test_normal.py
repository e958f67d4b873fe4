from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar import normal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello,  WORLD!", "hello world"),
        ("I'm here", "im here"),
        ("don’t / don´t / donʼt", "dont dont dont"),
        ("вб'ю себе", "вбю себе"),
        ("Ёлка, Їжак, Йод, за́мок", "елка іжак йод замок"),
        ("и\u0306од", "йод"),
        ("Đorđe čeka žurno", "dorde ceka zurno"),
        ("Straße Ærø", "strasse aero"),
        ("می\u200cخواهم كتاب", "میخواهم کتاب"),
        ("۱۲۳ ٤٥", "123 45"),
        ("twenty-one e_mail 3rd", "twenty one e mail 3rd"),
        ("ґанок, Їжа", "ганок іжа"),
        ("مسئول كـــتاب عَلِیّ آره أم", "مسیول کتاب علی اره ام"),
        ("yes 👍…", "yes"),
        ("👍🏽!", "👍"),
        ("1️⃣ 2⃣ ① ➍", "1 2 1 4"),
        ("y͚̯̞e̢̺̟̹s҉ н͓͙і", "yes ні"),
        ("тaк ПPИBIТ Ηеlр", "так привіт help"),
        ("\u202eyes\u202c \u2066no\u2069 n\u3164o", "yes no no"),
        ("zero\u200bwidth\x07bell\tnext\u00a0line", "zerowidthbell next line"),
        ("ﬁne Ｆｕｌｌ", "fine full"),
        ("हिन्दी", "हिन्दी"),
        ("한국어", "한국어"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_habits_of_writing_disappear(text: str, expected: str) -> None:
    assert normal.words(text) == expected.split()


def test_what_is_too_long_is_cut() -> None:
    assert len(normal.words("ab " * 4_000_000)) == (normal.MAX_CHARACTERS + 1) // 3
    assert len("".join(normal.words("ﷺ" * 4_000_000))) <= normal.MAX_CHARACTERS


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = normal.words(text)
    assert normal.words(" ".join(once))[: len(once)] == once[: normal.MAX_CHARACTERS]
    assert all(once)
