"""The hotline that is translated by a catalogue: clean, complete, and every line is run."""

from __future__ import annotations

import pytest

from flowengine import assets
from flowengine.authoring.format import format_source
from flowengine.authoring.messages_check import findings
from flowengine.authoring.messages_wanted import wanted
from flowengine.authoring.transcript_play import Trace, play
from flowengine.authoring.transcript_read import read
from flowengine.host.library import read_folder
from flowengine.language.compile import Program, compile_flow

FLOWS = assets.folder("flows")
SOURCES = read_folder(FLOWS)
TRANSCRIPT = (FLOWS / "donors.transcript").read_text("utf-8")


@pytest.fixture(scope="module")
def program() -> Program:
    compiled = compile_flow(SOURCES, "donors")
    assert compiled.program is not None, compiled.diagnostics
    return compiled.program


def test_it_has_neither_mistakes_nor_warnings_and_is_in_the_one_form() -> None:
    found = compile_flow(SOURCES, "donors").diagnostics
    assert [f"{one.file}:{one.span.line}: {one.code} {one.message}" for one in found] == []
    assert format_source(SOURCES.flows["donors.flow"]) == SOURCES.flows["donors.flow"]


def test_its_translation_is_whole_and_fresh() -> None:
    of_donors = wanted(SOURCES, "donors")
    assert of_donors is not None
    assert of_donors.languages == ("uk",)
    assert len(of_donors.entries_in("uk")) > 100
    assert list(findings(SOURCES, of_donors)) == []


def test_its_talks_come_out_right_and_run_every_line(program: Program) -> None:
    transcript, mistakes = read(TRANSCRIPT, "donors")
    assert mistakes == ()
    trace: Trace = []
    failures = [failure for test in transcript.tests for failure in play(program, test, trace)]
    assert [
        f"{one.test} on {one.channel}, line {one.line}: {one.message} said: {one.said}"
        for one in failures
    ] == []
    own = {place for place in program.lines if place[0] == "donors.flow"}
    assert own - set(trace) == set()


def test_nothing_that_it_says_asks_for_the_number_of_a_card() -> None:
    asks = [line for line in SOURCES.flows["donors.flow"].splitlines() if "  ask " in line]
    assert len(asks) > 10
    assert [line for line in asks if "card" in line.lower()] == []
