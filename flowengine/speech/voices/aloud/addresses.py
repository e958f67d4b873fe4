"""Web and mail addresses, said so that they can be written down: info at example dot org."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.speech.voices.aloud.tongues.tongue import Tongue

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"  # lengths as in RFC 1035, and below in RFC 5321
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{0,8}}"
_ENDS = (
    "org com net ua ru by kz hr ir uk eu us ca de pl info gov edu io me app help online site chat"
    " test example"
).split()
_MAIL = re.compile(rf"(?<![\w.])[\w.+-]{{1,64}}@{_HOST}\.[a-z]{{2,}}", re.IGNORECASE)
_WEB = re.compile(
    rf"(?<![\w@.])(?:(?P<scheme>https?://)(?:www\.)?|www\.)?"
    rf"(?P<host>{_HOST}\.(?:{'|'.join(_ENDS)})|(?<=//){_HOST})(?![\w@-])"
    rf"(?P<path>(?:/[\w.~%-]*)*)(?:[?#]\S*)?",
    re.IGNORECASE,
)
_LONGEST = 40  # signs of a path: nobody writes down more than that


def read(text: str, tongue: Tongue) -> str:
    text = _MAIL.sub(lambda found: _said(found[0], tongue), text)
    return _WEB.sub(lambda found: _web(found, tongue), text)


def _web(found: re.Match[str], tongue: Tongue) -> str:
    """Without what browsers add by themselves. A full stop behind it ends the sentence."""
    path = found["path"].rstrip("/")
    stop = "." if path.endswith(".") else ""
    path = path.rstrip(".")
    return _said(found["host"] + (path if len(path) <= _LONGEST else ""), tongue) + stop


def _said(address: str, tongue: Tongue) -> str:
    words = {
        "@": tongue.signs["at"], ".": tongue.signs["dot"], "/": tongue.signs["slash"],
        "-": tongue.signs["dash"], "_": tongue.signs["underscore"], "+": tongue.signs["plus"],
    }  # fmt: skip
    said = re.sub(r"[@./_+-]", lambda found: f" {words[found[0]]} ", address)
    return re.sub(r"(?<=[a-zA-Z])(?=\d)|(?<=\d)(?=[a-zA-Z])", " ", said)
