from __future__ import annotations

import pytest

from flowengine.language.checks.screens import (
    keys_survive_paging,
    labels_fit,
    signs_are_worth_it,
    texts_fit,
)
from tests.language.checks.scopes import scope, told


def say(header: str, text: str, more: str = "") -> str:
    return f'{header}start:\n  say "{text}"\n{more}  end\n'


@pytest.mark.parametrize(
    ("header", "text", "more", "found"),
    [
        ("channels sms\n", "a" * 459, "", 0),
        ("channels sms\n", "a" * 460, "", 1),
        ("channels sms\n", "д" * 202, "", 1),
        ("channels ussd\n", "a" * 182, "", 0),
        ("channels ussd\n", "a" * 183, "", 1),
        ("channels ussd\n", "д" * 81, "", 1),
        ("channels ussd\n", "a" * 180 + "€", "", 0),
        ("channels ussd\n", "a" * 181 + "€", "", 1),
        ("channels ussd\n", "a" * 179 + "“…”", "", 1),
        ("channels ussd\n", "a" * 177 + "“…”", "", 0),
        ("channels ussd\n", "a" * 170 + "{{ name }}", "", 0),
        ("channels ussd\nscreen 160\n", "a" * 183, "", 0),
        ("channels sms\nscreen 160\n", "a" * 460, "", 1),
        ("channels voice\n", "a" * 999, "", 0),
        ("", "a" * 999, "", 0),
        ("channels sms, ussd\n", "a" * 999, "", 1),
        ("channels sms\n", "a" * 460, '    sms: "a"\n', 0),
        ("channels sms\nlanguages en, uk\n", "a", f'    uk: "{"д" * 202}"\n', 1),
    ],
)
def test_texts(header: str, text: str, more: str, found: int) -> None:
    assert [code for code, _ in told(texts_fit, say(header, text, more))] == ["FE118"] * found


@pytest.mark.parametrize(
    ("header", "channel", "text", "found"),
    [
        ("channels ussd", "email", "a" * 999, []),
        ("channels sms", "email", "a" * 100 + "🎁", []),
        ("channels voice", "sms", "a" * 460, ["FE118"]),
        ("channels voice", "sms", "a" * 459, []),
        ("channels voice", "sms", "a" * 100 + "🎁", ["FE160"]),
    ],
)
def test_what_is_sent_counts_by_the_way_it_goes(
    header: str, channel: str, text: str, found: list[str]
) -> None:
    source = f'{header}\nstart:\n  send {channel} to x "{text}"\n  end\n'
    codes = [code for check in (texts_fit, signs_are_worth_it) for code, _ in told(check, source)]
    assert codes == found


def menu(header: str, *options: str, question: str = ' "?"') -> str:
    body = "".join(f"    {option}\n" for option in options)
    return f"{header}start:\n  menu{question}\n{body}  end\n"


LONG = "x" * 100


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (menu("channels ussd\n", f'1 "{LONG}"', f'2 "{LONG}"'), 1),
        (menu("channels ussd\n", f'- "{LONG}"', f'- "{LONG}"'), 0),
        (menu("channels ussd\n", f'1 "{LONG}"', f'2 "{LONG}" quiet'), 0),
        (menu("channels ussd\n", f'1 "{LONG}"', f'2 "{LONG}" if x'), 0),
        (menu("channels sms\n", f'1 "{LONG}"', f'2 "{LONG}"'), 0),
        (menu("channels sms\n", '1 "' + "д" * 210 + '"'), 1),
        (menu("channels ussd\nscreen 160\n", '1 "' + "д" * 77 + '"'), 1),
        (menu("channels ussd\nscreen 160\n", '1 "' + "д" * 70 + '"'), 0),
        (menu("channels sms\nscreen 160\n", f'1 "{LONG}"', f'2 "{LONG}"'), 1),
        (menu("channels voice\nscreen 160\n", f'1 "{LONG}"', f'2 "{LONG}"'), 0),
        (menu("channels sms, ussd\n", *[f'{n} "{LONG}"' for n in range(1, 7)]), 1),
        (menu("channels ussd\n", '1 "A"', question=f' "{LONG}{LONG}"'), 1),
        (menu("channels ussd\n", '1 "A"', question=""), 0),
        (menu("channels ussd\nlanguages en, uk\n", '1 "A"', f'  uk: "{LONG}{LONG}"'), 1),
        (menu("channels ussd\n", f'1 "{LONG}"', f'2 "{LONG}"', '  ussd: "A"'), 0),
        (menu("channels ussd\n", f'1 "{LONG}"', f'2 "{LONG}"', '  sms: "A"'), 1),
    ],
)
def test_keys_on_several_screens(source: str, found: int) -> None:
    assert [code for code, _ in told(keys_survive_paging, source)] == ["FE112"] * found


@pytest.mark.parametrize(
    ("source", "at"),
    [
        (menu("channels ussd\n", '1 "' + "a" * 159 + '"'), []),
        (menu("channels ussd\n", '1 "' + "a" * 160 + '"'), [5]),
        (menu("channels ussd\n", '1 "' + "a" * 160 + '" quiet'), []),
        (menu("channels ussd\n", '1 "' + "a" * 160 + '"', '  ussd: "A"'), []),
        (menu("channels ussd\n", '1 "A"', '  ussd: "' + "д" * 58 + '"'), [5]),
        (menu("channels ussd\nscreen 60\n", '1 "' + "a" * 38 + '"'), [6]),
        (menu("channels sms\n", '1 "' + "a" * 160 + '"'), []),
        ('channels ussd\nanywhere\n  0 "' + "a" * 160 + '" -> person\n', []),
        (menu("channels ussd\nlanguages en, uk\n", '1 "A"', '  uk: "' + "д" * 60 + '"'), [6]),
    ],
)
def test_labels_leave_room_for_the_lines_that_turn_the_page(source: str, at: list[int]) -> None:
    assert told(labels_fit, source) == [("FE118", line) for line in at]


@pytest.mark.parametrize(
    ("header", "text", "found"),
    [
        ("channels sms\n", "a" * 100 + "🎁", 1),
        ("channels sms\n", "a" * 60 + "🎁", 0),
        ("channels sms\n", "a" * 100 + "“…”", 0),
        ("channels sms\n", "a" * 100 + "č", 0),
        ("channels sms\n", "д" * 100 + "🎁", 0),
        ("channels chat\n", "a" * 100 + "🎁", 0),
    ],
)
def test_signs_that_cost_a_message(header: str, text: str, found: int) -> None:
    assert [code for code, _ in told(signs_are_worth_it, say(header, text))] == ["FE160"] * found


def test_the_sign_is_named_once() -> None:
    text = "→ a → b 🎁 " + "c" * 100
    [one] = signs_are_worth_it(scope(say("channels sms\n", text)))
    assert "for the sake of → 🎁 alone" in one.message
