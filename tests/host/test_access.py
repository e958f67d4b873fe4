from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from flowengine.host.access import API, OPERATOR, Access, hashed, may
from flowengine.host.refusal import Refusal
from flowengine.store.records import Audit, Token

DAY = 86_400.0


class Kept:
    """Tokens in memory; `asked` counts looks."""

    def __init__(self) -> None:
        self.rows: dict[str, Token] = {}
        self.noted: list[Audit] = []
        self.asked = 0

    async def add_token(self, token: Token) -> None:
        self.rows[token.id] = token

    async def token(self, hash: bytes) -> Token | None:  # noqa: A002 - the store's own word
        self.asked += 1
        return next((one for one in self.rows.values() if one.hash == hash), None)

    async def tokens(self) -> tuple[Token, ...]:
        return tuple(self.rows.values())

    async def revoke(self, token: str) -> bool:
        return self.rows.pop(token, None) is not None

    async def note(self, audit: Audit) -> None:
        self.noted.append(audit)


class Door:
    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.kept = Kept()
        self.access = Access(self.kept, lambda: self.now)


def at(scene: Callable[[Door], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        return await scene(Door())

    return asyncio.run(whole())


def test_a_token_opens_and_only_its_hash_is_kept() -> None:
    async def scene(door: Door) -> None:
        token, secret = await door.access.issue("crm", API, 90)
        assert await door.access.who(secret) == token
        assert token.hash == hashed(secret)
        assert secret not in repr(door.kept.rows)
        assert secret not in repr(token)
        assert token.ends == door.now + 90 * DAY

    at(scene)


def test_two_tokens_have_nothing_in_common() -> None:
    async def scene(door: Door) -> None:
        (one, first), (other, second) = [await door.access.issue("crm", API) for _ in range(2)]
        assert len({first, second}) == len({one.id, other.id}) == 2
        assert len(first) == len("fe_") + 43  # 256 bits

    at(scene)


FORGED = ["", "fe_", "x" * 46, "fe_" + "A" * 42, "fe_" + "A" * 44, "fe_" + "A" * 42 + "\n",
          "fe_" + "ä" * 43, "fe_\ud800" + "A" * 42]  # fmt: skip


@pytest.mark.parametrize("secret", FORGED)
def test_what_cannot_be_a_token_is_not_looked_for(secret: str) -> None:
    async def scene(door: Door) -> None:
        assert await door.access.who(secret) is None
        assert door.kept.asked == 0

    at(scene)


def test_one_of_the_right_shape_that_nobody_made_opens_nothing() -> None:
    async def scene(door: Door) -> None:
        await door.access.issue("crm", API)
        assert await door.access.who("fe_" + "A" * 43) is None

    at(scene)


def test_a_store_that_gives_another_row_than_was_asked_for_opens_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene(door: Door) -> None:
        token, _ = await door.access.issue("crm", API)

        async def any_row(_hash: bytes) -> Token:
            return token

        monkeypatch.setattr(door.kept, "token", any_row)
        assert await door.access.who("fe_" + "A" * 43) is None

    at(scene)


def test_it_ends_with_its_days_and_one_without_never() -> None:
    async def scene(door: Door) -> None:
        _, short = await door.access.issue("crm", API, 1)
        door.now += 1
        _, long = await door.access.issue("till", API)
        door.now += DAY - 2
        assert await door.access.who(short)
        door.now += 1
        assert await door.access.who(short) is None
        door.now += 100 * 365 * DAY
        assert await door.access.who(long)
        assert [door.access.ended(one) for one in await door.access.listed()] == [True, False]

    at(scene)


def test_a_revoked_one_opens_nothing_from_then_on() -> None:
    async def scene(door: Door) -> None:
        token, secret = await door.access.issue("crm", API)
        assert await door.access.who(secret)
        assert await door.access.revoke(token.id)
        assert await door.access.who(secret) is None
        assert await door.access.holds(token.hash) is None
        assert not await door.access.revoke(token.id)
        assert [one.what for one in door.kept.noted] == ["token made: api", "token revoked"]
        assert {one.subject for one in door.kept.noted} == {f"token/{token.id}"}

    at(scene)


@pytest.mark.parametrize(
    ("mine", "asked", "enough"),
    [(API, API, True), (API, OPERATOR, False), (OPERATOR, API, True), (OPERATOR, OPERATOR, True),
     ("", API, False), ("admin", OPERATOR, False)],
)  # fmt: skip
def test_an_operator_may_do_all_and_a_program_its_own(mine: str, asked: str, enough: bool) -> None:
    assert may(Token("t", "crm", mine, b""), asked) is enough


@pytest.mark.parametrize(
    ("name", "role", "days", "code"),
    [("crm", "admin", 1, "no-role"), (" ", API, 1, "no-name"), ("a" * 65, API, 1, "no-name"),
     ("a\nb", API, 1, "no-name"), ("crm", API, -1, "no-days"), ("crm", API, 3651, "no-days")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(name: str, role: str, days: int, code: str) -> None:
    async def scene(door: Door) -> None:
        with pytest.raises(Refusal) as refused:
            await door.access.issue(name, role, days)
        assert refused.value.code == code
        assert door.kept.rows == {}

    at(scene)
