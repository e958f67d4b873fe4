from __future__ import annotations

import pytest

from flowengine.language.nodes import Ask, Browse, Form, Menu
from tests.language.reading import built, plain, statement, told


def _ask(*lines: str) -> Ask:
    ask = statement(*lines)
    assert isinstance(ask, Ask)
    return ask


def test_a_menu_in_a_step_may_lack_name_and_text() -> None:
    menu = statement("menu", '  1 "A"')
    assert isinstance(menu, Menu)
    assert (menu.name, menu.question, menu.into) == (None, None, None)


def test_a_menu_at_the_margin_is_a_step() -> None:
    (step,) = built('menu Main "Q" into Topic\n  "more"\n  uk: "Пит"\n  1 "A"\n').steps
    (menu,) = step.body
    assert isinstance(menu, Menu)
    assert (step.name.text, menu.name, menu.into and menu.into.text) == (
        "main", step.name, "topic",
    )  # fmt: skip
    assert menu.question is not None
    assert (len(menu.question.alternatives[0]), len(menu.question.variants)) == (2, 1)


def test_everything_below_an_ask() -> None:
    ask = _ask(
        'ask N: number, optional, secret, Remembered "Q"',
        '  "more"',
        '  hint "H"',
        '    "H2"',
        '  confirm below 80% "Right?"',
        '  yes "Y" or "yep"',
        '  no "N"',
        '  1 "A" -> x',
        '  each c in cs "C"',
        "  silence: again",
        '  fetch f from s "/p"',
        "  keys no",
    )
    assert ask.flags == ("optional", "secret", "remembered")
    assert [getattr(one, "key", "each") for one in ask.options] == ["yes", "no", "1", "each"]
    assert ask.hint is not None
    assert len(ask.hint.alternatives[0]) == 2
    assert ask.confirm is not None
    assert plain(ask.confirm.below) == ("Number", 80)
    assert (len(ask.question.alternatives[0]), len(ask.ladders), len(ask.fetches)) == (2, 1, 1)
    assert ask.keys is False


def test_an_ask_may_be_short_or_begin_its_text_below() -> None:
    short, long = _ask('ask n "Q"'), _ask("ask n", '  "Q"', '  "R"')
    assert (short.type, short.hint, short.confirm, long.type) == (None, None, None, None)
    assert len(long.question.alternatives[0]) == 2


@pytest.mark.parametrize(
    ("line", "text", "below"),
    [("confirm", False, None), ('confirm "C"', True, None), ("confirm below 5%", False, 5)],
)
def test_confirming(line: str, text: bool, below: int | None) -> None:
    confirm = _ask('ask n "Q"', f"  {line}").confirm
    assert confirm is not None
    assert (confirm.text is not None, confirm.below and confirm.below.value) == (text, below)


def test_a_form_is_a_list_of_asks() -> None:
    form = statement(
        'form "F"', '  "more"', '  hint "H"', '  ask a "A"', '  ask b "B"', '  read back "R"',
        "  unsure: again",
    )  # fmt: skip
    assert isinstance(form, Form)
    assert [ask.slot.text for ask in form.asks] == ["a", "b"]
    assert form.question is not None
    assert len(form.question.alternatives[0]) == 2
    assert (form.hint is not None, form.read_back is not None, len(form.ladders)) == (True, True, 1)
    bare = statement("form", '  ask a "A"')
    assert isinstance(bare, Form)
    assert (bare.question, bare.read_back) == (None, None)


def test_browsing() -> None:
    browse = statement(
        "browse P in places.Items", '  show "S"', '    uk: "U"', '  - "this"', "  silence: again"
    )
    assert isinstance(browse, Browse)
    assert (browse.name.text, browse.items.text) == ("p", "places.Items")
    assert (len(browse.show.variants), len(browse.options), len(browse.ladders)) == (1, 1, 1)


def test_a_line_that_may_stand_once_is_not_lost_in_silence() -> None:
    source = 'start:\n  ask n "Q"\n    hint "A"\n    hint "B"\n    keys yes\n    keys no\n'
    assert told(source) == [("FE032", 4), ("FE032", 6)]
