from __future__ import annotations

import pytest

from flowengine.language.checks.idle import (
    channels_vary_what_is_said,
    forms_confirm_once,
    menus_have_no_wrong_answers,
)
from tests.language.checks.scopes import scope, told

FORM = 'start:\n  form "?"\n    ask n: number "?"\n{}    read back "{{{{ n }}}}?"\n  end\n'


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        ("", []),
        ("      wrong if n > 3: again\n", []),
        ("      confirm\n", [5]),
        ('      fetch x from "http://x.example"\n', [5]),
    ],
)
def test_forms(lines: str, at: list[int]) -> None:
    assert told(forms_confirm_once, FORM.format(lines)) == [("FE093", line) for line in at]


def test_an_ask_of_its_own_may_confirm_and_fetch() -> None:
    source = (
        'start:\n  ask n: number "?"\n    confirm\n    fetch x from "http://x.example"\n  end\n'
    )
    assert told(forms_confirm_once, source) == []


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ('start:\n  menu "?"\n    1 "A"\n    no match: again\n  end\n', []),
        ('start:\n  menu "?"\n    1 "A"\n    wrong if n: again\n  end\n', [5]),
        ('start:\n  menu "?"\n    1 "A"\n    wrong: again\n  end\n', [5]),
        ('start:\n  ask n: number "?"\n    wrong if n > 1: again\n  end\n', []),
        ("repairs\n  wrong: again\nstart:\n  end\n", []),
    ],
)
def test_menus(source: str, at: list[int]) -> None:
    assert told(menus_have_no_wrong_answers, source) == [("FE104", line) for line in at]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('entry a "A" -> start\n  uk: "А"\n', ""),
        ('entry a "A" -> start\n  sms: "A"\n', "The label of an entry is"),
        ('entry a "A" -> start\n  uk chat: "А"\n', "The label of an entry is"),
        ('screen 160, more "A"\n  sms: more "A"\n', "The word that turns the page is"),
        ('rule a = "x"\n  voice uk: "y"\n', "What a rule hears is"),
        ('words danger\n  "x"\n  sms: "y"\n', "These words are"),
        ('start:\n  menu "?"\n    1 "A"\n      voice uk: "А"\n', ""),
        ('start:\n  say "A"\n    sms: "B"\n', ""),
    ],
)
def test_what_no_channel_varies(source: str, what: str) -> None:
    found = list(channels_vary_what_is_said(scope(source)))
    assert [one.message.startswith(what) for one in found] == [True] * bool(what)
    assert [one.code for one in found] == ["FE113"] * bool(what)


def test_the_title_of_a_flow_is_one() -> None:
    source = 'flow a "A"\n  sms: "B"\nstart:\n  end\n'
    assert told(channels_vary_what_is_said, scope(source, head="")) == [("FE113", 2)]
