"""Every page about a mistake: its wrong example yields it, its mended one yields nothing.

A `po` block below an example is the catalogue that lies beside it, in Ukrainian; a `jsgf` block
the grammar `sizes`, in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import flowengine
from flowengine.language.checks import check_flow
from flowengine.language.compile import scope_of
from flowengine.language.compile.files import mistranslated
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.parse import parse
from flowengine.language.project import Sources

PACKAGE = Path(flowengine.__file__).parent
PAGES = {page.stem: page for page in sorted((PACKAGE / "manual" / "mistakes").glob("*.md"))}
TITLE = re.compile(r"# (?P<code>FE\d{3}) · \S[^\n]*\n\n\S")
PAGE = re.compile(
    r"# FE\d{3} · [^\n]+\n\n"
    r"(?P<text>.+?)\n\n"
    r"## Wrong\n\n```flow\n(?P<wrong>.+?)```\n\n(?:```po\n(?P<wrong_po>.+?)```\n\n)?"
    r"(?:```jsgf\n(?P<wrong_jsgf>.+?)```\n\n)?"
    r"## Mended\n\n```flow\n(?P<mended>.+?)```\n(?:\n```po\n(?P<mended_po>.+?)```\n)?"
    r"(?:\n```jsgf\n(?P<mended_jsgf>.+?)```\n)?",
    re.DOTALL,
)

# Five million characters, a line of ten thousand, what cannot be read, the name of a file, two
# files.
UNSHOWN = {"FE035", "FE043", "FE177", "FE178", "FE197"}
SHOWN = [code for code in PAGES if code not in UNSHOWN]

# What lies beside the examples, and what the host says it has.
TABLES = {"helplines.csv": "name,phone\nChildline,116\n"}
FILES = frozenset({"hello.wav", "house.jpg"})
VOICES = frozenset({"amy", "natalia"})


def mistakes(
    source: str, catalogue: str | None = None, grammar: str | None = None
) -> tuple[Diagnostic, ...]:
    """What an author is told about one file that stands alone."""
    parsed, found = parse(source, "page.flow")
    if parsed is None:
        return found
    catalogues = {"locale/uk/page.po": catalogue} if catalogue else {}
    grammars = {"en/sizes.jsgf": grammar} if grammar else {}
    sources = Sources({"page.flow": source}, TABLES, FILES, grammars, catalogues)
    scope = replace(scope_of(sources, "page"), voices=VOICES)
    return (*mistranslated(sources, "page.flow"), *check_flow(scope))


def read(code: str) -> re.Match[str]:
    page = PAGE.fullmatch(PAGES[code].read_text("utf-8"))
    assert page is not None, f"{code}.md does not have the form of a page"
    return page


@pytest.mark.parametrize("code", PAGES)
def test_the_page_is_about_its_own_code(code: str) -> None:
    page = PAGES[code].read_text("utf-8")
    title = TITLE.match(page)
    assert title is not None
    assert title["code"] == code
    assert ("## Wrong" not in page) == (code in UNSHOWN)


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_example_is_told_with_its_code(code: str) -> None:
    page = read(code)
    found = mistakes(page["wrong"], page["wrong_po"], page["wrong_jsgf"])
    assert [diagnostic.code for diagnostic in found] == [code] * len(found) != []


@pytest.mark.parametrize("code", SHOWN)
def test_every_message_is_a_sentence_on_a_line_of_the_file(code: str) -> None:
    page = read(code)
    for diagnostic in mistakes(page["wrong"], page["wrong_po"], page["wrong_jsgf"]):
        beside = diagnostic.file.rpartition(".")[2]
        wrong = page["wrong" if beside == "flow" else f"wrong_{beside}"]
        assert diagnostic.message.endswith((".", "?"))
        assert diagnostic.hint == "" or diagnostic.hint.endswith((".", "?"))
        assert 1 <= diagnostic.span.line <= len(wrong.splitlines())
        assert diagnostic.span.end_line == diagnostic.span.line
        assert diagnostic.span.column <= diagnostic.span.end_column


@pytest.mark.parametrize("code", SHOWN)
def test_nothing_is_left_to_say_about_the_mended_example(code: str) -> None:
    page = read(code)
    assert mistakes(page["mended"], page["mended_po"], page["mended_jsgf"]) == ()


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert set(used()) == set(PAGES)


def used() -> Iterator[str]:
    """Codes as they stand in the source, in quotation marks."""
    for module in PACKAGE.rglob("*.py"):
        yield from re.findall(r'"(FE\d{3})"', module.read_text("utf-8"))
