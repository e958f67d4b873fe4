from __future__ import annotations

import pytest

from flowengine.grammar.expansion import (
    Alternatives,
    Expansion,
    GrammarError,
    Optional,
    Repeat,
    RuleRef,
    Sequence,
    Tag,
    Words,
)
from flowengine.grammar.jsgf_parser import MAX_DEPTH, parse

A, B, C = (Words((letter,)) for letter in "abc")


def phrase(text: str) -> Expansion:
    return parse(text, 0, len(text), endings=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", A),
        ("a b", Words(("a", "b"))),
        ("a | b", Alternatives((A, B))),
        ("a [b]", Sequence((A, Optional(B)))),
        ("(a | b) c", Sequence((Alternatives((A, B)), C))),
        ("a*", Repeat(A, 0)),
        ("a+*", Repeat(A, 0)),
        ("a++", Repeat(A, 1)),
        ("a" + "*+" * 500, Repeat(A, 0)),
        ("(a b)+", Repeat(Words(("a", "b")), 1)),
        ("a b*", Sequence((A, Repeat(B, 0)))),
        ("a {x}", Sequence((A, Tag("x")))),
        ("a {x}{y}", Sequence((A, Tag("x"), Tag("y")))),
        (r"a {\}\\}", Sequence((A, Tag("}\\")))),
        ("<a.b> a", Sequence((RuleRef("a.b"), A))),
        ("a <NULL>", Sequence((A, Sequence(())))),
        ("a | <VOID>", Alternatives((A, Alternatives(())))),
        ("/2/ a | /0.5/ b | c", Alternatives((A, B, C), (2.0, 0.5, 1.0))),
        ("/1/ a | b", Alternatives((A, B))),
        ('"New York"', Words(("New", "York"))),
        (r'"say \"so\""', Words(("say", '"so"'))),
        (r"a\[b", Words(("a[b",))),
        ("open 24/7", Words(("open", "24/7"))),
        ("a - b ?", Words(("a", "b"))),
        ("(a) (b)", Words(("a", "b"))),
        ("talk[ to]", Sequence((Words(("talk",)), Optional(Words(("to",)))))),
        ("[the ]bed", Sequence((Optional(Words(("the",))), Words(("bed",))))),
        ("a<b>", Sequence((A, RuleRef("b")))),
    ],
)
def test_forms(text: str, expected: Expansion) -> None:
    assert phrase(text) == expected


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("grant[s]", "grants grant"),
        ("стипенді(я | ї | ю)", "стипендія стипендії стипендію"),
        ("[un]happy", "unhappy happy"),
        ("go(es|ing)[s]", "goess goes goings going"),
        ("(re|un)do", "redo undo"),
        ("a((b|c)|[d])", "ab ac ad a"),
    ],
)
def test_endings_are_spelled_out(text: str, spellings: str) -> None:
    assert phrase(text) == Alternatives(tuple(Words((each,)) for each in spellings.split()))


def test_one_spelling_is_a_word() -> None:
    assert phrase("grant(s)") == Words(("grants",))


def test_groups_that_touch_each_other_are_no_endings() -> None:
    assert phrase("(a | b)(a | c)d") == Sequence(
        (Alternatives((A, B)), Alternatives((Words(("ad",)), Words(("cd",)))))
    )


def test_files_have_no_endings() -> None:
    found = parse("grant[s]", 0, 8, endings=False)
    assert found == Sequence((Words(("grant",)), Optional(Words(("s",)))))


@pytest.mark.parametrize(
    ("text", "start", "end", "says"),
    [
        ("", 0, 0, "missing"),
        ("a |", 3, 3, "missing"),
        ("(a | ) b", 5, 6, "missing"),
        ("a (b", 2, 3, "never closed"),
        ("a [b", 2, 3, "never closed"),
        ("(a]", 0, 1, "never closed"),
        ("a)", 1, 2, "closes nothing"),
        ("* a", 0, 1, "nothing before"),
        ("a <b", 2, 3, "no closing"),
        ("a > b", 2, 3, "closes no rule"),
        ("a {b", 2, 3, "no closing brace"),
        ("a }", 2, 3, "closes no tag"),
        ('a "b', 2, 3, "partner"),
        ("a \\", 2, 3, "backslash"),
        ("a /2/ b", 2, 5, "weight"),
        ("grant[<b>]", 0, 10, "Only letters"),
        ("x" + "(a|b|c|d|e|f)" * 3, 0, 40, "more than 200"),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), MAX_DEPTH, MAX_DEPTH + 1, "deep"),
    ],
)
def test_mistakes_are_located(text: str, start: int, end: int, says: str) -> None:
    with pytest.raises(GrammarError, match=says) as caught:
        phrase(text)
    assert (caught.value.start, caught.value.end) == (start, end)
    assert caught.value.hint
    assert caught.value.message == str(caught.value)


def test_signs_of_the_file_format_are_no_words_there() -> None:
    with pytest.raises(GrammarError, match="sign") as caught:
        parse("a b=c", 0, 5, endings=False)
    assert caught.value.start == 2
