"""How much of a text an SMS or a USSD screen holds: two alphabets and what each has room for.

Letters of the GSM default alphabet take seven bits, those of its extension table two places of
seven (3GPP TS 23.038, 6.2.1). One letter that is in neither makes the whole text UCS-2, two octets
a letter, and halves the room. An SMS carries 140 octets, six less where several are joined
(TS 23.040, 9.2.3.24); a USSD screen 160 octets (TS 24.080, packing in TS 23.038, 6.1.2.3).

Signs that only look nicer (curly quotes, dashes, the ellipsis, blanks that do not break) have a
plain substitute, and where nothing but them stands in the way the plain ones are sent. Letters are
never replaced: an accent is part of a word.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

DEFAULT = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
PLAIN = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("–—―‐‑‒−•·", "-"),
    **dict.fromkeys("\t\u00a0\u2002\u2003\u2007\u2009\u202f", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    "…": "...",
    "‹": "<",
    "›": ">",
}
_PLAINER = str.maketrans(PLAIN)
_GSM = DEFAULT | EXTENSION


class Alphabet(NamedTuple):
    """`one` and `part` are the places of an SMS alone and joined to others, `screen` of USSD.

    `units` counts the places that a text takes.
    """

    name: str
    one: int
    part: int
    screen: int
    units: Callable[[str], int]


def _septets(text: str) -> int:
    plain = text.translate(_PLAINER)
    return len(plain) + sum(char in EXTENSION for char in plain)


def _pairs(text: str) -> int:
    """Octet pairs of UTF-16: signs beyond the first 65,536, such as emoji, take two."""
    return len(text) + sum(char > "\uffff" for char in text)


GSM = Alphabet("GSM-7", 160, 153, 182, _septets)
UCS = Alphabet("UCS-2", 70, 67, 80, _pairs)


def of(text: str) -> Alphabet:
    """The alphabet that this text is sent in."""
    return UCS if strange(text) else GSM


def strange(text: str) -> tuple[str, ...]:
    """The characters that make it UCS-2, each once, in the order they come."""
    plain = text.translate(_PLAINER)
    return () if _GSM.issuperset(plain) else tuple(dict.fromkeys(c for c in plain if c not in _GSM))


def plainer(text: str) -> str:
    """The text with plain signs where they bring it into the small alphabet, else as it is."""
    return text if strange(text) else text.translate(_PLAINER)


def segments(text: str) -> tuple[str, ...]:
    """The SMS that carry this text, in order: one, or several that the phone joins again.

    Neither an extended letter nor a sign of two places is ever cut in two. Empty for no text.
    """
    alphabet, text = of(text), plainer(text)
    if alphabet.units(text) <= alphabet.one:
        return (text,) if text else ()
    found, begun, used = [], 0, 0
    for index, char in enumerate(text):
        wide = alphabet.units(char)
        if used + wide > alphabet.part:
            found.append(text[begun:index])
            begun, used = index, 0
        used += wide
    return (*found, text[begun:])


JOINED = 3  # an SMS that is longer than three is paged, unless the flow says `screen`


def room(channel: str, text: str, own: int = 0) -> int:
    """The places on one screen of this channel for a text like this; 0 where nothing is paged.

    `own` is what the flow asks for (`screen 160`): for SMS it is the limit, on a USSD screen it
    can only make less of the room that the alphabet leaves.
    """
    alphabet = of(text)
    if channel == "sms":
        return own or JOINED * alphabet.part
    return min(own or alphabet.screen, alphabet.screen) if channel == "ussd" else 0
