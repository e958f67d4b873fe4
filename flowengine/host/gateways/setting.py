"""A gateway as the environment describes it: words like `channel=sms`, with blanks between them.

Nothing is opened here, and no secret stands in such a line: it names one.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flowengine.host.gateways import signing
from flowengine.host.gateways.sender import WEBHOOK, Pace

NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
MOST = 8  # sent at the same time, where nobody says otherwise
_PACE = re.compile(r"([0-9]{1,6})/(s|m|h)")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_SCHEMES = {"https": "webhook", "http": "webhook", "smtp": "smtp", "smtps": "smtp"}
_WORDS = (
    "channel",
    "flow",
    "url",
    "secret",
    "pace",
    "idempotent",
    "most",
    "from",
    "user",
    "tls",
    "country",
)


@dataclass(frozen=True, slots=True)
class Setting:
    """`kind` is webhook or smtp; `secret` the lower-case name of a secret, "" where none is needed.
    `sender` is the address that e-mail comes from, `user` who logs in, `tls` whether it must be
    safe. `country` is the code that a number without one belongs to: 380."""

    name: str
    kind: str
    url: str
    channel: str
    flow: str = ""
    secret: str = ""
    pace: Pace | None = None
    idempotent: bool = False
    most: int = MOST
    sender: str = ""
    user: str = ""
    tls: bool = True
    country: str = ""


def read(name: str, text: str, secrets: Mapping[str, str]) -> Setting:
    """Raises ValueError: one sentence that begins with what is wrong, and the mend."""
    if not NAME.fullmatch(name) or name == WEBHOOK:
        raise ValueError(
            f"{name} cannot be the name of a gateway. Take small letters, figures and _, and not"
            f" {WEBHOOK}, which is ours."
        )
    words = _words(text)
    kind = _kind(words.get("url", ""))
    setting = Setting(
        name=name,
        kind=kind,
        url=words["url"],
        channel=_channel(words.get("channel", "")),
        flow=words.get("flow", ""),
        secret=words.get("secret", "").lower(),
        pace=_pace(words.get("pace", "")),
        idempotent=_yes(words, "idempotent", default=False),
        most=_most(words.get("most", str(MOST))),
        sender=words.get("from", ""),
        user=words.get("user", ""),
        tls=_yes(words, "tls", default=True),
        country=_country(words.get("country", "")),
    )
    _check(setting, secrets)
    return setting


def _words(text: str) -> dict[str, str]:
    try:
        parts = shlex.split(text)
    except ValueError as error:
        raise ValueError("A quotation mark is not closed.") from error
    words: dict[str, str] = {}
    for part in parts:
        name, equals, value = part.partition("=")
        if name not in _WORDS or not equals or not value:
            raise ValueError(
                f"{part} is not understood. Known are {', '.join(_WORDS)}, each with = and a value."
            )
        if name in words:
            raise ValueError(f"{name} stands there twice.")
        words[name] = value
    return words


def _kind(url: str) -> str:
    if not url:
        raise ValueError("url= is missing: where its messages go, https://… or smtp://….")
    try:
        parts = urlsplit(url)
        kind, host, _port = _SCHEMES.get(parts.scheme, ""), parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{url} is no address.") from error
    if not kind or not host:
        raise ValueError(f"{url} is no address of a gateway. Write https://… or smtp://….")
    if parts.username is not None:
        raise ValueError("No user stands in url=. Name a secret with secret=, a user with user=.")
    return kind


def _channel(channel: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", channel):
        raise ValueError("channel= is missing: what flows call it, for example sms.")
    if channel in ("agent", "chat"):
        raise ValueError(
            f"channel={channel} is our own page. Take another name, for example telegram."
        )
    return channel


def _pace(text: str) -> Pace | None:
    if not text:
        return None
    found = _PACE.fullmatch(text)
    if not found or not int(found[1]):
        raise ValueError(f"pace={text} is no pace. Write 10/s, 100/m or 1000/h.")
    rate = int(found[1]) / _SECONDS[found[2]]
    return Pace(rate, max(1.0, rate))


def _yes(words: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = words.get(name, "yes" if default else "no")
    if text not in ("yes", "no"):
        raise ValueError(f"{name}={text} is neither yes nor no.")
    return text == "yes"


def _country(text: str) -> str:
    if text and not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise ValueError(f"country={text} is no country code. Write its figures, for example 380.")
    return text


def _most(text: str) -> int:
    most = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= most <= 100:
        raise ValueError(f"most={text} is no number from 1 to 100.")
    return most


def _check(setting: Setting, secrets: Mapping[str, str]) -> None:
    if setting.secret and setting.secret not in secrets:
        raise ValueError(
            f"Its secret {setting.secret} is not there. Set FLOWENGINE_SECRET_"
            f"{setting.secret.upper()}."
        )
    if setting.kind == "smtp":
        _check_mail(setting)
    elif not setting.secret:
        raise ValueError("secret= is missing: the name of the secret that signs its messages.")
    else:
        for one in secrets[setting.secret].split() or [""]:
            signing.key(one)


def _check_mail(setting: Setting) -> None:
    if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", setting.sender):
        raise ValueError("from= is missing: the address that its e-mail comes from.")
    if bool(setting.user) != bool(setting.secret):
        raise ValueError("user= and secret= go together: who logs in, and the password's name.")
