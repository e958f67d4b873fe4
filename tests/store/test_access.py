"""Tokens and subscriptions; on every store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.store.records import Subscription, Token
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from flowengine.store.database import Database

TOKEN = Token("t1", "Reports", "api", b"\0hash", 10.0, 99.5)


async def test_a_token_is_found_by_its_hash_until_it_is_revoked(store: Database) -> None:
    await store.add_token(TOKEN)
    await store.add_token(Token("t0", "Olha", "operator", b"other", 20.0))
    assert await store.token(b"\0hash") == TOKEN
    assert await store.token(b"nobody") is None
    assert [one.id for one in await store.tokens()] == ["t1", "t0"]
    assert await store.revoke("t1") is True
    assert await store.revoke("t1") is False
    assert await store.token(b"\0hash") is None


async def test_no_two_tokens_have_one_secret(store: Database) -> None:
    await store.add_token(TOKEN)
    with pytest.raises(StoreError):
        await store.add_token(Token("t2", "Twin", "api", b"\0hash"))
    assert [one.id for one in await store.tokens()] == ["t1"]


async def test_who_wants_to_be_told_says_so_and_takes_it_back(store: Database) -> None:
    one = Subscription("s1", "https://example.org/hook", "result.saved", "HOOK", 5.0)
    await store.subscribe(one)
    assert await store.subscriptions() == (one,)
    assert await store.unsubscribe("s1") is True
    assert await store.unsubscribe("s1") is False
    assert await store.subscriptions() == ()
