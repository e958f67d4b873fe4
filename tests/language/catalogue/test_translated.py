"""Catalogues become variants; what cannot be used is told at its line of the catalogue."""

from __future__ import annotations

import pytest

from flowengine.language import nodes
from flowengine.language.catalogue.translated import catalogues_of, translated
from flowengine.language.checks.index import index_of
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.parse import parse

HEAD = 'flow shop "Shop"\nlanguages en, uk, ru\n'
PATH = "locale/uk/shop.po"


def po(*entries: tuple[str, ...]) -> str:
    """Context, text and its translation; a text and its plural are followed by the forms."""
    made = ['msgid ""\nmsgstr "Language: uk\\n"\n']
    for context, text, *strings in entries:
        if len(strings) == 1:
            words = f'msgstr "{strings[0]}"'
        else:
            forms = (f'msgstr[{n}] "{one}"' for n, one in enumerate(strings[1:]))
            words = "\n".join([f'msgid_plural "{strings[0]}"', *forms])
        made.append(f'msgctxt "{context}"\nmsgid "{text}"\n{words}\n')
    return "\n".join(made)


def woven(
    source: str, *entries: tuple[str, ...], flags: str = ""
) -> tuple[nodes.File, tuple[Diagnostic, ...]]:
    file, mistakes = parse(HEAD + source, "shop.flow")
    assert file is not None, mistakes
    text = po(*entries)
    if flags:
        text = text.replace("msgctxt", f"#, {flags}\nmsgctxt", 1)
    return translated(file, [("uk", PATH, text)])


def variants(file: nodes.File) -> list[tuple[list[str], list[list[str]]]]:
    """Tags and alternatives of everything that varies."""
    return [
        (
            [tag.text for tag in one.tags],
            [[quote.source for quote in lines] for lines in one.alternatives],
        )
        for one in index_of(file).nodes(nodes.Variant)
    ]


SAY = 'start:\n  say "Hello."\n    "Come in."\n    sms: "Hi."\n  end\n'
MENU = 'menu main\n  1 "Beds" or "bed[s]" -> main\n'


@pytest.mark.parametrize(
    ("source", "entries", "expected"),
    [
        (
            SAY,
            [("start/say", r"Hello.\nCome in.", r"Вітаю.\nЗаходьте.")],
            [(["sms"], [["Hi."]]), (["uk"], [["Вітаю.", "Заходьте."]])],
        ),
        (
            SAY,
            [("start/say/sms", "Hi.", "Ві.")],
            [(["sms"], [["Hi."]]), (["sms", "uk"], [["Ві."]])],
        ),
        (
            'start:\n  say "Bye." or "So long."\n',
            [("start/say", "So long.", "Бувайте.")],
            [(["uk"], [["Бувайте."]])],
        ),
        (
            'start:\n  say "Bye." or "So long."\n',
            [("start/say", "Bye.", "Па."), ("start/say", "So long.", "Бувайте.")],
            [(["uk"], [["Па."], ["Бувайте."]])],
        ),
        (MENU, [("main/label", "Beds", "Ліжка")], [(["uk"], [["Ліжка"]])]),
        (
            MENU,
            [("main/label", "Beds", "Ліжка"), ("main/phrases", "bed[s]", "ліжк(о | а)")],
            [(["uk"], [["Ліжка"], ["ліжк(о | а)"]])],
        ),
        (MENU, [("main/phrases", "bed[s]", "ліжко")], []),
        (
            'menu main\n  1 "7" or "seven" -> main\n',
            [("main/phrases", "seven", "сім")],
            [(["uk"], [["7"], ["сім"]])],
        ),
        (
            MENU + '    sms: "Bed" or "bedroom"\n    ussd: "7" or "seven"\n',
            [
                ("main/label", "Beds", "Ліжка"),
                ("main/label/sms", "Bed", "Ліж"),
                ("main/phrases/sms", "bedroom", "кімната"),
                ("main/phrases/ussd", "seven", "сім"),
            ],
            [
                (["sms"], [["Bed"], ["bedroom"]]),
                (["ussd"], [["7"], ["seven"]]),
                (["uk"], [["Ліжка"]]),
                (["sms", "uk"], [["Ліж"], ["кімната"]]),
                (["ussd", "uk"], [["7"], ["сім"]]),
            ],
        ),
        (
            MENU + '    sms: "Bed"\n    sms uk: "Ліж"\n',
            [("main/label", "Beds", "Ліжка"), ("main/label/sms", "Bed", "Інше")],
            [(["sms"], [["Bed"]]), (["sms", "uk"], [["Ліж"]]), (["uk"], [["Ліжка"]])],
        ),
        (
            MENU + '    uk: "Ліжечка"\n',
            [("main/phrases", "bed[s]", "ліжко")],
            [(["uk"], [["Ліжечка"]])],
        ),
        (
            MENU + '    ru: "Кровати"\n',
            [("main/label", "Beds", "Ліжка")],
            [(["ru"], [["Кровати"]]), (["uk"], [["Ліжка"]])],
        ),
        (
            'start:\n  say "Hi."\n    uk: "Привіт."\n',
            [("start/say", "Hi.", "Вітаю.")],
            [(["uk"], [["Привіт."]])],
        ),
        (
            'rule size = "small {small}"\n',
            [("rule size", "small {small}", "мал(ий | а) {small}")],
            [(["uk"], [["мал(ий | а) {small}"]])],
        ),
        ('words fire\n  "fire"\n', [("words fire", "fire", "пожежа")], [(["uk"], [["пожежа"]])]),
        ("", [("flow/title", "Shop", "Крамниця")], [(["uk"], [["Крамниця"]])]),
        (
            'entry call "Call me" -> start\n',
            [("entry call", "Call me", "Дзвінок")],
            [(["uk"], [["Дзвінок"]])],
        ),
        (
            'screen 60, more "On"\n',
            [("screen/more", "On", "Далі")],
            [(["uk"], [["Далі"]])],
        ),
        (
            SAY,
            [("start/say", "Something else.", "Інше."), ("gone/say", "Hello.", "Вітаю.")],
            [(["sms"], [["Hi."]])],
        ),
        (SAY, [("start/say/sms", "Hi.", "")], [(["sms"], [["Hi."]])]),
    ],
)
def test_what_a_catalogue_says_becomes_a_variant(
    source: str, entries: list[tuple[str, ...]], expected: list[tuple[list[str], list[list[str]]]]
) -> None:
    file, mistakes = woven(source, *entries)
    assert (variants(file), mistakes) == (expected, ())


def test_what_is_stale_is_not_used() -> None:
    file, _ = woven('start:\n  say "Hi."\n', ("start/say", "Hi.", "Вітаю."), flags="fuzzy")
    assert variants(file) == []


def test_a_file_of_which_nothing_is_translated_is_itself() -> None:
    file, _ = parse(HEAD + SAY, "shop.flow")
    assert file is not None
    assert translated(file, [("uk", PATH, po())])[0] is file


def test_only_what_changes_is_made_anew() -> None:
    source = 'start:\n  say "Hi."\nother:\n  say "Bye."\n'
    before, _ = parse(HEAD + source, "shop.flow")
    assert before is not None
    after, _ = translated(before, [("uk", PATH, po(("other/say", "Bye.", "Па.")))])
    assert after.steps[0] is before.steps[0]
    assert after.steps[1] is not before.steps[1]


BEDS = "start:\n  say \"{{ n }} {{ n | plural('bed', 'beds') }}.\"\n"


def test_forms_of_a_text_that_counts_become_one_text() -> None:
    file, mistakes = woven(
        BEDS,
        (
            "start/say",
            "{{ n }} bed.",
            "{{ n }} beds.",
            "{{ n }} ліжко.",
            "{{ n }} ліжка.",
            "{{ n }} ліжок.",
        ),
    )
    assert mistakes == ()
    assert variants(file) == [
        (["uk"], [["{{ n }} {{ n | plural('ліжко.', 'ліжка.', 'ліжок.', 'ліжка.') }}"]])
    ]


@pytest.mark.parametrize(
    ("source", "entry", "code", "words", "used"),
    [
        (
            'start:\n  say "Hi {{ name }}."\n',
            ("start/say", "Hi {{ name }}.", "Вітаю."),
            "FE171",
            "leaves out {{ name }}",
            "Вітаю.",
        ),
        (
            'start:\n  say "Hi."\n',
            ("start/say", "Hi.", "Вітаю, {{ name }}."),
            "FE171",
            "does not have {{ name }}",
            "Вітаю, {{ name }}.",
        ),
        (
            BEDS,
            (
                "start/say",
                "{{ n }} bed.",
                "{{ n }} beds.",
                "ліжко.",
                "{{ n }} ліжка.",
                "{{ n }} ліжок.",
            ),
            "FE172",
            "same holes",
            "{{ n }} ліжок.",
        ),
        (
            BEDS,
            (
                "start/say",
                "{{ n }} bed.",
                "{{ n }} beds.",
                "{{ m }} л.",
                "{{ m }} л.",
                "{{ m }} л.",
            ),
            "FE171",
            "does not have {{ m }}",
            "{{ m }} л.",
        ),
    ],
)
def test_a_translation_that_does_not_fit_is_told_at_its_line(
    source: str, entry: tuple[str, ...], code: str, words: str, used: str
) -> None:
    file, mistakes = woven(source, entry)
    first = mistakes[0]
    assert (first.code, first.file, first.severity) == (code, PATH, Severity.WARNING)
    assert words in first.message
    assert first.span.line == 6 + (len(entry) > 3)
    assert variants(file) == [(["uk"], [[used]])]


def test_one_count_may_leave_the_number_out() -> None:
    entry = ("start/say", "{{ n }} bed.", "{{ n }} beds.", "Ліжко.", "Ліжка.", "Ліжок.")
    assert woven(BEDS, entry)[1] == ()


def test_the_catalogues_of_a_flow_are_found_by_their_folder() -> None:
    texts = dict.fromkeys(
        [
            "locale/uk/shop.po",
            "locale/pt-BR/shop.po",
            "locale/uk/other.po",
            "locale/shop.po",
            "other/uk/shop.po",
            "locale/uk/more/shop.po",
        ],
        "",
    )
    assert catalogues_of(texts, "shop") == {
        "uk": "locale/uk/shop.po",
        "pt_br": "locale/pt-BR/shop.po",
    }
