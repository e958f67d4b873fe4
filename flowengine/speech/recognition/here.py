"""Recognisers that work at once, where they are used: for virtual time, tests, command lines.

Whoever feeds one waits for it. A live call is not to wait: it takes `workers`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flowengine.speech.recognition.decoding import Engine, Unopened, opened
from flowengine.speech.recognition.hearing import Hearing
from flowengine.speech.recognition.models import Ear, available

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.runtime.expecting import Expected
    from flowengine.speech.recognition.recogniser import Recogniser, Tell

_log = logging.getLogger(__name__)


class Here:
    """`models` is the folder of models, None for the usual one; `named` one ear of `available`
    (`pocketsphinx`, `vosk+whisper` …), "" for the best that is there."""

    def __init__(self, models: Path | None = None, named: str = "") -> None:
        self._models, self._named = models, named
        self._engines: dict[Ear, Engine | None] = {}

    def open(self, language: str, tell: Tell) -> Recogniser | None:
        """A recogniser for one call; None: this language has keys only."""
        for ear in available(language, self._models):
            if ear.why or self._named not in ("", ear.name):
                continue
            engine = self._opened(ear)
            if engine is not None:
                return _AtOnce(ear.name, Hearing(engine.decoder, tell))
        return None

    def close(self) -> None:
        self._engines.clear()

    def _opened(self, ear: Ear) -> Engine | None:
        """None, said once, where its model cannot be used after all."""
        if ear not in self._engines:
            try:
                self._engines[ear] = opened(ear)
            except Unopened as why:
                _log.warning("%s", why)
                self._engines[ear] = None
        return self._engines[ear]


class _AtOnce:
    """A `Recogniser` whose answers are told before its methods return."""

    def __init__(self, name: str, hearing: Hearing) -> None:
        self.name, self._hearing = name, hearing

    def begin(self, utterance: int, expected: Expected, rate: int) -> None:
        self._hearing.begin(utterance, expected, rate)

    def feed(self, utterance: int, frame: bytes) -> None:
        self._hearing.feed(utterance, frame)

    def lull(self, utterance: int, start: float, stop: float) -> None:
        self._hearing.lull(utterance, start, stop)

    def end(self, utterance: int, start: float, stop: float) -> None:
        self._hearing.end(utterance, start, stop)

    def drop(self, utterance: int) -> None:
        self._hearing.drop(utterance)

    def close(self) -> None:
        """Nothing is held that would outlive it."""
