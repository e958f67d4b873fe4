from __future__ import annotations

import pytest

from flowengine.language.catalogue.plurals import (
    Uncountable,
    counted,
    counts,
    examples,
    in_order,
    joined,
    rule_of,
)

FOUR = "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : n%1==0 ? 2 : 3);"


@pytest.mark.parametrize(
    ("text", "one", "many"),
    [
        ("Hello.", "Hello.", ""),
        ("{{ n }} {{ n | plural('bed', 'beds') }}", "{{ n }} bed", "{{ n }} beds"),
        ("{{n|plural('a bed','beds')}} here", "a bed here", "beds here"),
        (
            "{{ n | plural('is', 'are') }} {{ n }} {{ n | plural(\"man's\", 'men\\'s') }}",
            None,
            "",
        ),
        ("{{ x.items | count | plural('bed', 'beds') }}", "bed", "beds"),
        ("{{ a | plural('x', 'y') }} {{ b | plural('v', 'w') }}", None, ""),
        (
            "{{ a | plural('is', 'are') }} {{ a }} {{ a | plural('bed', 'beds') }}",
            "is {{ a }} bed",
            "are {{ a }} beds",
        ),
        ("{{ a {{ n | plural('x', 'y') }}", "{{ a x", "{{ a y"),
        ("{{" + " " * 5_000, None, ""),  # would be tried in every way to part the blanks
        ("{{ n" + " " * 5_000 + "}}", None, ""),
        ("{{ n }} {{ n | plural('ліжко', 'ліжка', 'ліжок') }}", "{{ n }} ліжко", "{{ n }} ліжок"),
    ],
)
def test_a_text_that_counts_one_thing_is_parted(text: str, one: str | None, many: str) -> None:
    found = counted(text)
    if one is not None:
        assert found == (one, many)
    else:
        assert found[1] == "" or "plural" not in found[0]


def test_what_is_counted_is_known() -> None:
    assert counts("{{ a | plural('x', 'y') }} {{ b.c | count | plural('v', 'w') }}") == {
        "a",
        "b.c | count",
    }


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (["Готово.", "Готово."], "Готово."),
        (
            ["Є {{ n }} ліжко.", "Є {{ n }} ліжка.", "Є {{ n }} ліжок."],
            "Є {{ n }} {{ n | plural('ліжко.', 'ліжка.', 'ліжок.') }}",
        ),
        (
            ["Лишилося {{ n }} вільне місце тут", "Лишилися {{ n }} вільні місця тут"],
            "{{ n | plural('Лишилося', 'Лишилися') }} {{ n }} "
            "{{ n | plural('вільне місце', 'вільні місця') }} тут",
        ),
        (["п'ять", "шість"], "{{ n | plural(\"п'ять\", 'шість') }}"),
        (['п\'"ять"', "шість"], "{{ n | plural(\"п'″ять″\", 'шість') }}"),
        (["один\nрядок", "два\nрядок"], "{{ n | plural('один', 'два') }}\nрядок"),
        (["так", "так так"], "так{{ n | plural('', ' так') }}"),
    ],
)
def test_forms_become_one_text_again(forms: list[str], expected: str) -> None:
    assert joined(forms, "n") == expected


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        (["{{ n }} bed", "beds"], "holes"),
        (["{{ n }} {{ m }}", "{{ m }} {{ n }}"], "holes"),
        (["a\nb", "a"], "lines"),
    ],
)
def test_forms_that_are_not_alike_are_refused(forms: list[str], words: str) -> None:
    with pytest.raises(Uncountable, match=words):
        joined(forms, "n")


@pytest.mark.parametrize(
    ("language", "header", "expected"),
    [
        ("uk", "", ["one", "few", "many", "few"]),
        ("ru", "", ["one", "few", "many", "few"]),
        ("hr", "", ["one", "few", "many"]),
        ("en", "", ["one", "few"]),
        ("fa", "", ["one", "one"]),
        ("lv", "", ["many", "one", "few"]),
        ("uk", FOUR, ["one", "few", "many", "few"]),
        ("xx", "nplurals=1; plural=0;", ["one", "one"]),
        ("uk", "nplurals=9; plural=7;", ["many", "many", "many", "many"]),
    ],
)
def test_forms_are_put_into_the_order_of_the_filter(
    language: str, header: str, expected: list[str]
) -> None:
    """Latvian's catalogues begin with the form for one, its numbers with that for zero."""
    assert in_order(["one", "few", "many"], header, language) == expected


@pytest.mark.parametrize(
    "header", ["nonsense", "nplurals=2; plural=(n", "plural=__import__('os')", "plural=n%0"]
)
def test_a_rule_that_cannot_be_read_is_told(header: str) -> None:
    with pytest.raises(Uncountable, match="Plural-Forms"):
        in_order(["a", "b"], header, "uk")


def test_a_translator_sees_numbers_for_each_form() -> None:
    assert examples("uk") == ["1, 21, 31, 41 …", "2, 3, 4, 22 …", "0, 5, 6, 7 …"]
    assert examples("en") == ["1", "0, 2, 3, 4 …"]
    assert examples("uk", "plural=0") == ["0, 1, 2, 3 …"]
    assert rule_of("uk").startswith("nplurals=3;")
