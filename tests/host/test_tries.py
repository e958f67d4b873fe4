from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from flowengine.host.refusal import Refusal
from flowengine.host.tries import FORGOTTEN, HOME, NAME, SENDER, Tries
from flowengine.store.database import Database
from flowengine.store.opening import opened

KEY = b"a key of an installation"
MOST = int(SENDER.burst)


class Clock:
    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


Scene = Callable[[Database, Clock], Awaitable[None]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Scene], None]:
    """Plays a scene on a store."""
    kind = request.param
    address = tmp_path / "store.db" if kind == "sqlite" else request.getfixturevalue("postgresql")

    async def played(scene: Scene) -> None:
        store = opened(address)
        await store.start()
        try:
            await scene(store, Clock())
        finally:
            await store.close()

    return lambda scene: asyncio.run(played(scene))


async def codes(tries: Tries, sender: str, name: str = "", times: int = 1) -> list[str]:
    """What becomes of so many tries."""
    found = []
    for _ in range(times):
        try:
            await tries.take(sender, name)
            found.append("")
        except Refusal as refusal:
            found.append(refusal.code)
    return found


def test_a_neighbourhood_has_so_many_tries_over_all_processes_and_restarts(
    play: Callable[[Scene], None],
) -> None:
    async def scene(store: Database, clock: Clock) -> None:
        one, other = Tries(store, KEY, clock), Tries(store, KEY, clock)
        assert await codes(one, "192.0.2.1", "a", MOST - 1) == [""] * (MOST - 1)
        assert await codes(other, "192.0.2.1", "b", 2) == ["", "too-fast"]
        assert await codes(Tries(store, KEY, clock), "192.0.2.1", "c") == ["too-fast"]
        assert await codes(other, "192.0.2.2", "a") == [""]
        clock.now += 1 / SENDER.rate
        assert await codes(one, "192.0.2.1", "a", 2) == ["", "too-fast"]

    play(scene)


def test_a_name_has_so_many_from_wherever_they_come(play: Callable[[Scene], None]) -> None:
    async def scene(store: Database, clock: Clock) -> None:
        tries = Tries(store, KEY, clock)
        most = int(NAME.burst)
        found = [await codes(tries, f"192.0.2.{number}", "olena") for number in range(most + 2)]
        assert found == [[""]] * most + [["too-fast"]] * 2
        assert await codes(tries, "192.0.2.200", "nobody") == [""]

    play(scene)


def test_who_has_been_here_before_is_not_kept_out_by_others_who_try(
    play: Callable[[Scene], None],
) -> None:
    async def scene(store: Database, clock: Clock) -> None:
        tries = Tries(store, KEY, clock)
        await tries.take("198.51.100.1", "olena")
        await tries.give_back("198.51.100.1", "olena")
        for number in range(int(NAME.burst) + 1):
            await codes(tries, f"192.0.2.{number}", "olena")
        assert await codes(tries, "192.0.2.100", "olena") == ["too-fast"]
        assert await codes(tries, "198.51.100.1", "olena", MOST + 1) == [""] * MOST + ["too-fast"]
        clock.now += HOME + 1
        assert await codes(tries, "192.0.2.1", "ivan") == [""]  # and sweeps
        for number in range(int(NAME.burst) + 1):
            await codes(tries, f"192.0.2.{number}", "olena")
        assert await codes(tries, "198.51.100.1", "olena") == ["too-fast"]

    play(scene)


def test_what_turned_out_well_does_not_count(play: Callable[[Scene], None]) -> None:
    async def scene(store: Database, clock: Clock) -> None:
        tries = Tries(store, KEY, clock)
        for name in ("olena", "", "ivan", "") * MOST:
            assert await codes(tries, "192.0.2.1", name) == [""]
            await tries.give_back("192.0.2.1", name)

    play(scene)


def test_the_store_knows_no_address_and_no_name_and_forgets(
    play: Callable[[Scene], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(store: Database, clock: Clock) -> None:
        kept: list[str] = []
        wait = store.token_wait

        async def noted(bucket: str, rate: float, burst: float, now: float) -> float:
            kept.append(bucket)
            return await wait(bucket, rate, burst, now)

        monkeypatch.setattr(store, "token_wait", noted)
        tries = Tries(store, KEY, clock)
        await tries.take("192.0.2.1", "olena \ud800")
        await tries.give_back("192.0.2.1", "olena \ud800")
        assert len(set(kept)) == 3
        assert not [one for one in kept if "192" in one or "olena" in one]
        clock.now += FORGOTTEN + 1
        await tries.take("192.0.2.2", "ivan")
        assert [await store.taken_from(one) for one in kept[:3]] == [False, False, True]

    play(scene)


def test_without_a_secret_only_the_process_knows_what_it_counts(
    play: Callable[[Scene], None],
) -> None:
    async def scene(store: Database, clock: Clock) -> None:
        assert await codes(Tries(store, b"", clock), "a", "b", MOST) == [""] * MOST
        assert await codes(Tries(store, b"", clock), "a", "b") == [""]

    play(scene)
