from __future__ import annotations

import pytest

from flowengine.authoring.graph.chart import chart
from flowengine.authoring.graph.labels import LONGEST
from flowengine.language.project import Sources

HEAD = 'flow a "A"\n\nqueue q\n\n'


def _start(body: str) -> tuple[list[str], list[str]]:
    """The words of the step, and the labels of its ways."""
    source = HEAD + "start:\n" + "".join(f"  {line}\n" for line in body.split("\n"))
    found = chart(Sources({"a.flow": source}), "a")
    return list(found.places[0].words), [way.label for way in found.ways]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('say "One"\n  "two"\nend', ["“One two”"]),
        ('say "He said ""hi""."\nend', ['“He said "hi".”']),
        ('say\n  uk: "Так"\nend', ["“”"]),
        (f'say "{"x" * 50}"\nend', [f"“{'x' * (LONGEST - 1)}…”"]),
        ('ask n: number "How many?"\nend', ["? n: How many?"]),
        ('form\n  ask n: number "?"\nend', ["?"]),
        ('form "All?"\n  ask n: number "?"\nend', ["? All?"]),
        ('send sms "x"\nset a = 1\nend', ["send sms"]),
        ('browse p in things\n  show "{{ p }}"\nend', ["browse things"]),
    ],
)
def test_words_of_a_step(body: str, words: list[str]) -> None:
    assert _start(body)[0] == words


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ("if x: -> start\nelse: -> start", ["if x", "otherwise"]),
        ("if x: -> start\nelif y: -> start\nelse: end", ["if x", "if y"]),
        ('menu "?"\n  star "S" -> start\n  hash "H" -> start', ["* S", "# H"]),
        ('menu "?"\n  each c in cs "{{ c.n }}" -> start', ["‹c.n›"]),
        ('menu "?"\n  1 "A":\n    if x: -> start\n  give up after 2: -> start',
         ["1 A · if x", "give up"]),
        ('ask n: number "?"\n  wrong: -> start\nend', ["wrong"]),
        ('fetch x from "http://a.example"\n  on late: -> start\nend', ["late answer"]),
        ("handoff q\n  after 90s: -> start\n  after 2h: -> start\n  after 1d: -> start\nend",
         ["after 90s", "after 2h", "after 1d"]),
    ],
)  # fmt: skip
def test_labels_of_ways(body: str, labels: list[str]) -> None:
    assert _start(body)[1] == labels
