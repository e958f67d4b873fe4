"""What somebody who answers for a translation is told, each with its line."""

from __future__ import annotations

import pytest

from flowengine.authoring.messages.check import findings
from flowengine.authoring.messages.wanted import wanted
from flowengine.language.project import Sources

FLOW = """\
flow shop "Shop"
  uk: "Крамниця"
languages en, uk
channels sms
start:
  say "Hello {{ caller.phone or '' }}."
  say "{{ 2 }} {{ 2 | plural('bed', 'beds') }}."
  end
"""
HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
HELLO = 'msgctxt "start/say"\nmsgid "Hello {{ caller.phone or \'\' }}."\nmsgstr "{}"\n\n'
BEDS = (
    'msgctxt "start/say"\nmsgid "{{ 2 }} bed."\nmsgid_plural "{{ 2 }} beds."\n'
    'msgstr[0] "{{ 2 }} ліжко."\nmsgstr[1] "%s"\n'
)
GOOD = HELLO.replace("{}", "Вітаю {{ caller.phone or '' }}.")


def told(po: str | None, flow: str = FLOW, path: str = "locale/uk/shop.po") -> list[str]:
    sources = Sources({"shop.flow": flow}, catalogues={} if po is None else {path: HEAD + po})
    found = wanted(sources, "shop")
    assert found is not None
    return [one.splitlines()[0] for one in findings(sources, found)]


def test_nothing_is_told_where_all_is_translated() -> None:
    assert told(GOOD + BEDS % "{{ 2 }} ліжка.") == []


@pytest.mark.parametrize(
    ("po", "expected"),
    [
        (None, ["locale/uk/shop.po: There is no such catalogue; 2 texts wait for it."]),
        (GOOD, ["shop.flow:7: “{{ 2 }} bed.” is not in locale/uk/shop.po."]),
        (
            GOOD + BEDS % "",
            ["locale/uk/shop.po:9: Not every form is there of “{{ 2 }} bed.”."],
        ),
        (
            HELLO.replace("{}", "") + BEDS % "{{ 2 }} ліжка.",
            ["locale/uk/shop.po:5: No translation of “Hello {{ caller.phone or '' }}.”."],
        ),
        (
            "#, fuzzy\n" + GOOD + BEDS % "{{ 2 }} ліжка.",
            ["locale/uk/shop.po:6: The translation of “Hello {{ caller.phone or '' }}.” is stale."],
        ),
        (
            GOOD + BEDS % "{{ 2 }} ліжка." + '\nmsgid "Gone."\nmsgstr "Нема."\n',
            ["locale/uk/shop.po:14: The flow does not say “Gone.” here any more."],
        ),
        (
            GOOD.replace("Вітаю {{", "Вітаю") + BEDS % "{{ 2 }} ліжка.",
            [
                "locale/uk/shop.po:6:9: warning FE171: The translation leaves out"
                " {{ caller.phone or '' }}.",
                "locale/uk/shop.po:6:34: mistake FE075: These braces close no hole.",
            ],
        ),
        (
            GOOD + BEDS % "ліжка.",
            ["locale/uk/shop.po:11:12: warning FE172: The forms don't have the same holes in the"],
        ),
        (
            "nonsense\n" + GOOD + BEDS % "{{ 2 }} ліжка.",
            ["locale/uk/shop.po:4:1: mistake FE170: This is no line of a catalogue."],
        ),
    ],
)
def test_each_finding_has_its_line(po: str | None, expected: list[str]) -> None:
    found = told(po)
    assert len(found) == len(expected)
    for one, start in zip(found, expected, strict=True):
        assert one.startswith(start)


def test_a_translation_that_is_too_long_for_a_channel_is_told_in_the_catalogue() -> None:
    found = told(GOOD.replace("Вітаю", "Ві" * 200) + BEDS % "{{ 2 }} ліжка.")
    assert [one.partition(": warning")[0] for one in found] == ["locale/uk/shop.po:6:8"]
    assert "FE118" in found[0]


def test_a_catalogue_that_nobody_hears_is_told() -> None:
    found = told(None, FLOW.replace('  uk: "Крамниця"\nlanguages en, uk\n', ""))
    assert found == []
    flow = FLOW.replace('  uk: "Крамниця"\nlanguages en, uk\n', "")
    assert told("", flow, "locale/ru/shop.po")[0].startswith("locale/ru/shop.po:1:1: warning FE173")


def test_a_long_text_is_named_by_its_beginning() -> None:
    flow = FLOW.replace("Hello", "Hello and welcome, one and all, from far and near, today")
    assert "“Hello and welcome, one and all, from far and near, today {{…”" in told(BEDS % "x")[
        0
    ] or any("today {{…”" in one or "…”" in one for one in told(BEDS % "{{ 2 }} л.", flow))
