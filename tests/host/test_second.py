from __future__ import annotations

import logging
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from flowengine.desk.people import User
from flowengine.host.refusal import Refusal
from flowengine.host.second import SECONDS, Second

KEY = "a key of thirty-two characters…!"
NOW = 1_790_000_010.0
OLENA = User(id="u1", name="olena", shown="Olena")


def code(address: str, at: float) -> str:
    """As an app on a telephone makes it of what it has photographed."""
    found = pyotp.parse_uri(address)
    assert isinstance(found, pyotp.TOTP)
    return found.at(int(at))


def test_a_telephone_makes_codes_that_are_good_once() -> None:
    second = Second(KEY)
    address, pending = second.begun(OLENA)
    assert parse_qs(urlsplit(address).query)["issuer"] == ["flowengine"]
    secret = second.secret(OLENA, pending)
    assert secret.encode() not in pending
    one = code(address, NOW)
    kept = second.used(OLENA, pending, f" {one[:3]} {one[3:]} ", NOW)
    assert kept is not None
    assert second.used(OLENA, kept, one, NOW) is None  # the same again
    assert second.used(OLENA, kept, code(address, NOW - SECONDS), NOW) is None  # an older one
    assert second.used(OLENA, kept, code(address, NOW + SECONDS), NOW + SECONDS) is not None


@pytest.mark.parametrize(
    ("late", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_next_to_its_time(late: int, good: bool) -> None:
    second = Second(KEY)
    address, pending = second.begun(OLENA)
    found = second.used(OLENA, pending, code(address, NOW + late * SECONDS), NOW)
    assert (found is not None) is good


@pytest.mark.parametrize("wrong", ["", "000000", "12345", "abcdef", "½" * 6, "²" * 6])
def test_what_is_no_code_is_not_good(wrong: str) -> None:
    second = Second(KEY)
    _, pending = second.begun(OLENA)
    used = second.used(OLENA, pending, wrong, NOW)
    assert used is None or wrong == "000000"  # once in 300,000 times


def test_a_code_may_be_typed_in_the_figures_of_ones_own_script() -> None:
    second = Second(KEY)
    address, pending = second.begun(OLENA)
    for zero in ("۰", "٠"):
        typed = "".join(chr(ord(zero) + int(sign)) for sign in code(address, NOW))
        assert second.used(OLENA, pending, typed, NOW) is not None


def test_without_a_key_there_is_no_second_factor_and_nobody_gets_past_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, kept = Second(KEY).begun(OLENA)
    assert not Second().able
    with pytest.raises(Refusal, match="FLOWENGINE_DESK_KEY"):
        Second().begun(OLENA)
    caplog.set_level(logging.DEBUG)
    for other in (Second(), Second("another key of thirty-two signs.")):
        with pytest.raises(Refusal, match="missing or is another"):
            other.used(OLENA, kept, "123456", NOW)
    assert "olena" not in caplog.text


def test_the_secret_of_one_user_is_no_secret_of_another() -> None:
    _, kept = Second(KEY).begun(OLENA)
    with pytest.raises(Refusal):
        Second(KEY).secret(User(id="u2", name="marko", shown="Marko"), kept)
