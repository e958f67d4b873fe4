"""Addresses that nobody here can read: sealed before they are kept, opened only to send an answer.

A plain keyed hash would know a person again but never answer them. This is both: AES-SIV (RFC 5297)
gives one address always the same pseudonym, as a keyed hash does, and whoever has the key can open
it. The key is in the environment only, so a stolen store says nothing, and another key forgets
everybody: no old pseudonym can be opened or found again.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

MARK = "~"  # begins no telephone number and no e-mail address
ALL = "all"
LEAST = 32  # bytes of the key


class Forgotten(Exception):
    """The pseudonym was made with another key: the address is not known any more."""


class Pseudonyms:
    """`gateways` are the names of those whose people stay unknown, or ALL.

    Raises ValueError for a key that is too short to protect anybody.
    """

    def __init__(self, key: str, gateways: Collection[str]) -> None:
        self._gateways = gateways
        self._cipher = None
        if gateways:
            # It takes a while to import, and most houses never need it.
            from cryptography.hazmat.primitives.ciphers.aead import AESSIV
            from cryptography.hazmat.primitives.hashes import SHA512, Hash

            if len(key.encode()) < LEAST:
                raise ValueError(f"A key for pseudonyms has at least {LEAST} characters.")
            digest = Hash(SHA512())
            digest.update(key.encode())
            self._cipher = AESSIV(digest.finalize())

    def hides(self, gateway: str) -> bool:
        return gateway in self._gateways or ALL in self._gateways

    def sealed(self, gateway: str, address: str) -> str:
        """What is kept in place of the address; the address itself where nobody has to be hidden.

        The gateway is not part of it, so that one number looks the same on all of them.
        """
        if self._cipher is None or not self.hides(gateway):
            return address
        sealed = self._cipher.encrypt(address.encode(), None)
        return MARK + base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def opened(self, address: str) -> str:
        """The address again. Raises Forgotten."""
        if not address.startswith(MARK):
            return address
        if self._cipher is None:
            raise Forgotten
        from cryptography.exceptions import InvalidTag

        try:
            sealed = base64.urlsafe_b64decode(address[1:] + "=" * (-len(address[1:]) % 4))
            return self._cipher.decrypt(sealed, None).decode()
        except (binascii.Error, InvalidTag, ValueError) as error:
            raise Forgotten from error


NOBODY_HIDDEN = Pseudonyms("", ())
