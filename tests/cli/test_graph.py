from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tests.cli.conftest import BROKEN, Command

if TYPE_CHECKING:
    from pathlib import Path


def test_a_flow_is_drawn(command: Command, folder: Path) -> None:
    told = command("graph", folder / "hello.flow")
    assert told.code == 0
    assert "Which way?" in "".join(ElementTree.fromstring(told.out).itertext())  # noqa: S314


def test_a_drawing_with_coverage_goes_to_a_file(command: Command, folder: Path) -> None:
    out = folder / "hello.svg"
    told = command("graph", folder, "--coverage", "-o", out)
    assert told == (0, "", "")
    assert "✓" in out.read_text(encoding="utf-8")


def test_a_flow_as_mermaid_in_another_language(command: Command, folder: Path) -> None:
    source = 'flow uk "Х"\nlanguages en, uk\n\nstart:\n  say "Hello."\n    uk: "Вітаю."\n  end\n'
    (folder / "uk.flow").write_text(source, encoding="utf-8")
    told = command("graph", folder / "uk.flow", "--as", "mermaid", "--language", "uk")
    assert told.code == 0
    assert "“Вітаю.”" in told.out


def test_a_flow_with_mistakes_is_not_drawn(command: Command, folder: Path) -> None:
    (folder / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("graph", folder / "broken.flow")
    assert (told.code, told.out) == (1, "")
    assert "broken.flow:4:" in told.err


def test_a_file_that_cannot_be_written_is_refused(command: Command, folder: Path) -> None:
    told = command("graph", folder, "-o", folder / "no" / "where.svg")
    assert told.code == 2
    assert "where.svg cannot be written" in told.err
