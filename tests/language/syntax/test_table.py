from __future__ import annotations

from flowengine.language.syntax.table import Lexeme, Stack, part_of, table


def _after(*kinds: str) -> Stack:
    stack = table().start
    for kind in kinds:
        fed = table().feed(stack, kind)
        assert fed is not None
        stack = fed
    return stack


def test_a_stack_is_fed_or_left_alone() -> None:
    start = table().start
    assert table().feed(start, "SAY") is None
    assert table().feed(start, "NAME") != start == table().start
    assert table().feed(_after("RESUME", "NAME", "_NL"), "$END") is not None


def test_what_may_come_next() -> None:
    assert table().accepts(_after("NAME")) == {"COLON", "WITH"}
    assert table().accepts(_after("NAME", "COLON", "_NL")) == {"_INDENT"}


def test_a_head_needs_a_block_and_a_text_only_allows_one() -> None:
    head = _after("NAME", "COLON", "_NL")
    text = _after("NAME", "COLON", "_NL", "_INDENT", "SAY", "QUOTE", "_NL")
    assert table().needs_block(head)
    assert table().feed(text, "_INDENT") is not None
    assert not table().needs_block(text)
    assert not table().needs_block(_after("NAME"))


def test_what_was_left_out_is_filled_with_as_little_as_possible() -> None:
    inside = _after("NAME", "COLON", "_NL", "_INDENT")
    filled = table().fill(inside, "_DEDENT")
    assert table().feed(inside, "_DEDENT") is None
    assert table().feed(filled, "_DEDENT") is not None
    assert table().fill(inside, "_DEDENT") is filled
    assert table().fill(filled, "_DEDENT") == filled


def test_reading_depends_on_what_is_wanted() -> None:
    part = part_of("  if x: -> y", 7)
    assert table().read(table().start, part, 0) == Lexeme("NAME", "if", 2, 4)
    body = _after("NAME", "COLON", "_NL", "_INDENT")
    assert table().read(body, part, 0) == Lexeme("IF", "if", 2, 4)
    assert table().read(body, part, 7) == Lexeme("_NL", "", 7, 7)
    assert table().read(body, part_of("@ x", 3), 0) == Lexeme("?", "@ x", 0, 3)


def test_keywords_are_found_by_spelling_and_by_kind() -> None:
    assert table().keywords["say"] == "SAY"
    assert table().spelling["COLON"] == ":"
    assert ":" not in table().keywords
