"""Vosk models: streaming, with the phrases of the place where something is listed there.

A list costs 0.02 of real time where free dictation costs 0.07 to 0.5, and hears nothing else; what
is not on it becomes the model's garbage word. The list is a loop of words, no grammar: the longest
answer contained in what was heard counts. One model serves all calls of its process, and Python
runs meanwhile.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import vosk

from flowengine.speech.recognition.recogniser import Guess

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.speech.recognition.choices import Choices

GARBAGE = ("[unk]", "<UNK>")  # the first that the model has
# From the model's own confidence of the words to the common scale.
CONFIDENCES = ((0.0, 0.5, 0.9, 1.0), (0.0, 0.2, 0.6, 1.0))
DICTATED = 0.9  # of the same for free words, which nothing narrows down

vosk.SetLogLevel(-1)


class Vosk:
    """`lists` is false for a large model whose graph is fixed: then it always hears every word."""

    def __init__(self, folder: Path) -> None:
        try:
            self.model = vosk.Model(str(folder))
        except Exception as error:  # the only kind it raises
            raise RuntimeError("the model cannot be read; install it again.") from error
        self.lists = (folder / "graph" / "HCLr.fst").exists()
        self.garbage = next((word for word in GARBAGE if self.knows(word)), "")
        self._known: dict[str, bool] = {}

    def decoder(self) -> VoskDecoder:
        return VoskDecoder(self)

    def knows(self, word: str) -> bool:
        return int(self.model.vosk_model_find_word(word)) >= 0

    def list_of(self, choices: Choices) -> list[str]:
        """What it is to listen for, garbage last; empty where it takes no list, or none is fit."""
        if not self.lists or choices.free:
            return []
        phrases = [p for p in choices.phrases if all(map(self._sayable, p.split()))]
        words = [] if choices.listed else [w for w in choices.vocabulary if self._sayable(w)]
        found = list(dict.fromkeys([*phrases, *words]))
        return [*found, self.garbage] if found and self.garbage else found

    def _sayable(self, word: str) -> bool:
        if word not in self._known:
            self._known[word] = self.knows(word)
        return self._known[word]


class VoskDecoder:
    """Of one call; a recogniser for each utterance takes 0.3 ms to make."""

    def __init__(self, engine: Vosk) -> None:
        self._engine = engine
        self._recogniser: Any = None
        self._words: list[dict[str, Any]] = []

    def begin(self, choices: Choices, rate: int) -> None:
        self._choices, self._words, self._going_on = choices, [], ""
        wanted = self._engine.list_of(choices)
        said = [json.dumps(wanted, ensure_ascii=False)] if wanted else []
        self._recogniser = vosk.KaldiRecognizer(self._engine.model, rate, *said)
        self._recogniser.SetWords(True)

    def feed(self, frame: bytes) -> str:
        if self._recogniser is None:
            return ""
        if self._recogniser.AcceptWaveform(frame):
            self._keep(self._recogniser.Result())
            self._going_on = ""
        else:
            self._going_on = json.loads(self._recogniser.PartialResult()).get("partial", "")
        return self._shown(f"{self._text()} {self._going_on}")

    def lull(self, _start: float, _stop: float, /) -> str:
        return self._shown(f"{self._text()} {self._going_on}")

    def end(self, _start: float, _stop: float, /) -> tuple[Guess, ...]:
        if self._recogniser is None:
            return ()
        self._keep(self._recogniser.FinalResult())
        self._recogniser = None
        text = self._text()
        found = self._choices.contained(text)
        if found and (not self._choices.free or found == text):
            return (Guess(found, self._sure(found)),)
        if self._choices.free and text:
            return (Guess(text, round(DICTATED * self._sure(text), 4)),)
        return ()

    def drop(self) -> None:
        self._recogniser = None

    def _keep(self, result: str) -> None:
        self._words += json.loads(result).get("result", [])

    def _text(self) -> str:
        return " ".join(each["word"] for each in self._words if each["word"] not in GARBAGE)

    def _shown(self, text: str) -> str:
        words = [word for word in text.split() if word not in GARBAGE]
        text = " ".join(words)
        return text if self._choices.free else self._choices.contained(text)

    def _sure(self, found: str) -> float:
        """By its least sure word, and by how much else was said beside it."""
        words = found.split()
        sures = [each["conf"] for each in self._words if each["word"] in words]
        spoken = [each for each in self._words if each["word"] not in GARBAGE]
        share = min(len(words) / max(len(spoken), 1), 1.0)
        return round(float(np.interp(min(sures, default=0.0) * share, *CONFIDENCES)), 4)
