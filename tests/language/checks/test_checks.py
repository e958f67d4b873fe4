from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from flowengine.language import checks
from flowengine.language.checks import CHECKS, check_flow
from flowengine.language.parse import parse
from tests.language.checks.scopes import scope

PROBE = Path(__file__).parents[4] / "shared" / "language-probe" / "after"

MENDED = """
languages en
channels voice, sms

start:
  ask name: text "What is your name?"
  say "Hello {{ name }}."
  end
"""


def test_a_good_flow_is_passed_in_silence() -> None:
    assert check_flow(scope(MENDED)) == ()


def test_mistakes_come_in_the_order_of_the_lines_and_once() -> None:
    found = check_flow(scope('start:\n  -> nowhere\nlost:\n  say "{{ x }}"\n'))
    lines = [(one.span.line, one.span.column, one.code) for one in found]
    assert lines == sorted(set(lines))
    assert {one.code for one in found} == {"FE080", "FE096", "FE064", "FE097"}


def test_every_check_of_the_room_is_in_the_list() -> None:
    assert {check.__qualname__ for check in CHECKS} == set(_written())


def _written() -> Iterator[str]:
    for module in vars(checks).values():
        if isinstance(module, ModuleType) and module.__name__.startswith(checks.__name__):
            for name, function in inspect.getmembers(module, inspect.isfunction):
                public = not name.startswith("_") and function.__module__ == module.__name__
                if public and function.__annotations__.get("return") == "Iterator[Diagnostic]":
                    yield name


KNOWN = {
    "health_centre": set(),
    "hotline_callback": {("FE084", 18)},  # another flow, which is not there
    "page": {("FE133", 32), ("FE133", 137), ("FE085", 139)},  # files and a queue that are not
}


@pytest.mark.parametrize("name", KNOWN)
def test_services_written_by_trial_authors_have_no_false_errors(name: str) -> None:
    path = PROBE / f"{name}.flow"
    if not path.exists():
        pytest.skip("the trial flows are not part of the project")
    source = path.read_text("utf-8")
    file, _ = parse(source, path.name)
    assert file is not None
    called = 'flow x "X"\n\nstart with phone, at:\n  return\n'
    here = scope(source, head="", name=name, flows={"callback": called, "survey": called})
    errors = {(d.code, d.span.line) for d in check_flow(here) if d.severity == "error"}
    assert errors == KNOWN[name]
