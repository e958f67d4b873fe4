from __future__ import annotations

import pytest

from flowengine.language.nodes import Each, Expression, Menu, Option, Path
from tests.language.reading import plain, statement


def _menu(*lines: str) -> Menu:
    menu = statement('menu "Q"', *(f"  {line}" for line in lines))
    assert isinstance(menu, Menu)
    return menu


def _option(*lines: str) -> Option:
    option = _menu(*lines).options[0]
    assert isinstance(option, Option)
    return option


@pytest.mark.parametrize(
    ("written", "key"),
    [("1", "1"), ("0", "0"), ("Star", "star"), ("hash", "hash"), ("-", "-"), ("–", "-")],
)
def test_keys(written: str, key: str) -> None:
    assert _option(f'{written} "A"').key == key


def test_everything_an_option_may_have_in_one_line() -> None:
    option = _option('1 "A" or "b" or "c" = Grants quiet if open -> Place', '  uk: "Ґ" or "г"')
    assert (option.label.source, [one.source for one in option.phrases]) == ("A", ["b", "c"])
    assert isinstance(option.value, Path)
    assert (option.value.text, option.quiet) == ("Grants", True)
    assert isinstance(option.condition, Expression)
    assert option.target is not None
    assert (option.target.path.text, option.body) == ("place", None)
    assert plain(option.variants[0].alternatives) == [[("Quote", "Ґ")], [("Quote", "г")]]


@pytest.mark.parametrize(
    ("written", "value"),
    [("EC.x", ("Path", ["EC", "x"])), ("3", ("Number", 3)), ('"a b"', ("Quote", "a b"))],
)
def test_a_value_keeps_its_letters(written: str, value: object) -> None:
    assert plain(_option(f'1 "A" = {written}').value) == value


def test_where_an_option_leads() -> None:
    for lines in (('1 "A"', "  -> x", '  uk: "B"'), ('1 "A"', '  uk: "B"', "  -> x")):
        option = _option(*lines)
        assert (option.target and option.target.path.text, len(option.variants)) == ("x", 1)
    plainly = _option('1 "A"', '  uk: "B"')
    assert (plainly.target, plainly.body, len(plainly.variants)) == (None, None, 1)
    assert _option('1 "A"').target is None
    given = _option('1 "A" -> x', "  with a = b").target
    assert given is not None
    assert plain(given.arguments) == [("Argument", ("Name", "a"), ("Expression", "b"))]


def test_what_an_option_does() -> None:
    for lines in (('1 "A": say "B" -> x',), ('1 "A":', '  uk: "Ґ"', '  say "B"', "  -> x")):
        option = _option(*lines)
        assert option.target is None
        assert [type(one).__name__ for one in option.body or ()] == ["Say", "Jump"]
        assert len(option.variants) == len(lines) // 4


def test_one_option_for_each_item() -> None:
    each = _menu('each C in Tree.Items "{{ c.name }}" = c.id -> x', 'each d in ds "D"').options
    first, second = each
    assert isinstance(first, Each)
    assert isinstance(second, Each)
    assert plain(first.items) == ("Path", ["tree", "Items"])
    assert (first.target and first.target.path.text, second.target) == ("x", None)
    assert (plain(first.value), second.value) == (("Path", ["c", "id"]), None)


@pytest.mark.parametrize(
    ("line", "kind", "count", "condition"),
    [
        ("silence: again", "silence", None, None),
        ("silence 2: again", "silence", 2, None),
        ("no match 3: again", "no match", 3, None),
        ("wrong 2: again", "wrong", 2, None),
        ("wrong if x > 1: again", "wrong", None, "x > 1"),
        ("unsure: again", "unsure", None, None),
        ("give up after 3: -> x", "give up", 3, None),
        ("give up: -> x", "give up", None, None),
    ],
)
def test_ladders(line: str, kind: str, count: int | None, condition: str | None) -> None:
    (ladder,) = _menu('1 "A"', line).ladders
    assert ladder.kind == kind
    assert (ladder.count.value if ladder.count else None) == count
    assert (ladder.condition.source if ladder.condition else None) == condition
    assert len(ladder.body) == 1


@pytest.mark.parametrize(
    ("lines", "keys"), [((), None), (("keys yes",), True), (("keys no",), False)]
)
def test_does_the_recording_say_the_keys(lines: tuple[str, ...], keys: bool | None) -> None:
    assert _menu('1 "A"', *lines).keys is keys
