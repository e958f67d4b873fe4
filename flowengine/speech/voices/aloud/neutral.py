"""A text as a synthesiser may be given it: nothing in it is mark-up, a command or a picture.

What callers typed is read by engines that know SSML, phonemes in brackets and control characters.
None of that gets through, whatever language the text is in. Words and their order stay.
"""

from __future__ import annotations

import html
import re
import unicodedata

_NON_JOINER = "\u200c"  # Persian writes by it; all other invisible characters go
_KEPT_SYMBOLS = "°№%‰"
_GONE = str.maketrans(dict.fromkeys("\\[]{}<>|~^`", " "))
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]{0,200}>")
_DIGITS = {0x0660 + n: str(n) for n in range(10)} | {0x06F0 + n: str(n) for n in range(10)}
_PERSIAN = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی", "ـ": None})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒", "-") | dict.fromkeys("−", "-"))
_FULL_WIDTH = {0xFF01 + n: chr(0x21 + n) for n in range(0x5E)}

# Letters that look alike: somebody types the Latin ones in a Cyrillic word.
_LATIN, _CYRILLIC = "aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_CYRILLIC_WORD = re.compile(r"[^\W\d_]*[а-яіїєґёА-ЯІЇЄҐЁ][^\W\d_]*")
_ONLY_ALIKE = re.compile(rf"[а-яіїєґёА-ЯІЇЄҐЁ{_LATIN}]+")
_SPACES = re.compile(r"[ \t\u00a0\u2009\u202f]+")


def neutral(text: str, language: str) -> str:
    """Digits are 0 to 9, dashes and blanks of one kind; lines stay lines."""
    text = unicodedata.normalize("NFC", html.unescape(_TAG.sub(" ", text)))
    text = _TAG.sub(" ", text).translate(_FULL_WIDTH).translate(_GONE)
    text = text.translate(_DIGITS).translate(_DASHES)
    text = "".join(_kept(sign) for sign in text)
    if language.startswith(("uk", "ru")):
        text = _CYRILLIC_WORD.sub(_one_script, text)
    if language.startswith("fa"):
        text = text.translate(_PERSIAN)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def _kept(sign: str) -> str:
    """The sign, a blank for a picture or a control character, nothing for what is not seen."""
    if sign.isascii():
        return sign if sign.isprintable() or sign == "\n" else " "
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return sign if sign == _NON_JOINER else ""
    if kind in {"Zl", "Zp"}:
        return "\n"
    if kind in {"So", "Sk", "Cc", "Cs", "Co", "Cn"} and sign not in _KEPT_SYMBOLS:
        return " "
    return "" if "\ufe00" <= sign <= "\ufe0f" else sign


def _one_script(found: re.Match[str]) -> str:
    word = found[0]
    return word.translate(_TO_CYRILLIC) if _ONLY_ALIKE.fullmatch(word) else word
