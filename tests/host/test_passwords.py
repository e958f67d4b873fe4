from __future__ import annotations

import asyncio

import pytest
from argon2 import PasswordHasher

from flowengine.host.passwords import LONGEST, Passwords, demand
from flowengine.host.refusal import Refusal

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "correct horse battery"


def test_a_password_fits_its_hash_and_no_other() -> None:
    async def story() -> None:
        one = Passwords(CHEAP)
        kept = await one.hashed(GOOD)
        assert kept.startswith("$argon2id$")
        assert GOOD not in kept
        assert kept != await one.hashed(GOOD)  # salted
        assert await one.fits(GOOD, kept)
        for wrong in ("", GOOD + "x", GOOD.upper(), GOOD + "\0"):
            assert not await one.fits(wrong, kept)

    asyncio.run(story())


@pytest.mark.parametrize("kept", ["", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$x$y"])
def test_nothing_fits_where_there_is_no_hash(kept: str) -> None:
    assert not asyncio.run(Passwords(CHEAP).fits("nobody has this password", kept))


def test_the_same_letters_are_the_same_however_they_are_typed() -> None:
    async def story() -> None:
        one = Passwords(CHEAP)
        kept = await one.hashed("e\u0301clair au chocolat")
        assert await one.fits("\u00e9clair au chocolat", kept)
        assert await one.fits("\u00e9clair au chocolat\ud800", kept)  # half a sign is none

    asyncio.run(story())


def test_a_hash_of_other_costs_is_to_be_made_anew() -> None:
    async def story() -> None:
        kept = await Passwords(CHEAP).hashed(GOOD)
        assert not Passwords(CHEAP).outdated(kept)
        assert Passwords().outdated(kept)

    asyncio.run(story())


def test_the_costs_are_those_that_the_library_recommends() -> None:
    """64 MiB and three rounds: RFC 9106, 4, its second recommended choice."""
    kept = asyncio.run(Passwords().hashed(GOOD))
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "eleven char",
        "aaaaaaaaaaaaaaaaaa",
        "abababababababab",
        "olena2026olena",
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(Refusal) as refusal:
        demand(password, "olena")
    assert refusal.value.code == "weak"


@pytest.mark.parametrize(
    "password", [GOOD, "чотири слова про море", "سه واژه کنار هم", "olena likes to swim"]
)
def test_words_are_welcome(password: str) -> None:
    demand(password, "olena")
