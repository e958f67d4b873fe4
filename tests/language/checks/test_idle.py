from __future__ import annotations

import pytest

from flowengine.language.checks.idle import (
    forms_confirm_once,
    labels_vary_by_language,
    menus_have_no_wrong_answers,
)
from tests.language.checks.scopes import told

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
    ("variant", "at"),
    [('uk: "А"', []), ('sms: "A"', [5]), ('voice uk: "А"', [5]), ('uk chat: "А"', [5])],
)
def test_labels(variant: str, at: list[int]) -> None:
    source = f'start:\n  menu "?"\n    1 "A"\n      {variant}\n  end\n'
    assert told(labels_vary_by_language, source) == [("FE113", line) for line in at]


def test_a_text_may_vary_by_channel() -> None:
    source = 'start:\n  say "A"\n    sms: "B"\n  end\n'
    assert told(labels_vary_by_language, source) == []
