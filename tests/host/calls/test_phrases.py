"""Standard sentences: in the language of the call, at once only where they are made."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from flowengine.channels.calls.sentences import KEYS, MOMENT
from flowengine.host.calls.phrases import Phrases
from flowengine.host.calls.waiting import Waiting
from tests.host.calls.test_playback import Made, Stage


def phrases(stage: Stage, language: str, maker: Made) -> Phrases:
    standing = cast("Any", SimpleNamespace(language=language))
    return Phrases(standing, stage.playback, Waiting(), lambda: maker)


@pytest.mark.parametrize(("language", "heard"), [("uk", KEYS["uk"]), ("ko", KEYS["en"])])
def test_they_are_said_in_the_language_of_the_call(language: str, heard: str) -> None:
    stage = Stage()
    phrases(stage, language, Made()).say(KEYS)
    assert [paths for paths, _ in stage.plays] == [[heard]]


def test_what_is_only_said_if_ready_keeps_nobody_waiting() -> None:
    stage = Stage()
    phrases(stage, "en", Made(MOMENT["en"])).say_if_ready(MOMENT)
    assert stage.plays == []
    phrases(stage, "en", Made()).say_if_ready(MOMENT)
    assert [paths for paths, _ in stage.plays] == [[MOMENT["en"]]]


def test_what_has_to_be_made_is_said_when_it_is() -> None:
    async def scene() -> None:
        stage, maker = Stage(), Made(KEYS["en"])
        phrases(stage, "en", maker).say(KEYS)
        assert stage.plays == []
        maker.gate.set()
        await asyncio.wait_for(stage.woken.wait(), 60)
        stage.playback.advance()
        assert [paths for paths, _ in stage.plays] == [[KEYS["en"]]]

    asyncio.run(scene())
