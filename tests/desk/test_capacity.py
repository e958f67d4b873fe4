"""Caps by media, and that listening and typing exclude each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.desk import capacity
from flowengine.desk.items import ASYNC, CHAT, MEDIA, VOICE

CAPS = {VOICE: 1, CHAT: 3, ASYNC: 10}


@pytest.mark.parametrize(
    ("load", "media", "fits"),
    [
        ({}, VOICE, True),
        ({VOICE: 1}, VOICE, False),
        ({CHAT: 1}, VOICE, False),
        ({ASYNC: 9}, VOICE, True),
        ({CHAT: 2}, CHAT, True),
        ({CHAT: 3}, CHAT, False),
        ({VOICE: 1}, CHAT, False),
        ({VOICE: 0, CHAT: 0}, CHAT, True),
        ({VOICE: 1, CHAT: 3, ASYNC: 9}, ASYNC, True),
        ({ASYNC: 10}, ASYNC, False),
        ({}, "telepathy", False),
    ],
)
def test_one_more_fits_or_not(load: dict[str, int], media: str, fits: bool) -> None:
    assert capacity.fits(CAPS, load, media) is fits


def test_a_cap_that_nobody_set_is_as_usual_and_a_lowered_one_takes_nothing_more() -> None:
    assert capacity.fits({}, {CHAT: 2}, CHAT)
    assert not capacity.fits({CHAT: 1}, {CHAT: 2}, CHAT)
    assert not capacity.fits({CHAT: 0}, {}, CHAT)


@given(st.lists(st.sampled_from(MEDIA), max_size=40), st.fixed_dictionaries(
    {media: st.integers(0, 5) for media in MEDIA}
))  # fmt: skip
def test_f4_whatever_comes_nobody_is_filled_beyond_their_caps(
    comes: list[str], caps: dict[str, int]
) -> None:
    load: dict[str, int] = {}
    for media in comes:
        if capacity.fits(caps, load, media):
            load[media] = load.get(media, 0) + 1
    assert all(load.get(media, 0) <= caps[media] for media in MEDIA)
    assert not (load.get(VOICE) and load.get(CHAT))


def test_live_work_has_one_lane_and_letters_another() -> None:
    assert [capacity.lane(media) for media in MEDIA] == ["live", "live", ASYNC]
