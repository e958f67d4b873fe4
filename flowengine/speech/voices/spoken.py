"""What an engine is given for a text in a voice: words of its lexicon changed, the rest read aloud.

A broken lexicon makes nobody silent: the log says it once, and the text is read without it.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.speech.voices.aloud.neutral import neutral
from flowengine.speech.voices.aloud.steps import aloud
from flowengine.speech.voices.lexicon import EMPTY, Lexicon, NotALexicon, lexicon
from flowengine.speech.voices.voice import PIPER, Voice

if TYPE_CHECKING:
    import re

_log = logging.getLogger(__name__)

_FIRST = 0xE000  # private use: no text has these once it is neutral
_MOST = 0x1900


def spoken(text: str, voice: Voice) -> str:
    """ "" where there is nothing to say. Only for Piper it may hold phonemes, as `[[ … ]]`."""
    words, phonemes = _by_lexicon(neutral(text, voice.language), voice)
    return aloud(words, voice.language).translate(phonemes)


def _by_lexicon(text: str, voice: Voice) -> tuple[str, dict[int, str]]:
    """The text, with one private sign for each word that is said by phonemes; and those."""
    known, held = _lexicon(voice.lexicon), dict[int, str]()

    def changed(found: re.Match[str]) -> str:
        entry = known.entry(found[0])
        if entry.phonemes and voice.engine == PIPER and len(held) < _MOST:
            sign = _FIRST + len(held)
            held[sign] = f"[[ {entry.phonemes} ]]"
            return chr(sign)
        return entry.alias or found[0]

    return (known.pattern.sub(changed, text) if known.pattern else text), held


def _lexicon(path: str) -> Lexicon:
    try:
        return lexicon(path)
    except NotALexicon as error:
        _warn(str(error))
        return EMPTY


@lru_cache(maxsize=64)
def _warn(what: str) -> None:
    """Once for each."""
    _log.warning("A voice reads without its lexicon. %s", what)
