"""Emergency words of our flows, as people in fear type them, and sentences that only look alike.

`emergencies/LANGUAGE.heard` and `.innocent` hold them, a sentence a line. English has no flow with
emergency words yet: the manual's stand for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from flowengine import assets
from flowengine.host.library import read_folder
from flowengine.language.compile import Program, compile_flow
from flowengine.language.project import Sources
from flowengine.runtime import begin, hearing
from flowengine.runtime import events as ev
from flowengine.runtime.turn import Turn

NOON = 1_798_891_200.0
SAID = Path(__file__).parent / "emergencies"
FLOWS = {"uk": "shelter_line", "ru": "shelter_line", "hr": "student_desk", "fa": "clinic"}
LINE = """flow line "Line"

words danger
  "(beats | beating | hit | hits) (me | us)" or "(he | she) (has | got) a (knife | gun)"
  "help me now" or "call the police"

words despair
  "[I] (want | am going) to die" or "kill myself" or "(don't | do not) want to live"
  "end my life"

on word danger: end
on word despair: end

start:
  end
"""


@cache
def program(language: str) -> Program:
    ours = read_folder(assets.folder("flows"))
    if language not in FLOWS:
        ours = Sources({"line.flow": LINE}, grammars=ours.grammars)
    compiled = compile_flow(ours, FLOWS.get(language, "line")).program
    assert compiled is not None
    return compiled


def heard(language: str, text: str, spoken: str = "") -> str:
    """The name of the emergency words that are found, or nothing."""
    line = program(language)
    session = begin(line, channel="chat", seed=1, at=NOON, language=spoken or language)
    turn = Turn(line, session, ev.Said(at=NOON, text=text), None)
    try:
        found = hearing.danger(turn, line.parts[session.flow], text)
    finally:
        turn.release()
    return found.name if found else ""


def sentences(kind: str) -> list[tuple[str, str]]:
    return [
        (file.stem, line)
        for file in sorted(SAID.glob(f"*.{kind}"))
        for line in file.read_text("utf-8").splitlines()
    ]


@pytest.mark.parametrize(("language", "text"), sentences("heard"))
def test_a_slip_of_the_finger_hides_no_emergency(language: str, text: str) -> None:
    assert heard(language, text)


@pytest.mark.parametrize(("language", "text"), sentences("innocent"))
def test_what_only_looks_like_one_calls_nobody(language: str, text: str) -> None:
    assert heard(language, text) == ""


@pytest.mark.parametrize("kind", ["heard", "innocent"])
@pytest.mark.parametrize(("written", "spoken"), [("ru", "uk"), ("uk", "ru")])
def test_emergencies_are_heard_in_every_language_of_the_flow(
    kind: str, written: str, spoken: str
) -> None:
    said = [text for language, text in sentences(kind) if language == written]
    assert [text for text in said if bool(heard(written, text, spoken)) != (kind == "heard")] == []


def test_there_are_enough_of_them() -> None:
    for language in ("en", *FLOWS):
        assert sum(one == language for one, _ in sentences("heard")) >= 40
        assert sum(one == language for one, _ in sentences("innocent")) >= 60
