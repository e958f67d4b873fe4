"""The second factor: codes of six digits from a telephone (TOTP, RFC 6238), each good once.

The secret lies in the store sealed under FLOWENGINE_DESK_KEY and bound to its user, together with
the last code that was used. Without that key nobody can set one up, and nobody who has one can sign
in: it refuses to let people in with less than they were promised.
"""

from __future__ import annotations

import hmac
import json
import logging
import unicodedata
from typing import TYPE_CHECKING

from flowengine.host import sealing
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from flowengine.desk.people import User

SECONDS = 30  # that a code stands on the telephone
NEAR = 1  # codes before and after: clocks differ, and people type slowly
ISSUER = "flowengine"

_log = logging.getLogger(__name__)


class Second:
    """`key` comes from the environment; "" is none."""

    def __init__(self, key: str = "") -> None:
        self._cipher = sealing.cipher(key, "flowengine second factor 1") if key else None

    @property
    def able(self) -> bool:
        return self._cipher is not None

    def begun(self, user: User) -> tuple[str, bytes]:
        """A new secret: the address that a telephone reads (`otpauth:`), and what `confirmed`
        wants back. Raises Refusal `no-key`."""
        import pyotp

        secret = pyotp.random_base32()
        return self.address(user, secret), self._sealed(user, secret, 0)

    def address(self, user: User, secret: str) -> str:
        import pyotp

        return pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(
            name=user.name, issuer_name=ISSUER
        )

    def secret(self, user: User, kept: bytes) -> str:
        """In the clear, to type it where nothing can be photographed. Raises Refusal."""
        return self._opened(user, kept)[0]

    def used(self, user: User, kept: bytes, code: str, now: float) -> bytes | None:
        """What is to be kept when this code is good, None when it is not, or was used before. Its
        figures may be those of any script.

        Raises Refusal `no-key`, also where the key is another than it was sealed with.
        """
        import pyotp

        secret, last = self._opened(user, kept)
        given = "".join(str(unicodedata.decimal(sign)) for sign in code if sign.isdecimal())
        step = int(now // SECONDS)
        for one in range(step - NEAR, step + NEAR + 1):
            made = pyotp.HOTP(secret).at(one)
            if one > last and hmac.compare_digest(made.encode(), given.encode()):
                return self._sealed(user, secret, one)
        return None

    def _sealed(self, user: User, secret: str, last: int) -> bytes:
        if self._cipher is None:
            raise Refusal(
                "no-key",
                "A second factor needs FLOWENGINE_DESK_KEY in the environment of the server, to"
                " keep its secret sealed. Make one with: openssl rand -hex 32",
            )
        return sealing.sealed(self._cipher, json.dumps([secret, last]).encode(), user.id.encode())

    def _opened(self, user: User, kept: bytes) -> tuple[str, int]:
        try:
            if self._cipher is None:
                raise sealing.Unopened
            secret, last = json.loads(sealing.opened(self._cipher, kept, user.id.encode()))
        except sealing.Unopened as error:
            _log.error("a second factor cannot be opened; was FLOWENGINE_DESK_KEY changed?")
            raise Refusal(
                "no-key",
                "Second factors cannot be looked at: FLOWENGINE_DESK_KEY is missing or is another."
                " Ask whoever runs this server.",
            ) from error
        return str(secret), int(last)
