"""Where a service may lie: public addresses, and private ones that the server's owner has named.

A flow's address has holes, and a hole may hold what a caller said. Without this check a caller
could make the server ask its own neighbours (server-side request forgery). The address that was
checked is the one that is then connected to, so that a second look-up cannot change it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

Resolve = Callable[[str, int], Awaitable[list[str]]]


class Forbidden(Exception):
    """The service lies where flows may not ask; the text says so."""


async def resolved(host: str, port: int) -> list[str]:
    """All addresses of a host name. Raises OSError when there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(where[0]) for *_, where in found]


async def reachable(
    host: str, port: int, private: frozenset[str], resolve: Resolve = resolved
) -> str:
    """One address of the host to connect to; `private` are host names that may lie in our network.

    Raises OSError when there is none, Forbidden when one of them is not public.
    """
    found = await resolve(host, port)
    if not found:
        raise OSError(f"{host} has no address.")
    if host not in private and not all(_public(address) for address in found):
        raise Forbidden(
            f"{host} lies in a private network. Allow it with FLOWENGINE_PRIVATE_SERVICES={host}."
        )
    return found[0]


def _public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    found = mapped if mapped is not None else parsed
    return found.is_global and not found.is_multicast
