from __future__ import annotations

import pytest

from flowengine.language.nodes import Span
from tests.language.reading import built, plain, told

TOP = """\
flow Night "Night line"
  ru: "Ночная линия"
languages uk, ru
written in Uk
channels voice, sms
voices uk natalia, ru irina
resume ask
screen 160, more "Next", less "Previous"
  ru: more "Далее"
  uk: less "Назад", more "Далі"
gather 3s
quick exit to "https://a.example" titled "Notes"
"""


def test_the_lines_at_the_top() -> None:
    header = built(TOP).header
    assert header.span == Span(1, 1, 12, 49)
    assert plain(header) == (
        "Header",
        ("Name", "night"),
        ("Quote", "Night line"),
        [("Variant", [("Name", "ru")], [[("Quote", "Ночная линия")]])],
        [("Name", "uk"), ("Name", "ru")],
        ("Name", "uk"),
        [("Name", "voice"), ("Name", "sms")],
        [
            ("Voice", ("Name", "uk"), ("Name", "natalia")),
            ("Voice", ("Name", "ru"), ("Name", "irina")),
        ],
        ("Name", "ask"),
        (
            "Screen",
            ("Number", 160),
            (
                "PageWord",
                ("Quote", "Next"),
                [
                    ("Variant", [("Name", "ru")], [[("Quote", "Далее")]]),
                    ("Variant", [("Name", "uk")], [[("Quote", "Далі")]]),
                ],
            ),
            (
                "PageWord",
                ("Quote", "Previous"),
                [("Variant", [("Name", "uk")], [[("Quote", "Назад")]])],
            ),
        ),
        ("Duration", 3),
        ("QuickExit", ("Quote", "https://a.example"), ("Quote", "Notes")),
        ("Manner", None, None, None),
        None,
    )


def test_lines_about_calls_at_the_top() -> None:
    header = built(
        'flow a\ninterrupt keys\npatience 8s\npause 2s\nrecord calls "Kept."\n  ru: "Запись."\n'
    ).header
    assert plain(header.manner) == (
        "Manner", ("Name", "keys"), ("Duration", 8), ("Duration", 2),
    )  # fmt: skip
    assert header.record is not None
    assert header.record.text is not None
    assert [variant.tags[0].text for variant in header.record.text.variants] == ["ru"]
    bare = built("flow a\nrecord calls\n").header.record
    assert bare is not None
    assert bare.text is None


def test_a_file_without_a_top_and_a_flow_without_a_title() -> None:
    assert plain(built("").header) == (
        "Header", None, None, [], [], None, [], [], None, None, None, None,
        ("Manner", None, None, None), None,
    )  # fmt: skip
    assert built("").header.span == Span(1, 1, 1, 1)
    assert plain(built("flow a\nscreen 160\n").header) == (
        "Header", ("Name", "a"), None, [], [], None, [], [], None,
        ("Screen", ("Number", 160), ("PageWord", None, []), ("PageWord", None, [])), None, None,
        ("Manner", None, None, None), None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "line", [*(line for line in TOP.splitlines() if line[0] != " "), 'screen 1, more "a", more "b"']
)
def test_a_line_at_the_top_stands_once(line: str) -> None:
    again = line if "more" in line and "less" not in line else f"{line}\n{line}"
    assert [code for code, _ in told(f"{again}\n")] == ["FE032"]


def test_entries_and_what_a_page_brings() -> None:
    file = built('entry Call "Call me" -> a.b\n  uk: "Дзвоніть"\nslots\n  c: text, from page\n')
    assert plain(file.entries) == [
        (
            "Entry",
            ("Name", "call"),
            ("Quote", "Call me"),
            ("Target", ("Path", ["a", "b"]), []),
            [("Variant", [("Name", "uk")], [[("Quote", "Дзвоніть")]])],
        )
    ]
    assert [slot.flags for slot in file.slots] == [("from page",)]
    leaving = built('quick exit to "/"\n').header.exit
    assert plain(leaving) == ("QuickExit", ("Quote", "/"), None)


DECLARED = {
    "slots\n  Name: text, remembered\n": ("slots", ("Name", "name"), 4),
    "queue Q\n": ("queues", ("Name", "q"), 5),
    'service S "https://a"\n': ("services", ("Name", "s"), 6),
    'table T from "t.csv"\n': ("tables", ("Name", "t"), 3),
    'rule R = "a | b"\n': ("rules", ("Name", "r"), 4),
    'words W\n  "a" or "b"\n  "c"\n': ("words", ("Name", "w"), 4),
    "hours H\n  every day closed\n": ("hours", ("Name", "h"), 4),
}


@pytest.mark.parametrize("source", DECLARED)
def test_each_declaration_stands_in_its_own_list(source: str) -> None:
    field, name, length = DECLARED[source]
    (only,) = getattr(built(source), field)
    assert plain(only)[1:2] == (name,)  # type: ignore[index]
    assert len(plain(only)) == length  # type: ignore[arg-type]


def test_what_stands_below_declarations() -> None:
    file = built(
        "queue q\n  hours office\n  at most 12 waiting\n"
        'service s "https://a"\n  header "H" = secret.k\n  timeout 5s\n  retry 2\n'
        'rule r = "a"\n  uk: "б"\n'
        'words w\n  "a" or "b"\n  "c"\n  uk: "г" or "д"\n'
    )
    assert plain(file.queues[0].terms.hours) == ("Name", "office")
    assert plain(file.queues[0].terms.most) == ("Number", 12)
    service = file.services[0]
    assert plain((service.timeout, service.retry)) == [("Duration", 5), ("Number", 2)]
    assert len(service.headers) == len(file.rules[0].variants) == 1
    assert [one.source for one in file.words[0].phrases] == ["a", "b", "c"]
    assert len(file.words[0].variants[0].alternatives) == 2


@pytest.mark.parametrize(
    ("written", "event", "word", "after"),
    [
        ("word Danger", "word", "danger", None),
        ("quiet 1h", "quiet", None, 3600),
        *((one, one, None, None) for one in (
            "message", "wrong media", "hang up", "fault", "return", "missed call", "failed", "lost",
        )),
    ],
)  # fmt: skip
def test_handlers(written: str, event: str, word: str | None, after: int | None) -> None:
    (only,) = built(f"on {written}: -> x\n").handlers
    assert (only.event, only.word and only.word.text) == (event, word)
    assert ((only.after and only.after.seconds), len(only.body)) == (after, 1)


def test_steps_moves_anywhere_and_repairs() -> None:
    file = built(
        'moved a.old -> new\nanywhere\n  0 "p" -> p\nanywhere\n  - "q" -> q\n'
        "repairs\n  silence: again\nReceipt with A, b:\n  end\n"
    )
    assert plain(file.moves) == [("Moved", ("Path", ["a", "old"]), ("Path", ["new"]))]
    assert (len(file.anywhere), len(file.repairs)) == (2, 1)
    (step,) = file.steps
    assert (step.name.text, [one.text for one in step.parameters]) == ("receipt", ["a", "b"])
