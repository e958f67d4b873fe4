"""A voice: which engine speaks, how fast and high, and what it says otherwise than written."""

from __future__ import annotations

from dataclasses import dataclass

ESPEAK, PIPER = "espeak", "piper"
ENGINES = (ESPEAK, PIPER)


@dataclass(frozen=True, slots=True)
class Voice:
    """`voice` is the engine's own name for it (`uk`, `en+f3`), of a Piper model its speaker.

    `rate` is words a minute, `pitch` 0 to 100 with 50 as the engine has it, `volume` 1.0 as loud
    as all others. `model` is a Piper model: a file, or a package that carries one. `lexicon` is a
    file, `recorded` a folder of recordings; all three may be "". `sample` is a text to try it on.
    """

    name: str
    language: str
    engine: str = ESPEAK
    voice: str = ""
    rate: int = 160
    pitch: int = 50
    volume: float = 1.0
    model: str = ""
    lexicon: str = ""
    recorded: str = ""
    sample: str = ""
