"""How a language sounds: voices from TOML, lexicons, and texts as they are read aloud.

Nothing here makes a sound: a voice is told to `synthesis`, which speaks what `spoken` gives it.
"""

from __future__ import annotations

from flowengine.speech.voices.choosing import chosen, names
from flowengine.speech.voices.voice import Voice

__all__ = ["Voice", "chosen", "names"]
