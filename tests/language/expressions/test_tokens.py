from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.language.expressions.tokens import ends_of, place_of, read_tokens, straighten


@pytest.mark.parametrize(
    ("source", "straight"),
    [
        ('a or "b"', 'a or "b"'),
        ("a or “b”", 'a or "b"'),
        ("a or „b“", 'a or "b"'),
        ("a or „b”", 'a or "b"'),
        ("a or «b»", 'a or "b"'),
        ("a or »b«", 'a or "b"'),
        ("a or ‘b’", 'a or "b"'),
        ("a or ‚b‘", 'a or "b"'),
        ("a or ‹b›", 'a or "b"'),
        ('a or “say "b"”', "a or 'say \"b\"'"),
        ("a or “it’s b”", 'a or "it’s b"'),
        ('"“kept”"', '"“kept”"'),
        ("a or “b", "a or “b"),
        ("٣ + ۴.۵", "3 + 4.5"),
        ("slot٣ + '٣'", "slot٣ + '٣'"),
        ("a३", "a३"),
    ],
)
def test_straighten(source: str, straight: str) -> None:
    assert straighten(source) == straight


@given(st.text(alphabet="ab\"'“”„«»‘’ ٣.", max_size=30))
def test_straightening_moves_no_offset(source: str) -> None:
    assert len(straighten(source)) == len(source)


def test_a_place_keeps_both_ends() -> None:
    assert ends_of(place_of(17, 499)) == (17, 499)


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("Topic IS NOT Empty", ["topic", "is", "not", "empty"]),
        ("Offer.firstName", ["offer", ".", "firstName"]),
        ("Yes and not No", ["true", "and", "not", "false"]),
        ("a is yes", ["a", "is", "yes"]),
        ("a is not no", ["a", "is", "not", "no"]),
        ("a.yes | no", ["a", ".", "yes", "|", "no"]),
    ],
)
def test_names_ignore_case_and_keys_do_not(source: str, values: list[str]) -> None:
    tokens, problem = read_tokens(source)
    assert problem is None
    assert [token.value for token in tokens] == values


def test_tokens_know_both_their_ends() -> None:
    tokens, _ = read_tokens('ab  == "c"')
    assert [ends_of(token.lineno) for token in tokens] == [(0, 2), (4, 6), (7, 10)]


@pytest.mark.parametrize(
    ("source", "code", "marked"),
    [
        ('a == "b', "FE052", '"b'),
        ("a == “b", "FE052", "“b"),
        ("it's", "FE052", "'s"),
        ("a)", "FE058", ")"),
        ("(a]", "FE058", "]"),
        ("(a", "FE058", "("),
        ("f(a, [1, 2)", "FE058", ")"),
        ("a ! b", "FE051", "!"),
        ("a ≥ b", "FE051", "≥"),
        ("a # b", "FE051", "#"),
        ("a\u200bb", "FE051", "\u200b"),
        ("a \x00 b", "FE051", "\x00"),
        ("²", "FE051", "²"),
        ("a + b²", "FE051", "²"),
        ("a \\ b", "FE051", "\\"),
        ('"a\\n"', "FE077", "\\n"),
        ('"a" "b"', "FE054", '"a" "b"'),
        ("1" * 19, "FE061", "1" * 19),
        ("1e99", "FE061", "1e99"),
        ("(" * 31 + "a" + ")" * 31, "FE060", "("),
    ],
)
def test_what_cannot_be_read(source: str, code: str, marked: str) -> None:
    _, problem = read_tokens(source)
    assert problem is not None
    assert (problem.code, source[problem.start : problem.end]) == (code, marked)


def test_an_invisible_character_is_named_as_such() -> None:
    _, problem = read_tokens("a\u200bb")
    assert problem is not None
    assert "invisible" in problem.message


def test_thirty_brackets_are_fine() -> None:
    assert read_tokens("(" * 30 + "a" + ")" * 30)[1] is None
