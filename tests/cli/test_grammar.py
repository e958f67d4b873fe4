from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.grammar.files import parse_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

SIZES = """#JSGF V1.0 UTF-8 en;
grammar sizes;
public <size> = [about] (small {s} | <big> | <INTEGER> | <colours.colour> | <numbers.unit>);
<big> = (large | Big-ish) {l};
"""
COLOURS = (
    '<grammar version="1.0" xml:lang="en"><rule id="colour" scope="public">'
    "<one-of><item>red</item><item>blue</item></one-of></rule></grammar>"
)


@pytest.fixture
def sizes(tmp_path: Path) -> Path:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "colours.grxml").write_text(COLOURS)
    (folder / "sizes.jsgf").write_text(SIZES)
    return folder / "sizes.jsgf"


def test_samples_show_what_may_be_said(command: Command, sizes: Path) -> None:
    told = command("grammar", sizes, "--limit", 6)
    assert told.code == 0
    lines = told.out.splitlines()
    assert len(lines) == 6
    assert {"about small", "red"} <= {*lines}
    assert any("12" in line for line in lines)


def test_phrases_are_words_only(command: Command, sizes: Path) -> None:
    told = command("grammar", sizes, "--as", "phrases", "--limit", 500)
    lines = told.out.splitlines()
    assert {"small", "big ish", "about blue", "nine"} <= {*lines}
    assert not [line for line in lines if any(sign.isdigit() for sign in line)]
    assert len(lines) == len(set(lines))


def test_one_rule(command: Command, sizes: Path) -> None:
    told = command("grammar", sizes, "--rule", "<big>", "--as", "phrases")
    assert told.out.splitlines() == ["large", "big ish"]
    told = command("grammar", sizes, "--rule", "tiny")
    assert (told.code, told.out) == (2, "")
    assert "It has: size, big." in told.err


def test_jsgf_becomes_srgs_and_back(command: Command, sizes: Path, tmp_path: Path) -> None:
    told = command("grammar", sizes, "--as", "srgs", "--spoken")
    assert told.code == 0
    written = tmp_path / "out.grxml"
    written.write_text(told.out)
    back = command("grammar", written, "--as", "jsgf")
    assert back.code == 0
    grammar = parse_file("out.jsgf", back.out)
    assert set(grammar.rules) == {"sizes_size", "sizes_big", "colours_colour", "numbers_unit"}
    assert "{" not in back.out


def test_what_is_typed_has_no_place_in_xml(command: Command, sizes: Path) -> None:
    told = command("grammar", sizes, "--as", "srgs")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(f"{sizes}:3:")
    assert "<INTEGER>" in told.err


@pytest.mark.parametrize(
    ("text", "place"),
    [("#JSGF V1.0;\ngrammar x;\n<a> = (b;\n", ":3:7:"), ("nothing", ":1:1:")],
)
def test_a_mistake_is_told_with_its_place(
    command: Command, tmp_path: Path, text: str, place: str
) -> None:
    path = tmp_path / "x.jsgf"
    path.write_text(text)
    told = command("grammar", path)
    assert told.code == 1
    assert place in told.err


def test_a_rule_that_is_nowhere_is_a_mistake(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "x.jsgf"
    path.write_text("#JSGF V1.0;\ngrammar x;\n<a> = <lost.one>;\n")
    told = command("grammar", path)
    assert told.code == 1
    assert ":3:7: There is no rule <lost.one>." in told.err


@pytest.mark.parametrize("name", ["hello.flow", "nowhere.jsgf"])
def test_what_is_no_grammar_is_refused(command: Command, folder: Path, name: str) -> None:
    told = command("grammar", folder / name)
    assert told.code == 2
    assert "is no grammar file" in told.err
