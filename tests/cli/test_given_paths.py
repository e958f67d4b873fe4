from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.cli.given_paths import PROJECT, flow, flows, transcripts
from flowengine.cli.refusal import Refusal
from flowengine.language import project


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in (
        "project.flow", "a.flow", "b.flow", "a.transcript", "a-late.transcript", "c.transcript",
        "notes.txt",
    ):  # fmt: skip
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (["."], ["a.flow", "b.flow"]),
        (["b.flow", "."], ["b.flow", "a.flow"]),
        (["project.flow"], ["a.flow", "b.flow"]),
        (["a.flow", "a.flow"], ["a.flow"]),
    ],
)
def test_a_folder_stands_for_its_flows(place: Path, named: list[str], found: list[str]) -> None:
    assert [path.name for path in flows(place / name for name in named)] == found


def test_a_folder_of_projects_stands_for_the_flows_of_each(place: Path) -> None:
    assert len(flows([place.parent / place.name])) == 2
    outer = place / "outer"
    (outer / "one").mkdir(parents=True)
    (outer / "one" / "x.flow").write_text("", encoding="utf-8")
    assert flows([outer]) == [outer / "one" / "x.flow"]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (["."], ["a-late.transcript", "a.transcript", "c.transcript"]),
        (["a.flow"], ["a-late.transcript", "a.transcript"]),
        (["c.transcript"], ["c.transcript"]),
    ],
)
def test_a_flow_stands_for_the_transcripts_about_it(
    place: Path, named: list[str], found: list[str]
) -> None:
    assert [path.name for path in transcripts(place / name for name in named)] == found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("notes.txt", "is no .flow file"),
        ("nowhere.flow", "There is no file or folder"),
        ("empty", "There is no .flow file in"),
    ],
)
def test_what_is_no_flow_is_refused(place: Path, name: str, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        flows([place / name])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("notes.txt", "is no .transcript file"),
        ("nowhere", "There is no file or folder"),
        ("empty", "There is no .transcript file in"),
        ("b.flow", "No transcript beside"),
    ],
)
def test_what_has_no_transcript_is_refused(place: Path, name: str, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        transcripts([place / name])


@pytest.mark.parametrize("name", ["a", "a.flw", "a.txt"])
def test_a_flow_without_its_ending_is_recognised(place: Path, name: str) -> None:
    with pytest.raises(Refusal) as told:
        flow(place / name)
    assert str(told.value).endswith(f" Did you mean {place / 'a.flow'}?")


def test_the_folder_we_are_in_is_not_named_by_its_dot(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place / "empty")
    with pytest.raises(Refusal) as told:
        flows([Path()])
    assert str(told.value) == "There is no .flow file in this folder."


def test_one_flow_must_be_one(place: Path) -> None:
    assert flow(place / "a.flow").name == "a.flow"
    with pytest.raises(Refusal, match="has several flows"):
        flow(place)


def test_the_project_file_is_called_the_same_everywhere() -> None:
    assert project.PROJECT == PROJECT
