"""Every example in the manual is checked, and every transcript below one is held.

A page marks its blocks: `flow` is a whole file, `csv NAME` a table for the flow above,
`po LANGUAGE` its catalogue, `transcript` a talk with it.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import flowengine.manual
from flowengine.authoring import typed_line as terminal
from flowengine.authoring.expectation import CHECKS
from flowengine.authoring.format import format_source
from flowengine.authoring.transcript_play import play
from flowengine.authoring.transcript_read import read
from flowengine.cli import parser
from flowengine.host.library import read_folder
from flowengine.language.compile import Compiled, compile_flow
from flowengine.language.expressions import limits as language_limits
from flowengine.language.expressions import vocabulary
from flowengine.language.nodes import TYPES
from flowengine.runtime import limits as runtime_limits

MANUAL = Path(next(iter(flowengine.manual.__path__)))
GRAMMAR = MANUAL.parent / "language" / "syntax" / "flow.lark"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(MANUAL.glob("*.md"))}

BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r'"([\w-]+\.(?:wav|jpg|pdf))"')
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
SHELL = {"", "sh", "json", "html"}  # blocks that are not ours to check


@dataclass
class Example:
    """`line` is where the flow begins in its page; `talks` are transcripts with their lines."""

    page: str
    line: int
    flow: str
    tables: dict[str, str] = field(default_factory=dict)
    catalogues: dict[str, str] = field(default_factory=dict)
    talks: list[tuple[int, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        found = re.search(r"^flow (\w+)", self.flow, re.MULTILINE)
        assert found, f"{self.page}.md:{self.line}: an example begins with its flow line"
        return found[1]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def examples() -> list[Example]:
    found: list[Example] = []
    for page, text in PAGES.items():
        for block in BLOCK.finditer(text):
            kind, _, rest = block[1].partition(" ")
            line = text.count("\n", 0, block.start()) + 1
            match kind:
                case "flow":
                    found.append(Example(page, line, block[2]))
                case "csv":
                    found[-1].tables[rest] = block[2]
                case "po":
                    found[-1].catalogues[rest] = block[2]
                case "transcript":
                    found[-1].talks.append((line, block[2]))
                case _:
                    assert kind in SHELL, f"{page}.md:{line}: an unknown kind of block"
    return found


def inline(page: str) -> str:
    """The words of a page that are set as code within its sentences and tables."""
    return " ".join(re.findall(r"`([^`]+)`", BLOCK.sub("", page)))


def compiled(example: Example, folder: Path) -> Compiled:
    (folder / f"{example.name}.flow").write_text(example.flow, encoding="utf-8")
    for name, text in example.tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    for language, text in example.catalogues.items():
        (folder / "locale" / language).mkdir(parents=True)
        (folder / "locale" / language / f"{example.name}.po").write_text(text, encoding="utf-8")
    for name in FILE.findall(example.flow):
        (folder / name).touch()
    return compile_flow(read_folder(folder), example.name)


EXAMPLES = examples()
TALKS = [(example, line, talk) for example in EXAMPLES for line, talk in example.talks]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_has_no_mistakes(example: Example, tmp_path: Path) -> None:
    found = compiled(example, tmp_path).diagnostics
    assert [f"{one.span.line}: {one.code} {one.message} {one.hint}" for one in found] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_is_written_as_the_formatter_writes(example: Example) -> None:
    assert format_source(example.flow) == example.flow


@pytest.mark.parametrize(
    ("example", "line", "talk"), TALKS, ids=[f"{e.page}:{line}" for e, line, _ in TALKS]
)
def test_a_transcript_below_an_example_holds(
    example: Example, line: int, talk: str, tmp_path: Path
) -> None:
    program = compiled(example, tmp_path).program
    assert program is not None
    transcript, mistakes = read(talk, example.page)
    assert mistakes == ()
    assert transcript.tests
    failures = [failure for test in transcript.tests for failure in play(program, test)]
    assert [
        f"{one.test} on {one.channel}, line {line + one.line}: {one.message} said: {one.said}"
        for one in failures
    ] == []


@pytest.mark.parametrize("name", [*vocabulary.FILTERS, *vocabulary.TESTS, *vocabulary.FUNCTIONS])
def test_each_word_of_the_vocabulary_is_explained(name: str) -> None:
    found = re.search(rf"\b{name}\b", inline(PAGES["expressions"]))
    assert found, f"{name} is missing from expressions.md"


@pytest.mark.parametrize(
    "name", [*vocabulary.VALUES, *(f for fields in vocabulary.FIELDS.values() for f in fields)]
)
def test_each_value_and_field_is_explained(name: str) -> None:
    assert re.search(rf"\b{name}\b", inline(PAGES["expressions"]))


@pytest.mark.parametrize("name", TYPES)
def test_each_kind_of_answer_is_in_the_table(name: str) -> None:
    rows = [line for line in PAGES["answers"].splitlines() if line.startswith("| `")]
    assert any(f"`{name}" in line.split("|")[1] for line in rows)


def test_each_keyword_stands_in_an_example_of_the_language_page() -> None:
    rules = GRAMMAR.read_text(encoding="utf-8")
    keywords = set(re.findall(r'(?<![\w/])"([a-z]+)"', rules))
    code = " ".join(block[2] for block in BLOCK.finditer(PAGES["language"]))
    code += inline(PAGES["language"]) + inline(PAGES["answers"])
    missing = {word for word in keywords if not re.search(rf"\b{word}\b", code)}
    assert missing == set()


@pytest.mark.parametrize("what", CHECKS)
def test_each_expectation_of_a_transcript_is_explained(what: str) -> None:
    assert f"`expect {what}" in PAGES["transcripts"]


def test_each_command_and_each_of_its_options_is_explained() -> None:
    commands = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        assert f"`flowengine {name}" in PAGES["commands"]
        for action in command._actions:
            named = [option for option in action.option_strings if option not in ("-h", "--help")]
            assert all(f"`{option}" in PAGES["commands"] for option in named), named


@pytest.mark.parametrize("line", terminal.COMMANDS)
def test_each_line_for_the_terminal_is_explained(line: str) -> None:
    assert f"`{line.split(maxsplit=1)[0]}" in PAGES["commands"]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in LINK.findall(PAGES[page]):
        assert (MANUAL / target).is_file(), f"{page}.md links to {target}"


@pytest.mark.parametrize("page", sorted(set(PAGES) - {"index"}))
def test_each_page_is_on_the_first_page(page: str) -> None:
    assert f"({page}.md)" in PAGES["index"]


@pytest.mark.parametrize("module", [language_limits, runtime_limits])
def test_each_limit_is_on_its_page(module: object) -> None:
    numbers = [value for name, value in vars(module).items() if name.isupper()]
    assert numbers
    for number in numbers:
        shown = "10¹⁸" if number == 10**18 else f"{number:,}"
        assert shown in PAGES["limits"], f"{number} is missing from limits.md"
