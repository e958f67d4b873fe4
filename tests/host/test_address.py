from __future__ import annotations

import asyncio

import pytest

from flowengine.host.address import Forbidden, reachable, resolved


def ask(addresses: list[str], private: frozenset[str] = frozenset()) -> str:
    async def resolve(host: str, port: int) -> list[str]:
        return addresses

    return asyncio.run(reachable("stock.example", 443, private, resolve))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_a_public_address_is_reached(address: str) -> None:
    assert ask([address]) == address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep their secrets
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - asked for, not bound
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
    ],
)
def test_a_private_address_is_not_reached_unless_named(address: str) -> None:
    with pytest.raises(Forbidden, match=r"FLOWENGINE_PRIVATE_SERVICES=stock\.example"):
        ask([address])
    assert ask([address], frozenset(("stock.example",))) == address


def test_one_private_address_among_public_ones_spoils_them_all() -> None:
    with pytest.raises(Forbidden):
        ask(["8.8.8.8", "10.0.0.1"])


def test_a_name_without_address_is_an_error_of_the_network() -> None:
    with pytest.raises(OSError, match="no address"):
        ask([])


def test_the_system_resolves_its_own_name() -> None:
    assert set(asyncio.run(resolved("localhost", 80))) <= {"127.0.0.1", "::1"}
