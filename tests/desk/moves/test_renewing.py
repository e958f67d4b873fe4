"""A call is asked for once more: one promise, the newer wish, and the better place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from flowengine.desk import items, log, moves
from flowengine.desk.items import CALLBACK, HIGH, LATER, WAITING, Item, Renewal
from tests.desk.moves.kit import JOINED, WRAP_UP, kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.desk.moves import Move

NEW = Item(id="new", conversation="c", queue="advice", channel="chat")

CHOSEN = moves.joined(replace(NEW, kind=CALLBACK, until=500.0), 100.0).after
SOON = moves.joined(replace(NEW, kind=CALLBACK, until=500.0, soon=True), 100.0).after
WAITS = moves.joined(replace(NEW, kind=CALLBACK), 100.0).after
AGAIN = replace(SOON, soon=False, tries=1)


@pytest.mark.parametrize(
    ("item", "until", "soon", "state", "joined", "still"),
    [
        # Now instead of later, later instead of now: never a worse place than before.
        (CHOSEN, 0.0, False, WAITING, 200.0, False),
        (WAITS, 900.0, False, LATER, 100.0, False),
        (CHOSEN, 900.0, False, LATER, 500.0, False),
        (CHOSEN, 300.0, False, LATER, 300.0, False),
        (WAITS, 0.0, False, WAITING, 100.0, False),
        # As soon as it opens is no place yet, and asking twice makes none of it.
        (SOON, 0.0, False, LATER, 100.0, True),
        (SOON, 600.0, True, LATER, 500.0, True),
        (SOON, 900.0, False, LATER, 500.0, False),
        (CHOSEN, 400.0, True, LATER, 400.0, True),
        # Who has a place keeps it also where it is closed now, and after a try in vain.
        (WAITS, 900.0, True, LATER, 100.0, False),
        (AGAIN, 900.0, True, LATER, 100.0, False),
        (AGAIN, 0.0, False, WAITING, 100.0, False),
    ],
)
def test_a_second_promise_takes_the_place_of_the_first_and_keeps_its_clock(
    item: Item, until: float, soon: bool, state: str, joined: float, still: bool
) -> None:
    wish = replace(NEW, id="2", kind=CALLBACK, until=until, soon=soon, safe="no", voicemail="yes")
    made = moves.renewed(item, moves.joined(wish, 200.0).after, 200.0)
    after = made.after
    assert (after.id, after.state, after.joined, after.soon) == ("new", state, joined, still)
    assert after.until == (0.0 if state == WAITING else until or item.until)
    assert (after.safe, after.voicemail, after.tries) == ("no", "yes", 0)
    assert (kinds(made), made.entries[0].body.get("due", 0.0)) == ([log.RENEWED], until)


def test_who_waited_and_asks_once_more_to_be_called_has_the_better_of_both_places() -> None:
    wish = moves.joined(replace(NEW, kind=CALLBACK), 200.0, JOINED).after
    assert moves.renewed(WAITS, wish, 200.0).after.joined == JOINED.joined
    assert moves.renewed(SOON, replace(wish, until=900.0), 200.0).after.joined == JOINED.joined


def test_an_offer_of_a_promise_that_is_put_off_is_taken_back() -> None:
    offered = moves.offered(WAITS, "olena", "secret", 180.0, 120.0, {}).after
    wish = replace(NEW, kind=CALLBACK, safe="no", joined=150.0)
    now = moves.renewed(offered, wish, 150.0).after
    assert (now.state, now.agent, now.safe) == (items.OFFERED, "olena", "no")
    later = moves.renewed(offered, replace(wish, until=900.0), 150.0).after
    assert (later.state, later.agent, later.token, later.until) == (LATER, "", "", 900.0)


@pytest.mark.parametrize("item", [JOINED, replace(WRAP_UP, kind=CALLBACK)])
def test_only_a_promise_that_is_one_still_is_renewed(item: Item) -> None:
    with pytest.raises(moves.Impossible):
        moves.renewed(item, replace(NEW, kind=CALLBACK), 150.0)


# ---------------------------------------------------------------- while an agent phones

CALLING = moves.pulled(WAITS, "olena", 150.0).after
WISH = moves.joined(
    replace(NEW, id="2", kind=CALLBACK, safe="no", voicemail="yes", brief="now", priority=HIGH),
    200.0,
).after
LATER_ON = moves.joined(replace(NEW, id="3", kind=CALLBACK, until=900.0, safe="yes"), 200.0).after


def test_while_they_are_phoned_the_agent_knows_and_the_moment_is_kept() -> None:
    made = moves.renewed(CALLING, LATER_ON, 200.0)
    after = made.after
    assert (after.state, after.agent, after.until) == (items.ACTIVE, "olena", 0.0)
    assert (after.safe, after.renewal) == ("yes", Renewal(until=900.0, place=900.0))
    assert (kinds(made), made.entries[0].body) == ([log.WISHED], {"due": 900.0})
    # Of two wishes the last holds, and the best place; an agent who is gone changes nothing of it.
    lost = moves.lost(after, 300.0, 250.0).after
    again = moves.renewed(lost, WISH, 260.0)
    assert (again.after.state, again.after.safe) == (items.LOST, "no")
    assert (again.after.voicemail, again.after.brief, again.after.priority) == ("yes", "now", HIGH)
    assert again.after.renewal == Renewal(place=200.0)
    assert again.entries[0].body == {}
    third = moves.renewed(moves.resumed(again.after, 270.0).after, LATER_ON, 280.0).after
    assert third.renewal == Renewal(until=900.0, place=200.0)


VAIN: list[tuple[Callable[[Item], Move], str, float]] = [
    (lambda one: moves.tried(one, "no answer", 2100.0, 300.0), log.TRIED, 100.0),
    (lambda one: moves.requeued(one, 300.0, "lost"), log.REQUEUED, 100.0),
    (lambda one: moves.transferred(one, 300.0, queue="duty"), log.TRANSFERRED, 100.0),
    (
        lambda one: moves.tried(moves.finished(one, 360.0, 300.0).after, "busy", 2100.0, 300.0),
        log.TRIED,
        100.0,
    ),
]


@pytest.mark.parametrize(("vain", "kind", "joined"), VAIN)
@pytest.mark.parametrize(
    ("wish", "state", "until"), [(WISH, WAITING, 0.0), (LATER_ON, LATER, 900.0)]
)
def test_a_call_in_vain_is_made_again_as_was_wished_meanwhile(
    vain: Callable[[Item], Move], kind: str, joined: float, wish: Item, state: str, until: float
) -> None:
    """As if it had been wished right after."""
    asked = moves.renewed(replace(CALLING, tries=2), wish, 200.0).after
    made = vain(asked)
    after = made.after
    assert (after.state, after.until, after.joined) == (state, until, joined)
    assert (after.tries, after.renewal, after.agent, after.safe) == (0, None, "", wish.safe)
    assert kinds(made) == [kind, log.RENEWED]
    assert made.entries[1].body.get("due", 0.0) == until
    assert made.before is not None
    assert after.version == made.before.version + 1


def test_the_place_that_a_wish_brings_along_counts_where_it_is_better() -> None:
    wish = moves.joined(replace(NEW, kind=CALLBACK), 200.0, JOINED).after
    asked = moves.renewed(CALLING, wish, 200.0).after
    assert moves.requeued(asked, 300.0, "lost").after.joined == JOINED.joined


def test_a_moment_that_went_by_while_they_were_phoned_is_now() -> None:
    asked = moves.renewed(CALLING, LATER_ON, 200.0).after
    after = moves.tried(asked, "busy", 2750.0, 950.0).after
    assert (after.state, after.until, after.joined) == (WAITING, 0.0, 100.0)


def test_what_is_agreed_on_in_the_call_is_newer_than_the_wish() -> None:
    asked = moves.renewed(CALLING, LATER_ON, 200.0).after
    made = moves.tried(asked, "not now", 5000.0, 300.0, agreed=True)
    assert (made.after.until, made.after.joined, made.after.tries) == (5000.0, 5000.0, 1)
    assert (made.after.safe, made.after.renewal, kinds(made)) == ("yes", None, [log.TRIED])


def test_passed_on_to_an_agent_it_stays_and_a_call_that_is_kept_ends_it() -> None:
    asked = moves.renewed(CALLING, WISH, 200.0).after
    passed = moves.transferred(asked, 250.0, agent="marko").after
    assert passed.renewal == asked.renewal
    talked = moves.finished(passed, 400.0, 300.0).after
    for made in (moves.closed(passed, 300.0, "advice"), moves.closed(talked, 350.0, "advice")):
        assert (made.after.state, made.after.renewal) == (items.CLOSED, None)
        assert made.entries[-1].body["again"]
    assert "again" not in moves.closed(CALLING, 300.0, "advice").entries[-1].body


# ---------------------------------------------------------------- after the call


def test_who_asks_again_after_the_call_is_promised_a_further_one() -> None:
    """The call that was made is a promise no more, also where it was in vain after all."""
    talked = moves.finished(CALLING, 400.0, 300.0).after
    made = moves.superseded(talked)
    assert (made.after.anew, made.after.state, made.entries) == (True, items.WRAP_UP, ())
    corrected = moves.tried(made.after, "no answer", 2100.0, 350.0)
    assert (corrected.after.state, corrected.after.outcome) == (items.CLOSED, "no answer")
    assert kinds(corrected) == [log.CLOSED]
    with pytest.raises(moves.Impossible):
        moves.superseded(CALLING)
