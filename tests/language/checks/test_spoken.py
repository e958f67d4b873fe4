from __future__ import annotations

import pytest

from flowengine.language.checks.spoken import (
    menus_are_near,
    options_are_few,
    prompts_are_short,
)
from tests.language.checks.scopes import scope, told


def menu(*options: str, header: str = "") -> str:
    body = "".join(f"    {option}\n" for option in options)
    return f'{header}start:\n  menu "?"\n{body}  end\n'


FIVE = [f'{key} "Option {key}"' for key in range(1, 6)]


@pytest.mark.parametrize(
    ("options", "header", "found"),
    [
        (FIVE, "", 0),
        ([*FIVE, '6 "More"'], "", 1),
        ([*FIVE, '6 "More"'], "channels voice\n", 1),
        ([*FIVE, '6 "More"'], "channels chat\n", 0),
        ([*FIVE, '6 "More" quiet'], "", 0),
        ([*FIVE[:4], '6 "A" if x', '7 "B" if not x'], "", 0),
        ([*FIVE, '6 "A" if x'], "", 1),
        ([*FIVE, 'each x in y "{{ x }}"'], "", 0),
    ],
)
def test_options(options: list[str], header: str, found: int) -> None:
    assert (
        told(options_are_few, menu(*options, header=header))
        == [("FE114", 3 + bool(header))] * found
    )


LONG = "x" * 301


@pytest.mark.parametrize(
    ("lines", "header", "found"),
    [
        ([f'say "{LONG}"'], "", 1),
        ([f'say "{LONG}"'], "channels sms\n", 0),
        ([f'say "{LONG[1:]}"'], "", 0),
        ([f'say "{LONG}"', '  voice: "Short."'], "", 0),
        ([f'say "{LONG}"', '  recording voice: "long.wav"'], "", 0),
        ([f'send sms "{LONG}"'], "", 0),
        (['say "Short."', f'  uk: "{LONG}"'], "languages en, uk\n", 1),
        ([f'say "{LONG}"', f'  uk: "{LONG}"'], "languages en, uk\n", 1),
        (["menu", '  recording voice: "long.wav"', '  1 "A"'], "", 0),
    ],
)
def test_prompts(lines: list[str], header: str, found: int) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    codes = [code for code, _ in told(prompts_are_short, f"{header}start:\n{body}  end\n")]
    assert codes == ["FE117"] * found


def test_the_length_is_told_in_seconds() -> None:
    (found,) = prompts_are_short(scope(f'start:\n  say "{"x" * 450}"\n  end\n'))
    assert "about 30 seconds" in found.message


def menus(*names: str) -> str:
    pairs = zip(names, (*names[1:], "start"), strict=True)
    return "".join(f'menu {name} "?"\n  1 "A" -> {goal}\n' for name, goal in pairs)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("start:\n  -> a\n" + menus("a", "b", "c"), []),
        ("start:\n  -> a\n" + menus("a", "b", "c", "d"), [("FE116", 10)]),
        ("start:\n  if x: -> c\n  -> a\n" + menus("a", "b", "c", "d"), []),
        (menus("start", "b", "c", "d"), [("FE116", 8)]),
        ("begin:\n  -> a\n" + menus("a", "b", "c", "d"), []),
    ],
)
def test_menus_in_a_row(source: str, found: list[tuple[str, int]]) -> None:
    assert told(menus_are_near, source) == found
