"""The form of a catalogue: what is read, and where each mistake is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.language.catalogue.po import Catalogue, Piece, quotes, read_catalogue

HEADER = 'msgid ""\nmsgstr "Language: uk\\n"\n"Plural-Forms: nplurals=3; plural=0;\\n"\n\n'
PATH = "locale/uk/shop.po"


def read(text: str) -> Catalogue:
    found, mistakes = read_catalogue(HEADER + text, PATH, "uk")
    assert mistakes == []
    return found


def strings(text: str) -> list[tuple[str, str, list[str]]]:
    return [
        (one.context, one.text, [piece.text for piece in one.strings])
        for one in read(text).written.values()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('msgid "a"\nmsgstr "б"\n', [("", "a", ["б"])]),
        ('msgctxt "start"\nmsgid "a"\nmsgstr "б"', [("start", "a", ["б"])]),
        ('msgctxt ""\n"st"\n"art"\nmsgid "a"\nmsgstr "б"\n', [("start", "a", ["б"])]),
        (
            'msgid ""\n"one\\n"\n"two"\nmsgstr ""\n"раз\\n"\n"два"\n',
            [("", "one\ntwo", ["раз\nдва"])],
        ),
        ('  msgid "a"  \r\n\tmsgstr "б"\r\n', [("", "a", ["б"])]),
        (r'msgid "a"' + "\n" + r'msgstr "\"\\\t\r\q"', [("", "a", ['"\\\t\rq'])]),
        (
            'msgid "bed"\nmsgid_plural "beds"\nmsgstr[0] "ліжко"\nmsgstr[1] "ліжка"\n',
            [("", "bed", ["ліжко", "ліжка"])],
        ),
        ('msgid "a"\nmsgstr "б"\nmsgid "c"\nmsgstr "ц"\n', [("", "a", ["б"]), ("", "c", ["ц"])]),
        ('#~ msgid "a"\n#~ msgstr "б"\n', []),
        (
            '# note\n#. auto\n#: shop.flow:3\n#| msgid "old"\nmsgid "a"\nmsgstr ""\n',
            [("", "a", [""])],
        ),
    ],
)
def test_entries_are_read(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert strings(text) == expected


def test_the_header_is_no_entry_and_gives_the_rule_for_plurals() -> None:
    assert read("").written == {}
    assert read("").plural_forms == "nplurals=3; plural=0;"
    assert read_catalogue("\ufeff", PATH, "uk")[0].plural_forms == ""


def test_a_flag_is_for_the_entry_below_it() -> None:
    found = read(
        'msgid "a"\nmsgstr "а"\n#, fuzzy, c-format\nmsgid "b"\nmsgstr "б"\n\nmsgid "c"\nmsgstr ""\n'
        'msgid "d"\nmsgid_plural "ds"\nmsgstr[0] "д"\nmsgstr[1] ""\n'
    )
    states = [(one.fuzzy, one.done) for one in found.written.values()]
    assert states == [(False, True), (True, False), (False, False), (False, False)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("msgid a\n", 5, "no line of a catalogue"),
        ('msgid "a\nmsgstr "b"\n', 5, "no line of a catalogue"),
        ('msgid "a" "b"\n', 5, "no line of a catalogue"),
        ("nonsense\n", 5, "no line of a catalogue"),
        ('msgstr "b"\n', 5, "not where"),
        ('"words"\n', 5, "not where"),
        ('msgid "a"\nmsgctxt "b"\n', 6, "not where"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 7, "not where"),
        ('msgid "a"\n', 5, "no msgstr"),
        ('msgid "a"\nmsgstr ""\nmsgid "a"\nmsgstr ""\n', 7, "twice"),
        ('msgid "\ufffd"\nmsgstr ""\n', 5, "UTF-8"),
    ],
)
def test_a_mistake_has_its_line_and_the_mend(text: str, line: int, words: str) -> None:
    _, mistakes = read_catalogue(HEADER + text, PATH, "uk")
    first = mistakes[0]
    assert (first.code, first.file, first.span.line) == ("FE170", PATH, line)
    assert words in first.message
    assert first.hint.endswith(".")


@given(st.text(alphabet='msgidctxr_pluaeno[]012#~,|"\\\n fuzzyаб{}', max_size=200))
def test_whatever_stands_in_a_file_is_read_or_told(text: str) -> None:
    catalogue, mistakes = read_catalogue(text, PATH, "uk")
    lines = text.split("\n")
    assert all(1 <= one.span.line <= len(lines) for one in mistakes)
    assert all(1 <= one.line <= len(lines) for one in catalogue.written.values())


def test_a_translation_knows_where_each_of_its_lines_stands() -> None:
    (entry,) = read('msgid "a"\nmsgstr ""\n"раз\\n"\n"два "\n"три\\n"\n"чотири"\n').written.values()
    found = quotes(entry.strings[0], PATH)
    assert [(one.source, one.span.line, one.span.column, one.span.file) for one in found] == [
        ("раз", 7, 1, PATH),
        ("два три", 8, 1, PATH),
        ("чотири", 10, 1, PATH),
    ]


def test_marks_are_doubled_outside_of_holes_as_a_flow_writes_them() -> None:
    piece = Piece()
    piece.add(3, 9, 'Це "добре", {{ name or "ви" }}.')
    (found,) = quotes(piece, PATH)
    assert found.source == 'Це ""добре"", {{ name or "ви" }}.'
    (replaced,) = quotes(piece, PATH, "інше")
    assert (replaced.source, replaced.span.line, replaced.span.column) == ("інше", 3, 8)
