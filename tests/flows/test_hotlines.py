"""The example hotlines: no mistakes, no warnings, every transcript holds, every line is run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowengine import assets
from flowengine.authoring.format import format_source
from flowengine.authoring.transcript_play import Trace, play
from flowengine.authoring.transcript_read import read
from flowengine.host.library import read_folder
from flowengine.language.compile import Program, compile_flow

FLOWS = assets.folder("flows")
HOTLINES = ("college_line", "food_bank")  # together they run every line of project.flow
EVERYWHERE = (*HOTLINES, "student_desk")  # their transcripts run every line on every channel
CALLED = (*EVERYWHERE, "shelter_line", "clinic", "donors")
ALL = (*CALLED, "night_line", "intake")  # the last is for the people who answer

# Silence is heard on the phone only, and nobody sees when a reader puts the phone down.
READ = ("silence", "note", "on hang up")
ELSEWHERE = {  # how the lines begin that cannot be run there
    "voice": ("on quiet", "on wrong media"),
    "chat": READ,
    "sms": (*READ, "on wrong media"),
    "ussd": (*READ, "on quiet", "on wrong media"),
}


@pytest.fixture(scope="module")
def programs() -> dict[str, Program]:
    sources = read_folder(FLOWS)
    compiled = {name: compile_flow(sources, name) for name in ALL}
    return {name: one.program for name, one in compiled.items() if one.program is not None}


@pytest.mark.parametrize("name", ALL)
def test_a_hotline_has_neither_mistakes_nor_warnings(name: str) -> None:
    found = compile_flow(read_folder(FLOWS), name).diagnostics
    assert [f"{one.file}:{one.span.line}: {one.code} {one.message}" for one in found] == []


@pytest.mark.parametrize("name", ["project", *ALL])
def test_it_is_written_as_the_formatter_writes(name: str) -> None:
    text = (FLOWS / f"{name}.flow").read_text("utf-8")
    assert format_source(text) == text


@pytest.mark.parametrize("name", ALL)
def test_its_talks_come_out_right_and_run_every_line(
    name: str, programs: dict[str, Program]
) -> None:
    program = programs[name]
    transcript, mistakes = read((FLOWS / f"{name}.transcript").read_text("utf-8"), name)
    assert mistakes == ()
    trace: Trace = []
    failures = [failure for test in transcript.tests for failure in play(program, test, trace)]
    assert [
        f"{one.test} on {one.channel}, line {one.line}: {one.message} said: {one.said}"
        for one in failures
    ] == []
    own = {place for place in program.lines if place[0] == f"{name}.flow"}
    assert own - set(trace) == set()


def test_the_shared_file_is_run_by_the_two_together(programs: dict[str, Program]) -> None:
    trace: Trace = []
    for name in HOTLINES:
        program = programs[name]
        transcript, _ = read((FLOWS / f"{name}.transcript").read_text("utf-8"), name)
        for test in transcript.tests:
            play(program, test, trace)
    lines = {place for one in programs.values() for place in one.lines}
    shared = {place for place in lines if place[0] == "project.flow"}
    assert shared
    assert shared - set(trace) == set()


@pytest.mark.parametrize("channel", ["voice", "chat", "sms", "ussd"])
def test_every_line_is_run_on_every_channel(programs: dict[str, Program], channel: str) -> None:
    """But for what cannot happen there."""
    trace: Trace = []
    lines = {place for name in EVERYWHERE for place in programs[name].lines}
    for name in EVERYWHERE:
        program = programs[name]
        transcript, _ = read((FLOWS / f"{name}.transcript").read_text("utf-8"), name)
        for test in transcript.tests:
            if not test.channels or channel in test.channels:
                assert play(program, replace(test, channels=(channel,)), trace) == ()
    missing = [source(*place) for place in lines - set(trace)]
    assert [line for line in missing if not line.startswith(ELSEWHERE[channel])] == []


def source(file: str, line: int) -> str:
    return (FLOWS / file).read_text("utf-8").splitlines()[line - 1].strip()


@pytest.mark.parametrize("name", CALLED)
def test_a_hotline_is_offered_everywhere(name: str, programs: dict[str, Program]) -> None:
    assert set(programs[name].channels) == {"voice", "chat", "sms", "ussd"}
