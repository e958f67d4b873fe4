from __future__ import annotations

import asyncio

import pytest

from flowengine.host.address import Forbidden, reachable, resolved


def ask(
    addresses: list[str],
    private: frozenset[str] = frozenset(),
    *,
    host: str = "stock.example",
    port: int = 443,
) -> str:
    async def resolve(host: str, port: int) -> list[str]:
        return addresses

    return asyncio.run(reachable(host, port, private, resolve))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_a_public_address_is_reached(address: str) -> None:
    assert ask([address]) == address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds keep their secrets
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.1",
        "0.0.0.0",  # noqa: S104 - asked for, not bound
        "0.1.2.3",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",  # the same, over IPv6
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",  # IPv4-compatible
        "64:ff9b::7f00:1",  # NAT64
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::a00:1",  # NAT64 of one network
        "2002:7f00:1::",  # 6to4
        "2002:a9fe:a9fe::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",  # Teredo, of 10.0.0.1
        "no address",
    ],
)
def test_a_private_address_is_not_reached_unless_named(address: str) -> None:
    with pytest.raises(Forbidden, match=r"FLOWENGINE_PRIVATE_SERVICES=stock\.example"):
        ask([address])
    assert ask([address], frozenset(("stock.example",))) == address


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST", "localhost.", "db.localhost", "printer.local", "metadata.internal",
     "metadata.google.internal.", "router.lan", "a.home.arpa"],
)  # fmt: skip
def test_a_name_that_means_something_inside_is_not_even_looked_up(host: str) -> None:
    with pytest.raises(Forbidden, match="private network"):
        ask(["8.8.8.8"], host=host)


@pytest.mark.parametrize("host", ["stock.example", "STOCK.example", "stock.example."])
def test_a_host_that_was_named_is_found_however_it_is_written(host: str) -> None:
    assert ask(["10.0.0.1"], frozenset(("stock.example",)), host=host) == "10.0.0.1"


@pytest.mark.parametrize("port", [22, 25, 110, 6379, 11211])
def test_a_port_of_another_protocol_is_refused_unless_the_host_was_named(port: int) -> None:
    with pytest.raises(Forbidden, match=f"Port {port}"):
        ask(["8.8.8.8"], port=port)
    assert ask(["8.8.8.8"], frozenset(("stock.example",)), port=port) == "8.8.8.8"


def test_one_private_address_among_public_ones_spoils_them_all() -> None:
    with pytest.raises(Forbidden):
        ask(["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize("private", [frozenset(), frozenset(("stock.example",))])
def test_a_name_without_address_is_an_error_of_the_network(private: frozenset[str]) -> None:
    with pytest.raises(OSError, match="no address"):
        ask([], private)


def test_the_system_resolves_its_own_name() -> None:
    assert set(asyncio.run(resolved("localhost", 80))) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0"])
def test_this_machine_is_known_however_its_number_is_written(host: str) -> None:
    """The system reads them all as 127.0.0.1 or 0.0.0.0, as inet_aton did in 1983."""
    with pytest.raises(Forbidden):
        asyncio.run(reachable(host, 80, frozenset()))
