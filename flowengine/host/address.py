"""Where a service may lie: public addresses, and private ones that the server's owner has named.

A flow's address has holes, and a hole may hold what a caller said. Without this check a caller
could make the server ask its own neighbours (server-side request forgery). The address that was
checked is the one that is then connected to, so that a second look-up cannot change it. An IPv6
address that carries an IPv4 one within it is judged by both.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network

Resolve = Callable[[str, int], Awaitable[list[str]]]

# Ports of other protocols, which could take a request for something else (WHATWG Fetch, "bad
# port"; here those that hear what a stranger writes).
NOT_HTTP = frozenset(
    (1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
     103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
     512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
     995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667,
     6668, 6669, 6679, 6697, 10080, 11211)
)  # fmt: skip
# Names that stand for something within a network (RFC 6761, RFC 6762, ICANN's .internal).
INNER = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain")
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291, 2.5.5.1


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
    if named(host) in private:
        return _first(host, await resolve(host, port))
    if port in NOT_HTTP:
        raise Forbidden(f"Port {port} of {host} is not for HTTP. Give the port of a web service.")
    if _inner(named(host)):
        raise _private(host)
    found = await resolve(host, port)
    if not all(map(public, found)):
        raise _private(host)
    return _first(host, found)


def named(host: str) -> str:
    """A host name as it is compared: without the dot that ends the root of all names."""
    return host.lower().removesuffix(".")


def public(address: str) -> bool:
    """True for an address that anybody on the internet could ask."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(map(_global, _meant(parsed)))


def _global(address: IPv4Address | IPv6Address) -> bool:
    site = isinstance(address, IPv6Address) and address.is_site_local  # RFC 3879: out of use
    return address.is_global and not address.is_multicast and not site


def _meant(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The address, and the IPv4 ones that a tunnel or a translator would find in it.

    A mapped one (RFC 4291, 2.5.5.2) is nothing but the IPv4 address.
    """
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    else:
        yield address
        yield from _within(address)


def _within(address: IPv6Address) -> Iterator[IPv4Address]:
    if address.sixtofour is not None:  # RFC 3056
        yield address.sixtofour
    if address in _COMPATIBLE or any(address in network for network in _NAT64):
        yield IPv4Address(int(address) & 0xFFFF_FFFF)


def _inner(host: str) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in INNER)


def _private(host: str) -> Forbidden:
    return Forbidden(
        f"{host} lies in a private network. Allow it with FLOWENGINE_PRIVATE_SERVICES={host}."
    )


def _first(host: str, found: list[str]) -> str:
    if not found:
        raise OSError(f"{host} has no address.")
    return found[0]
