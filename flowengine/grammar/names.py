"""Names of people: as typed, or spelled: "A as in alpha, N, N".

A name is whatever somebody says it is; only length, digits and signs are refused. Letters all
lower or all upper case become a capital and small ones, others stay as typed. Letters typed one by
one keep their marks: "Š, I, M, I, Ć" is Šimić; what is compared with a grammar has lost them.
"""

from __future__ import annotations

import re

from flowengine.grammar.digits import repeated
from flowengine.grammar.reading import Context, Kind, Readings, sure

MAX_WORDS = 6
MAX_LETTERS = 80

_NOT_A_NAME = re.compile(r"[\d@_<>{}\[\]|/\\#*+=]")
_SHOWN = re.compile(r"[^\W\d_]")
_LETTER = r"(?:dž|lj|nj|[^\W\d_])"  # Croatian counts two signs as one letter here
_LETTERS = re.compile(rf"{_LETTER}(?:[\s,.-]+{_LETTER})+", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<![\w'’ʼ])[^\W\d_]|(?<=\bo['’])[^\W\d_]")  # O'Neill


def typed(text: str, _context: Context) -> Readings:
    """A few words without digits or signs; never a single letter's spelling, see `evaluate`."""
    words = text.strip(" .,!?;:").split()
    if not 1 <= len(words) <= MAX_WORDS or len(text) > MAX_LETTERS:
        return []
    joined = " ".join(words)
    if _NOT_A_NAME.search(joined) or not _SHOWN.search(joined):
        return []
    return sure(capitalised(joined))


def lettered(text: str) -> Readings:
    """Two letters or more, each by itself: `A-N-N`, `š i m e`."""
    text = text.strip(" .,!?;:")
    if len(text) > MAX_LETTERS or not _LETTERS.fullmatch(text):
        return []
    return sure(capitalised(re.sub(r"[\s,.-]", "", text)))


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """Two letters or more, put together."""
    spelled = repeated(tag for tag in tags if not tag.startswith("word "))
    return sure(capitalised(spelled)) if len(spelled) > 1 else []


def capitalised(name: str) -> str:
    """Ann for ann and ANN, O'Neill for o'neill; d'Arc and McKay as they are."""
    if name != name.lower() and (name != name.upper() or len(name) == 1):
        return name
    return _CAPITAL.sub(lambda letter: letter[0].upper(), name.lower())


KIND = Kind(("letters.spelled",), ("letters.inside",), typed, evaluate)
