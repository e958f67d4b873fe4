"""What a caller did, given to their conversation; whole calls are in `test_driver`."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from flowengine.host.calls.answers import Answers
from flowengine.host.calls.turning import Outcome
from flowengine.host.lines import Line
from flowengine.speech.duplex import reports
from flowengine.speech.recognition.recogniser import Guess


class Scene:
    """Stands for all that an answer goes to, and notes what came."""

    able = True

    def __init__(self, *, secret: bool = False, busy: bool = False) -> None:
        self.is_secret = secret
        self.busy = busy
        self.noted: list[tuple[Any, ...]] = []

    def caption(self, call: str, side: str, text: str, *, final: bool) -> None:
        self.noted.append(("caption", call, side, text, final))

    def stop(self) -> None:
        self.noted.append(("stop",))

    async def hear(self, key: str, _what: object) -> None:
        self.noted.append(("hear", key))

    async def receive(self, key: str, media: Any, name: str, _seal: object) -> None:
        self.noted.append(("receive", key, media.body, name))

    def sealed(self) -> None: ...


HEARD = reports.Heard(at=1.0, turn=3, guesses=(Guess("yes", 0.9),), began=0.0, ended=1.0)


def took(scene: Scene, does: Any) -> list[Outcome]:
    """What the conversation made of it."""

    async def played() -> list[Outcome]:
        done: list[Outcome] = []
        means = SimpleNamespace(carrier=scene, conversations=scene, recordings=scene)
        answers = Answers("call-1", "c1", means, scene, scene, done.append)  # type: ignore[arg-type]
        does(answers)
        assert answers.busy == any(what == "stop" for what, *_ in scene.noted)
        await answers.idle()
        return done

    return asyncio.run(played())


@pytest.mark.parametrize(
    ("does", "noted"),
    [
        (lambda one: one.nothing(), [("stop",), ("hear", "c1")]),
        (lambda one: one.silent(), [("stop",), ("hear", "c1")]),
        (
            lambda one: one.heard(HEARD),
            [("caption", "call-1", "person", "yes", True), ("stop",), ("hear", "c1")],
        ),
        (
            lambda one: one.pressed(reports.Pressed(at=1.0, turn=3, keys="12")),
            [("stop",), ("hear", "c1")],
        ),
    ],
)
def test_what_a_caller_does_stops_what_is_said_and_is_a_turn(
    does: Any, noted: list[tuple[Any, ...]]
) -> None:
    scene = Scene()
    assert took(scene, does) == [Outcome()]
    assert scene.noted == noted


@pytest.mark.parametrize(
    ("wav", "noted"),
    [(b"RIFF", ("receive", "c1", b"RIFF", "call-1-3")), (b"", ("hear", "c1"))],
)
def test_a_recording_is_sent_and_none_is_silence(wav: bytes, noted: tuple[Any, ...]) -> None:
    scene = Scene()
    report = reports.Recorded(at=1.0, turn=3, wav=wav, seconds=1.0, by="key")
    assert took(scene, lambda one: one.recorded(report)) == [Outcome()]
    assert scene.noted == [("stop",), noted]


def test_what_a_secret_answer_was_is_shown_to_nobody() -> None:
    scene = Scene(secret=True)
    took(scene, lambda one: one.heard(HEARD))
    assert scene.noted == [("stop",), ("hear", "c1")]


def test_nobody_has_to_answer_while_something_is_still_said() -> None:
    scene = Scene(busy=True)
    assert took(scene, lambda one: one.silent()) == []
    assert scene.noted == []


@pytest.mark.parametrize(("id", "own"), [("", True), ("call-1-3", True), ("call-11-3", False)])
def test_lines_of_this_call_are_its_own(id: str, own: bool) -> None:  # noqa: A002
    found: list[bool] = []
    took(Scene(), lambda one: found.append(one.is_own(Line(kind="text", id=id))))
    assert found == [own]
