"""How telephone numbers are grouped, country by country, as far as the languages we ship with go.

Grouping only helps reading back what somebody has said; it judges no number and changes no digit.
Sources: ITU-T E.123 (blanks between groups) and the national numbering plans in the communications
that countries make under ITU-T E.129 (Ukraine, Russia, Croatia, Iran, United
Kingdom).
"""

from __future__ import annotations

import re

_INTERNATIONAL = (
    (r"(\+380)(\d{2})(\d{3})(\d{2})(\d{2})", "{} {} {} {} {}"),
    (r"(\+7)(\d{3})(\d{3})(\d{2})(\d{2})", "{} {} {}-{}-{}"),
    (r"(\+385)(1)(\d{3,4})(\d{3})", "{} {} {} {}"),
    (r"(\+385)(\d{2})(\d{3})(\d{3,4})", "{} {} {} {}"),
    (r"(\+98)(9\d{2})(\d{3})(\d{4})", "{} {} {} {}"),
    (r"(\+98)(\d{2})(\d{4})(\d{4})", "{} {} {} {}"),
    (r"(\+44)(7\d{3})(\d{6})", "{} {} {}"),
    (r"(\+44)(20)(\d{4})(\d{4})", "{} {} {} {}"),
)
_UKRAINIAN = ((r"(0\d{2})(\d{3})(\d{2})(\d{2})", "{} {} {} {}"),)
_RUSSIAN = ((r"(8)(\d{3})(\d{3})(\d{2})(\d{2})", "{} {} {}-{}-{}"), *_UKRAINIAN)
_CROATIAN = (
    (r"(01)(\d{3,4})(\d{3})", "{} {} {}"),
    (r"(0\d{2})(\d{3})(\d{3,4})", "{} {} {}"),
)
_IRANIAN = (
    (r"(09\d{2})(\d{3})(\d{4})", "{} {} {}"),
    (r"(0\d{2})(\d{4})(\d{4})", "{} {} {}"),
)
_BRITISH = (
    (r"(07\d{3})(\d{6})", "{} {}"),
    (r"(020)(\d{4})(\d{4})", "{} {} {}"),
    *_UKRAINIAN,  # eleven digits or ten: they cannot be mistaken for each other
)
_NATIONAL = {"uk": _UKRAINIAN, "ru": _RUSSIAN, "hr": _CROATIAN, "fa": _IRANIAN, "en": _BRITISH}


def grouped(digits: str, language: str) -> str:
    """The number in its country's groups; "" where we know none that fits."""
    plans = _INTERNATIONAL if digits.startswith("+") else _NATIONAL.get(language[:2], ())
    for pattern, groups in plans:
        found = re.fullmatch(pattern, digits)
        if found is not None:
            return groups.format(*found.groups())
    return ""
