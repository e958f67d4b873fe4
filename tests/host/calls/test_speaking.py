from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from flowengine.channels.calls.sentences import MOMENT
from flowengine.channels.calls.utterances import Utterance
from flowengine.host.calls import speaking as module
from flowengine.host.calls.prompts import Prompts
from flowengine.host.calls.recordings import Recordings
from flowengine.host.calls.speaking import Speaking, Voiced
from flowengine.host.library import Library
from flowengine.language.program import Program
from flowengine.speech.duplex.orders import Piece
from flowengine.speech.synthesis.studio import Unspoken
from flowengine.speech.voices import Voice
from flowengine.store.opening import opened
from flowengine.store.records import Conversation, Turn, Upload
from tests.host.calls.house import KEY, SHOP

HI = Utterance("Hi.", "en", silence_after=0.4)


class Studio:
    """Speaks into its folder; `broken` texts it cannot, and `broken` recordings neither."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.broken: set[str] = set()
        self.passing: dict[str, bool] = {}
        self.voices: list[str] = []
        self.closed = False

    def cached(self, text: str, voice: Voice) -> Path | None:
        self.voices.append(voice.name)
        return self._path(text) if self._path(text).exists() else None

    def render(self, text: str, voice: Voice, *, passing: bool = False) -> Path:
        assert voice.name
        if text in self.broken:
            raise Unspoken("The voice is ill.")
        self.passing[text] = passing
        self._path(text).touch()
        return self._path(text)

    def recorded(self, source: Path, *, waiting: bool = True, passing: bool = False) -> Path | None:
        self.passing[source.name] = passing
        if source.name in self.broken or not (waiting or self._path(source.name).exists()):
            return None
        self._path(source.name).write_bytes(source.read_bytes())
        return self._path(source.name)

    def close(self) -> None:
        self.closed = True

    def _path(self, text: str) -> Path:
        return self.folder / f"{text.encode().hex()[:60]}.wav"


class Stage:
    def __init__(self, folder: Path) -> None:
        flows, sounds = folder / "flows", folder / "sounds"
        flows.mkdir()
        sounds.mkdir()
        start = 'start:\n  play "calm.wav"\n'
        (flows / "shop.flow").write_text(SHOP.replace("start:\n", start, 1), encoding="utf-8")
        (flows / "calm.wav").write_bytes(b"calm")
        (flows / "private.wav").write_bytes(b"not for callers")
        self.library = Library(flows)
        self.library.refresh()
        self.program: Program = self.library.programs["shop"]
        self.store = opened(folder / "store.db")
        self.studio = Studio(sounds)
        self.recordings = Recordings(KEY)
        self.prompts = Prompts(self.library, self.store, self.recordings, folder / "published")
        self.speaking = Speaking(self.studio, self.prompts)

    @property
    def voiced(self) -> Voiced:
        return self.speaking.voiced("c1", self.program)

    async def keep(self, upload: Upload) -> None:
        row = Conversation("c1", "shop", "d", "voice", b"t", b"s", "", False, 1.0)
        await self.store.commit(Turn(row, uploads=(upload,)))


def played(folder: Path, scene: Callable[[Stage], Awaitable[Any]]) -> None:
    async def whole() -> None:
        stage = Stage(folder)
        await stage.store.start()
        try:
            await scene(stage)
        finally:
            await stage.speaking.close()
            await stage.store.close()
            assert stage.studio.closed

    asyncio.run(whole())


def test_a_text_is_made_once_and_then_ready(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        assert stage.voiced.ready(HI) is None
        made = await stage.voiced.made(HI)
        assert [one.text for one in made] == ["Hi.", ""]
        assert made[1] == Piece(silence=0.4)
        assert stage.voiced.ready(HI) == made

    played(tmp_path, scene)


def test_only_what_is_said_to_everybody_lies_on_the_disk(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        await stage.voiced.made(Utterance("Welcome.", "en"))
        await stage.voiced.made(Utterance("Your number is 4711.", "en"))
        assert stage.studio.passing == {"Welcome.": False, "Your number is 4711.": True}

    played(tmp_path, scene)


def test_the_voice_that_the_flow_names_speaks_and_no_language_is_the_flows_own(
    tmp_path: Path,
) -> None:
    async def scene(stage: Stage) -> None:
        stage.voiced.ready(Utterance("Вітаємо.", "uk"))
        stage.voiced.ready(Utterance("Hi."))
        assert stage.studio.voices == ["uk", "en"]

    played(tmp_path, scene)


def test_a_recording_beside_the_flow_is_heard_and_nothing_else_that_lies_there(
    tmp_path: Path,
) -> None:
    async def scene(stage: Stage) -> None:
        calm = Utterance("", recording="calm.wav")
        assert stage.voiced.ready(calm) is None
        (heard,) = await stage.voiced.made(calm)
        assert Path(heard.path).read_bytes() == b"calm"
        assert stage.voiced.ready(calm) == (heard,)
        for name in ("private.wav", "../store.db", "missing.wav"):
            assert await stage.voiced.made(Utterance("", recording=name)) == ()

    played(tmp_path, scene)


def test_words_stand_in_for_a_recording_that_is_missing_or_broken(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        stage.studio.broken = {"calm.wav"}
        for name in ("calm.wav", "missing.wav"):
            (heard,) = await stage.voiced.made(Utterance("Be calm.", "en", recording=name))
            assert heard.text == "Be calm."
            assert "Be calm." in stage.studio.passing

    played(tmp_path, scene)


def test_what_was_published_without_a_folder_is_played_too(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        stage.library.path = None
        stage.library.contents = {"calm.wav": b"published calm"}
        for _ in range(2):
            (heard,) = await stage.voiced.made(Utterance("", recording="calm.wav"))
            assert Path(heard.path).read_bytes() == b"published calm"

    played(tmp_path, scene)


def test_callers_hear_what_they_recorded_and_no_trace_of_it_stays(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        sealed = stage.recordings.sealed("c1", "u1", b"my voice")
        await stage.keep(Upload("u1", 1.0, "message.wav", "audio/wav", sealed))
        found = await stage.prompts.found("c1", "u1")
        assert found is not None
        assert found.read_bytes() == b"my voice"
        assert found.parent.stat().st_mode & 0o077 == 0
        assert await stage.prompts.found("c2", "u1") is None
        stage.speaking.over("c1")
        assert not found.parent.exists()

    played(tmp_path, scene)


def test_what_a_caller_hears_of_themselves_lies_in_memory_while_they_call(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        sealed = stage.recordings.sealed("c1", "u1", b"my voice")
        await stage.keep(Upload("u1", 1.0, "message.wav", "audio/wav", sealed))
        for name in ("u1", "calm.wav"):
            assert await stage.voiced.made(Utterance("", recording=name))
        assert stage.studio.passing == {"u1.wav": True, "calm.wav": False}
        stage.speaking.over("c1")
        assert [one.read_bytes() for one in stage.studio.folder.iterdir()] == [b"calm"]

    played(tmp_path, scene)


def test_what_was_sealed_with_another_key_is_not_heard(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        sealed = Recordings(KEY[::-1]).sealed("c1", "u1", b"my voice")
        await stage.keep(Upload("u1", 1.0, "message.wav", "audio/wav", sealed))
        assert await stage.prompts.found("c1", "u1") is None

    played(tmp_path, scene)


def test_what_cannot_be_spoken_is_left_out_and_logged_without_its_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(stage: Stage) -> None:
        stage.studio.broken = {"Hi."}
        assert await stage.voiced.made(HI) == ()

    with caplog.at_level(logging.INFO):
        played(tmp_path, scene)
    assert "The voice is ill." in caplog.text
    assert "Hi." not in caplog.text


def test_nobody_waits_for_a_text_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 0.0)

    async def scene(stage: Stage) -> None:
        assert await stage.voiced.made(HI) == ()

    played(tmp_path, scene)


def test_what_is_said_while_somebody_waits_is_there_before_they_do(tmp_path: Path) -> None:
    async def scene(stage: Stage) -> None:
        await stage.speaking.prepare(stage.program)
        for language in ("en", "uk"):
            assert stage.voiced.ready(Utterance(MOMENT[language], language)) is not None

    played(tmp_path, scene)
