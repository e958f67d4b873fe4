from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar.layouts import ARABIC, CYRILLIC, LATIN, beside, retyped, script


@pytest.mark.parametrize(
    ("text", "wanted", "meant"),
    [
        ("ghbdsn", CYRILLIC, "привіт"),
        ("GHBDTN", CYRILLIC, "привет"),
        ("[jxe {JXE ;bnkj", CYRILLIC, "хочу хочу житло"),
        (":bnkj <tpgtrf", CYRILLIC, "житло безпека"),
        ("sghl", ARABIC, "سلام"),
        ("нуы", LATIN, "yes"),
        ("руді", LATIN, "hels"),
        ("اثمح", LATIN, "help"),
        ("ны", CYRILLIC, "ні"),
        ("нет", CYRILLIC, None),
        ("yes", LATIN, None),
        ("?!", CYRILLIC, None),
        ("12", CYRILLIC, None),
    ],
)
def test_the_same_keys_on_another_keyboard(text: str, wanted: str, meant: str | None) -> None:
    found = list(retyped(text, [wanted]))
    assert (meant in found) if meant else (found == [])


def test_nothing_is_tried_for_a_script_nobody_wants() -> None:
    assert list(retyped("ghbdsn", [])) == []
    assert len(list(retyped("ghbdsn", [ARABIC, CYRILLIC]))) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12 yes", LATIN), ("ґ", CYRILLIC), ("بله", ARABIC), ("한", ""), ("…", ""), ("", "")],
)
def test_script(text: str, expected: str) -> None:
    assert script(text) == expected


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert text not in list(retyped(text, [LATIN, CYRILLIC, ARABIC])) or text != text.lower()


@pytest.mark.parametrize(
    ("pairs", "near"),
    [
        ("kl kj km ki ko gh as zx", True),
        ("tz zu", True),  # where z and y have changed places
        ("ол лд фы фі хз", True),
        ("شس نم", True),
        ("kf qp aк ll жб", False),
    ],
)
def test_keys_side_by_side(pairs: str, near: bool) -> None:
    for pair in pairs.split():
        one, other = pair[0], pair[1]
        assert beside(one, other) is beside(other, one) is near
