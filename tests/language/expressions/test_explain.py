from __future__ import annotations

import pytest

from flowengine.language.expressions.parsing import parse_expression

CASES = [
    # source, code, what is marked, part of the hint
    ("", "FE050", "", "Write a name"),
    ("  ", "FE050", "  ", "Write a name"),
    ("a ==", "FE050", "=", "behind the last sign"),
    ("a.", "FE050", ".", "behind the last sign"),
    ("a | ", "FE050", "|", "behind the last sign"),
    ('topic = "x"', "FE053", "=", 'Write `topic == "x"`.'),
    (f"{'a' * 90} = 3", "FE053", "=", "Write `==`."),
    ("a === b", "FE053", "=", "Write `==`."),
    ("a = = b", "FE053", "=", "Write `==`."),
    ("= beds", "FE053", "=", "Write `= beds`."),
    ("a => b", "FE055", "=>", "`->`"),
    ("a - > b", "FE055", "- >", "`->`"),
    ("a <> b", "FE054", "<>", "`!=`"),
    ("hour > 9:00", "FE057", "9:00", 'time("9:00")'),
    ("a 9:x", "FE054", "9", "`and`"),
    ("9:x", "FE054", ":", "`and`"),
    ("today - 2 years", "FE056", "2 years", "`today - years(2)`"),
    ("now + 2h", "FE056", "2h", "`now + hours(2)`"),
    ("now + 1.5 hours", "FE056", "1.5 hours", "hours(1.5)"),
    ("2 apples", "FE055", "apples", "-> apples"),
    ("x == 0813547654", "FE054", "0813547654", "quotation marks"),
    ('x is "a"', "FE054", '"a"', '`== "a"`'),
    ("x is not 5", "FE054", "5", "`== 5`"),
    ('name or ""A caller""', "FE054", '""A', "One is enough"),
    ('x contains "a"', "FE054", "contains", "in text"),
    ("x equals 3", "FE054", "equals", "`==`"),
    ('x == "a" person', "FE055", "person", "`-> person`"),
    ("office open", "FE054", "open", "`office is open`, or `-> open`"),
    ("office not open", "FE054", "not", "`office is not open`."),
    ("a and talk.survey empty", "FE054", "empty", "`a and talk.survey is empty`"),
    ("(a set)", "FE054", "set", "a is set"),
    ("a == b open", "FE055", "open", "`-> open`"),
    ("x not y", "FE055", "not", "-> not"),
    ("3 open", "FE055", "open", "`-> open`"),
    ("a, b", "FE054", ",", "`and`"),
    ("* 3", "FE054", "*", "`and`"),
    ("a and and b", "FE055", "b", "`-> b`"),
]


@pytest.mark.parametrize(("source", "code", "marked", "hint"), CASES)
def test_what_was_meant(source: str, code: str, marked: str, hint: str) -> None:
    tree, (problem,) = parse_expression(source)
    assert tree is None
    assert (problem.code, source[problem.start : problem.end]) == (code, marked)
    assert hint in problem.hint
