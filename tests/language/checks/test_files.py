from __future__ import annotations

import pytest

from flowengine.language.checks.files import files_exist, pictures_have_words, tables_exist
from flowengine.language.diagnostics import Severity
from tests.language.checks.scopes import END, scope, told

BESIDE = frozenset({"hello.wav", "map.png"})


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (['play "helo.wav"'], [3]),
        (['play "hello.wav"'], []),
        (['play "{{ x }}.wav"'], []),
        (['play "https://x.example/a.wav"'], []),
        (["handoff team", '  music "calm.wav"'], [4]),
        (["handoff team"], []),
        (['say "x"', '  picture "map.jpg"'], [4]),
        (['say "x"', "  picture 'map.png'"], []),
        (['say "x"', "  picture order.map"], []),
        (['say "x"', '  picture "https://x.example/map.png"'], []),
        (['say "x"', '  link "map.jpg"'], []),
        (['say "x"', '  recording voice: "helo.wav"'], [4]),
        (['say "x"', '  recording voice: "hello.wav"'], []),
    ],
)
def test_files_beside_the_flow(lines: list[str], at: list[int]) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    found = told(files_exist, scope(f"start:\n{body}  end\n", files=BESIDE))
    assert found == [("FE133", line) for line in at]


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ('picture "map.png"', [4]),
        ('picture "map.png", "The way"', []),
        ("picture order.map", [4]),
        ('file "map.png"', []),
    ],
)
def test_pictures_for_whoever_cannot_see_them(line: str, at: list[int]) -> None:
    found = told(pictures_have_words, f'start:\n  say "x"\n    {line}\n  end\n')
    assert found == [("FE161", line) for line in at]


def test_a_missing_recording_can_be_spoken_instead() -> None:
    source = 'start:\n  say "x"\n    recording voice: "helo.wav"\n  end\n'
    (found,) = files_exist(scope(source, files=BESIDE))
    assert found.severity is Severity.WARNING
    assert found.hint == "Did you mean `hello.wav`?"


@pytest.mark.parametrize(("name", "count"), [("towns.csv", 0), ("town.csv", 1)])
def test_tables_beside_the_flow(name: str, count: int) -> None:
    here = scope(f'table towns from "{name}"\n' + END, tables={"towns.csv": ("name",)})
    assert len(told(tables_exist, here)) == count
