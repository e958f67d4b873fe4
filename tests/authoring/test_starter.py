from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.starter import flow_name, make
from flowengine.authoring.suite import Projects, suite

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("helpline", "helpline"),
        ("My Help-Line", "my_help_line"),
        ("лінія", "лінія"),
        ("24h", None),
        ("project", None),
        ("", None),
        ("a/b", None),
        ('"x"', None),
    ],
)
def test_a_folder_gives_its_flow_a_name(folder: str, name: str | None) -> None:
    assert flow_name(folder) == name


def test_a_new_folder_has_no_mistakes_and_its_transcript_passes(tmp_path: Path) -> None:
    made = make(tmp_path / "deep" / "my-line", "my_line")
    assert sorted(path.name for path in made) == [
        "README.md",
        "my_line.flow",
        "my_line.transcript",
        "project.flow",
    ]
    flow = tmp_path / "deep" / "my-line" / "my_line.flow"
    assert flow.read_text(encoding="utf-8").startswith('flow my_line "My line"\n')
    projects = Projects()
    assert projects.compiled(tmp_path / "deep" / "my-line", "my_line").diagnostics == ()
    found = suite(tmp_path / "deep" / "my-line" / "my_line.transcript", projects)
    assert found.problems == ()
    assert [found.play(test) for test in found.transcript.tests] == [()] * 4
    assert found.lines() == found.ran()
    for path in made:
        assert "your" not in path.read_text(encoding="utf-8").lower().replace("your name", "")


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        make(tmp_path, "x")
    assert list(tmp_path.iterdir()) == []
