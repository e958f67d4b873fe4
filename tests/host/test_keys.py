from __future__ import annotations

import pytest

from flowengine.host import keys


def test_a_token_opens_only_its_own_hash() -> None:
    token = keys.new_token()
    assert keys.opens(token, keys.hashed(token))
    assert not keys.opens(keys.new_token(), keys.hashed(token))


@pytest.mark.parametrize("forged", ["", "x", "é", "\ud800", "a" * 100_000])
def test_a_forged_token_of_any_shape_opens_nothing(forged: str) -> None:
    assert not keys.opens(forged, keys.hashed(keys.new_token()))


def test_the_hash_does_not_hold_the_token() -> None:
    token = keys.new_token()
    assert token.encode() not in keys.hashed(token)
    assert len(token) >= 43  # 256 bits


def test_keys_and_tokens_stand_in_addresses_and_cookies_as_they_are() -> None:
    made = keys.new_key() + keys.new_token()
    assert made.replace("-", "").replace("_", "").isalnum()
