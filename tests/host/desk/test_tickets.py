"""Tickets for calls: whom they fit, how long, and how often."""

from __future__ import annotations

import pytest

from flowengine.host.desk.tickets import GOOD_FOR, Tickets, key


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_ticket_fits_its_user_and_item_and_nobody_else() -> None:
    tickets = Tickets(Clock())
    made = tickets.made("u1", "c1-3")
    assert len(made) <= 100  # as much as a page may say
    assert tickets.fits(made, "u1", "c1-3")
    assert not tickets.fits(made, "u2", "c1-3")
    assert not tickets.fits(made, "u1", "c1-4")
    assert not tickets.fits(made, "u1c1", "-3")
    assert made != tickets.made("u1", "c1-3")


@pytest.mark.parametrize("made", ["", "x", "é", "AAAA", "A" * 48, "=" * 60])
def test_what_is_no_ticket_fits_nobody(made: str) -> None:
    assert not Tickets(Clock()).fits(made, "u1", "c1-3")


def test_a_ticket_that_was_changed_fits_nobody() -> None:
    tickets = Tickets(Clock())
    made = tickets.made("u1", "c1-3")
    for at in range(0, len(made), 5):
        other = "B" if made[at] == "A" else "A"
        assert not tickets.fits(made[:at] + other + made[at + 1 :], "u1", "c1-3")


def test_it_is_good_for_a_while_and_once() -> None:
    clock = Clock()
    tickets = Tickets(clock)
    made = tickets.made("u1", "c1-3")
    clock.now += GOOD_FOR
    assert tickets.fits(made, "u1", "c1-3")
    clock.now += 1
    assert not tickets.fits(made, "u1", "c1-3")
    fresh = tickets.made("u1", "c1-3")
    assert tickets.redeemed(fresh)
    assert not tickets.redeemed(fresh)
    assert not tickets.fits(fresh, "u1", "c1-3")
    clock.now += GOOD_FOR + 1
    assert tickets.redeemed(tickets.made("u1", "c1-3"))
    assert len(tickets._used) == 1  # what is over is forgotten


def test_processes_of_one_installation_read_each_others() -> None:
    clock = Clock()
    secret = key("a secret of the environment")
    made = Tickets(clock, secret).made("u1", "c1-3")
    assert Tickets(clock, secret).fits(made, "u1", "c1-3")
    assert not Tickets(clock, key("another")).fits(made, "u1", "c1-3")
    assert not Tickets(clock).fits(made, "u1", "c1-3")
    assert key("") == b""
