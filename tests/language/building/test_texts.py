from __future__ import annotations

from flowengine.language.nodes import Quote, Say, Text
from tests.language.reading import built, cut, statement


def _text(*lines: str) -> Text:
    said = statement(*lines)
    assert isinstance(said, Say)
    return said.text


def _runs(alternatives: tuple[tuple[Quote, ...], ...]) -> list[list[str]]:
    return [[quote.source for quote in run] for run in alternatives]


def test_lines_go_on_with_the_last_alternative_and_or_begins_another() -> None:
    text = _text('say "A" or "B"', '  "B2"', '  ""', '  or "C"', '  "C2"')
    assert _runs(text.alternatives) == [["A"], ["B", "B2", ""], ["C", "C2"]]


def test_a_text_may_begin_in_the_line_below() -> None:
    assert _runs(_text("say", '  "A"', '  "B"').alternatives) == [["A", "B"]]
    assert _runs(_text("say", '  uk: "A"').alternatives) == []


def test_wordings_by_language_and_channel() -> None:
    text = _text('say "A"', '  uk: "B" or "C"', '    "C2"', "  Voice ru:", '    "D"', '    or "E"')
    assert [[tag.text for tag in one.tags] for one in text.variants] == [["uk"], ["voice", "ru"]]
    assert [_runs(one.alternatives) for one in text.variants] == [
        [["B"], ["C", "C2"]],
        [["D"], ["E"]],
    ]


def test_recordings_and_attachments() -> None:
    text = _text('say "A"', '  recording: "a"', '  recording voice uk: "b"', "  Picture p.url",
                 '  file "a.pdf", "Plan"', '    uk: "План"')  # fmt: skip
    assert [(len(one.tags), one.file.source) for one in text.recordings] == [(0, "a"), (2, "b")]
    picture, file = text.attachments
    assert (picture.kind, picture.value.source, picture.words) == ("picture", "p.url", None)
    assert (file.kind, file.value.source) == ("file", '"a.pdf"')
    assert file.words is not None
    assert _runs(file.words.alternatives) == [["Plan"]]
    assert [_runs(one.alternatives) for one in file.words.variants] == [[["План"]]]


def test_marks_are_part_of_a_quote_and_its_source_is_as_written() -> None:
    source = 'start:\n  say "a ""b"" {{ c or "d" }}" or «e»\n  end\n'
    said = built(source).steps[0].body[0]
    assert isinstance(said, Say)
    first, second = (run[0] for run in said.text.alternatives)
    assert (first.source, second.source) == ('a ""b"" {{ c or "d" }}', "e")
    assert cut(source, first.span) == f'"{first.source}"'
    assert cut(source, said.text.span) == 'say "a'[4:] + ' ""b"" {{ c or "d" }}" or «e»'
