"""Addresses of people as operators see them: enough to tell two apart, too little to reach one.

They are shown in full only to whoever asks for it on a contact's page, and that is written down.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

HIDDEN = "•"
_ADDRESSES = frozenset(("caller", "to", "address", "from"))


def masked(address: str) -> str:
    """`+38 ••• 67`, `m•••@example.org`; the whole of an address of the web, but for its secrets."""
    if address.startswith(("https://", "http://")):
        return _site(address)
    name, at, domain = address.rpartition("@")
    if at and name:
        return f"{name[0]}{HIDDEN * 3}@{domain}"
    if len(address) < 7:
        return HIDDEN * 3 if address else ""
    return f"{address[:3]}{HIDDEN * 3}{address[-2:]}"


def _site(address: str) -> str:
    """A hook often has its password in its path."""
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.hostname or ''}/{HIDDEN * 3}"
    except ValueError:
        return HIDDEN * 3


def veiled(value: Any) -> Any:
    """JSON with the addresses in it masked, however deep they stand."""
    match value:
        case dict():
            return {
                name: masked(one) if name in _ADDRESSES and isinstance(one, str) else veiled(one)
                for name, one in value.items()
            }
        case list():
            return [veiled(one) for one in value]
    return value


def pseudonym(contact: str) -> str:
    """A short name for a contact that says nothing about them: the beginning of their id."""
    return contact[:8]
