from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import HTTPConnection

from flowengine.host.refusal import Refusal
from flowengine.server import rates
from flowengine.server.rates import Rate, knock, neighbourhood, sender


def test_a_burst_then_as_fast_as_time_allows() -> None:
    now = [0.0]
    rate = Rate(burst=2, per_second=1, clock=lambda: now[0])
    rate.take("a")
    rate.take("a")
    for _ in range(3):  # knocking costs nothing
        with pytest.raises(Refusal, match="too fast"):
            rate.take("a")
    now[0] = 1.0
    rate.take("a")
    with pytest.raises(Refusal):
        rate.take("a")


def test_whoever_waits_for_their_turn_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    rate = Rate(burst=1, per_second=2, clock=lambda: now[0])

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr("asyncio.sleep", sleep)

    async def scene() -> None:
        for _ in range(3):
            await rate.turn("a")

    asyncio.run(scene())
    assert now[0] == 1.0


def test_one_sender_s_haste_is_not_another_s() -> None:
    rate = Rate(burst=1, per_second=0, clock=lambda: 0.0)
    rate.take("a")
    rate.take("b")
    with pytest.raises(Refusal):
        rate.take("a")


def test_no_more_senders_are_remembered_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rates, "SENDERS", 2)
    rate = Rate(burst=1, per_second=0, clock=lambda: 0.0)
    for one in "abc":
        rate.take(one)
    assert list(rate._senders) == ["b", "c"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        # One household has 2**64 addresses and would be a new sender with each.
        ("2001:db8::1", "2001:db8:0:0:ffff::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "testclient", False),
    ],
)
def test_who_counts_as_one_sender(one: str, other: str, same: bool) -> None:
    assert (neighbourhood(one) == neighbourhood(other)) is same


def test_who_knocks_is_counted_by_neighbourhood_and_slowed() -> None:
    app = Starlette()
    app.state.requests = Rate(burst=1, per_second=0, clock=lambda: 0.0)

    def visitor(address: str | None) -> HTTPConnection:
        client = None if address is None else (address, 1)
        return HTTPConnection({"type": "http", "app": app, "client": client})

    assert [sender(visitor(one)) for one in (None, "10.0.0.1")] == ["", "10.0.0.1"]
    for one in (None, "10.0.0.1", "2001:db8::1"):
        knock(visitor(one))
    with pytest.raises(Refusal):
        knock(visitor("2001:db8::2"))


def test_what_turned_out_well_does_not_count() -> None:
    rate = Rate(burst=1, per_second=0.1, clock=lambda: 0.0)
    for _ in range(3):
        rate.take("a")
        rate.give_back("a")
    rate.give_back("a")  # and is no credit either
    rate.take("a")
    with pytest.raises(Refusal):
        rate.take("a")
    rate.give_back("never seen")
    rate.take("never seen")
