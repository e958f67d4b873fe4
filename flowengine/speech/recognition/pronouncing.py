"""How English words are said, as pocketsphinx writes it: ARPAbet, as in the CMU dictionary.

A word that the dictionary lacks is asked of espeak-ng, whose IPA is rewritten sound by sound; a
word that even then cannot be written has none, and its phrase is left out.
"""

from __future__ import annotations

import ctypes
import os
import re
from functools import lru_cache
from pathlib import Path

# Longest first: what stands for two letters of IPA is looked for before one.
_SOUNDS = {
    "tʃ": "CH", "dʒ": "JH", "aɪ": "AY", "aʊ": "AW", "eɪ": "EY", "oʊ": "OW", "əʊ": "OW", "ɔɪ": "OY",
    "ɪɹ": "IH R", "ɛɹ": "EH R", "ʊɹ": "UH R", "ɔːɹ": "AO R", "oːɹ": "AO R", "ɑːɹ": "AA R",
    "aɪɚ": "AY ER", "əl": "AH L", "iə": "IY AH", "iəɹ": "IH R",
    "ɜː": "ER", "ɚ": "ER", "ɝ": "ER", "iː": "IY", "uː": "UW", "ɑː": "AA", "ɔː": "AO", "oː": "AO",
    "i": "IY", "ɪ": "IH", "ᵻ": "IH", "e": "EH", "ɛ": "EH", "æ": "AE", "a": "AE", "ɑ": "AA",
    "ɒ": "AA", "ɔ": "AO", "o": "OW", "ʊ": "UH", "u": "UW", "ʌ": "AH", "ə": "AH", "ɐ": "AH",
    "b": "B", "d": "D", "ð": "DH", "f": "F", "g": "G", "ɡ": "G", "h": "HH", "j": "Y", "k": "K",
    "l": "L", "m": "M", "n": "N", "ŋ": "NG", "p": "P", "r": "R", "ɹ": "R", "s": "S", "ʃ": "SH",
    "t": "T", "ɾ": "T", "ʔ": "T", "θ": "TH", "v": "V", "w": "W", "z": "Z", "ʒ": "ZH", "x": "K",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(map(re.escape, _SOUNDS), key=len, reverse=True)))
_MARKS = re.compile("[ˈˌː̩̃ʲ_|\\s\u0361]+")
_WORD = re.compile(r"[a-z][a-z']*")

# The telephone cuts off what makes an S, above 4 kHz. These were found by trial on spoken digits:
# 23 % of "six" are understood without them, 65 % with them. More of them hurt other words.
NARROW = {"six": ("HH IH K S", "HH IH K", "T IH K S", "S IH K", "IH K S", "IH K")}


class Pronouncing:
    """Out of a dictionary file, one word and its sounds on a line, further ways as `word(2)`."""

    def __init__(self, dictionary: Path) -> None:
        self._known: dict[str, list[str]] = {}
        for line in dictionary.read_text("utf-8").splitlines():
            word, _, way = line.partition(" ")
            self._known.setdefault(word.partition("(")[0], []).append(way.strip())
        self.of = lru_cache(maxsize=4_096)(self._of)

    def _of(self, word: str) -> tuple[str, ...]:
        """Every way to say it, the usual one first; none where it cannot be written."""
        found = self._known.get(word) or [guess(word)]
        return tuple(dict.fromkeys(way for way in found if way))


def guess(word: str) -> str:
    """As espeak-ng would say it in American English; "" where that cannot be written."""
    return arpabet(_espeak(word)) if _WORD.fullmatch(word) else ""


def arpabet(ipa: str) -> str:
    """IPA to ARPAbet; "" when a sound in it is not English."""
    bare = re.sub(r"(?<![ɜiuɑɔo])ː|[ˈˌ]", "", ipa)
    found = _SOUND.findall(bare)
    rest = _MARKS.sub("", _SOUND.sub("", bare))
    return "" if rest or not found else " ".join(_SOUNDS[each] for each in found)


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    """espeak-ng for its rules alone: it makes no sound here. One for a process, never closed."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [
        ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int
    ]  # fmt: skip
    data = os.fsencode(Path(espeakng_loader.get_data_path()).parent)
    library.espeak_Initialize(1, 0, data, 1 << 15)  # retrieval, no file for events, do not exit
    library.espeak_SetVoiceByName(b"en-us")
    return library


def _espeak(word: str) -> str:
    text = ctypes.c_char_p(word.encode())
    said = _library().espeak_TextToPhonemes(ctypes.byref(text), 1, 0x02)  # UTF-8, IPA
    return (said or b"").decode(errors="replace")
