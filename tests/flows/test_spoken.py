"""Every prompt of every example on the phone, in every language, as it is really spoken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from flowengine import assets
from flowengine.authoring.rendering import MOST_SECONDS, Rendering
from flowengine.authoring.suite import Projects, suite
from flowengine.authoring.walk import walker
from flowengine.authoring.walk.preparing import task
from flowengine.channels.calls.utterances import Utterance, utterances
from flowengine.language.compile import scope_of
from flowengine.runtime import effects as fx
from flowengine.runtime import step
from flowengine.speech.sound import wav
from flowengine.speech.synthesis.studio import Studio
from flowengine.speech.voices import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from flowengine.language.program import Program

FLOWS = assets.folder("flows")
EXAMPLES = ("clinic", "college_line", "donors", "food_bank", "shelter_line", "student_desk")
NOW = datetime(2027, 3, 2, 12, tzinfo=UTC)
SITUATIONS = 300  # of each walk: enough to come once to almost every question
PROJECTS = Projects()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    made = Studio(tmp_path_factory.mktemp("sounds"))
    yield made
    made.close()


def _program(flow: str) -> Program:
    program = PROJECTS.compiled(FLOWS, flow).program
    assert program is not None
    return program


@pytest.mark.slow
@pytest.mark.parametrize("flow", EXAMPLES)
def test_what_is_the_same_for_everybody_is_spoken_and_short_enough(
    studio: Studio, flow: str
) -> None:
    rendered = Rendering(_program(flow), FLOWS, studio).render()
    assert rendered.failures == ()
    assert rendered.long == ()
    assert rendered.texts > 50


@pytest.mark.slow
@pytest.mark.parametrize("flow", EXAMPLES)
def test_so_is_what_the_conversation_brings(
    studio: Studio, flow: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = _program(flow)
    heard: dict[tuple[Utterance, ...], None] = {}

    def listening(*given: Any, **named: Any) -> Any:
        after, effects = step(*given, **named)
        heard.update(dict.fromkeys(utterances([one]) for one in effects if _is_a_prompt(one)))
        return after, effects

    monkeypatch.setattr(walker, "step", listening)
    for language in program.languages:
        walker.walk(_task(program, flow, language))
    assert len(heard) > 50
    seconds = [(_seconds(studio, program, said), said) for said in heard if said]
    assert [(took, said) for took, said in seconds if took > MOST_SECONDS] == []


def _is_a_prompt(effect: fx.Effect) -> bool:
    return isinstance(effect, fx.Say | fx.Prompt)


def _task(program: Program, flow: str, language: str) -> walker.Task:
    sources = PROJECTS.sources(FLOWS)
    made = task(
        program,
        [scope_of(sources, name) for name in program.parts],
        [suite(FLOWS / f"{flow}.transcript", PROJECTS).transcript],
        channel="voice",
        language=language,
        now=NOW,
    )
    return walker.Task(
        made.program, made.channel, made.language, made.moments, made.deciding, made.fetched,
        most=SITUATIONS,
    )  # fmt: skip


def _seconds(studio: Studio, program: Program, said: tuple[Utterance, ...]) -> float:
    total = 0.0
    for one in said:
        voice = chosen(one.language, program.voices.get(one.language, ""), [FLOWS / "voices"])
        sound = wav.read(studio.render(one.text, voice))
        total += sound.seconds + one.silence_after
    return total
