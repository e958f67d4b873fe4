"""Our own people on a store, with passwords that cost little and a clock that stands."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from argon2 import PasswordHasher

from flowengine.desk.people import User
from flowengine.host.credentials import Credentials
from flowengine.host.passwords import Passwords
from flowengine.host.people import People
from flowengine.host.refusal import Refusal
from flowengine.host.second import Second
from flowengine.store.database import Database

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "correct horse battery"
KEY = "a key of thirty-two characters…!"


class Clock:
    def __init__(self) -> None:
        self.now = 1_790_000_010.0

    def __call__(self) -> float:
        return self.now


class Office:
    """People on a store, how they get in, and what was written down."""

    def __init__(self, runner: asyncio.Runner, store: Database) -> None:
        self.runner = runner
        self.store = store
        self.clock = Clock()
        self.people = People(store, clock=self.clock)
        self.credentials = Credentials(
            self.people, store, Second(KEY), hashes=Passwords(CHEAP), clock=self.clock
        )

    async def olena(self, **about: Any) -> User:
        user = await self.people.add("olena", by="test", **about)
        return await self.credentials.accept(await self.credentials.invite(user, by="test"), GOOD)

    async def audits(self) -> list[tuple[str, str]]:
        return [(one.who, one.what) for one in reversed(await self.store.audits())]


def at_work(story: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test that is a coroutine, in the loop of its office."""

    @functools.wraps(story)
    def test(office: Office, **given: Any) -> None:
        async def whole() -> None:
            await story(office=office, **given)

        office.runner.run(whole())

    return test


async def refused(work: Awaitable[Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        await work
    return refusal.value.code
