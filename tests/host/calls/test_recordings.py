from __future__ import annotations

import logging

import pytest

from flowengine.host.calls.recordings import MARK, NOTHING_RECORDED, Recordings, Unopened

KEY = "0123456789abcdef0123456789abcdef"
SOUND = b"RIFF....WAVEfmt somebody's voice"


def test_what_was_sealed_says_nothing_and_is_opened_again() -> None:
    sealed = Recordings(KEY).sealed("c1", "u1", SOUND)
    assert sealed.startswith(MARK)
    assert b"voice" not in sealed
    assert Recordings(KEY).opened("c1", "u1", sealed) == SOUND


def test_no_two_recordings_look_the_same() -> None:
    recordings = Recordings(KEY)
    assert recordings.sealed("c1", "u1", SOUND) != recordings.sealed("c1", "u1", SOUND)


@pytest.mark.parametrize(
    ("key", "conversation", "upload", "spoilt"),
    [
        (KEY[::-1], "c1", "u1", 0),
        (KEY, "c2", "u1", 0),
        (KEY, "c1", "u2", 0),
        (KEY, "c1", "u1", 1),
        (KEY, "c1", "u1", 40),
    ],
    ids=["another key", "another conversation", "another id", "changed", "cut off"],
)
def test_only_what_was_sealed_there_is_opened(
    key: str, conversation: str, upload: str, spoilt: int, caplog: pytest.LogCaptureFixture
) -> None:
    sealed = bytearray(Recordings(KEY).sealed("c1", "u1", SOUND))
    if spoilt == 1:
        sealed[-1] ^= 1
    elif spoilt:
        del sealed[len(MARK) + 4 :]
    with caplog.at_level(logging.ERROR), pytest.raises(Unopened):
        Recordings(key).opened(conversation, upload, bytes(sealed))
    assert "FLOWENGINE_RECORDING_KEY" in caplog.text


def test_without_a_key_nothing_is_sealed_or_opened() -> None:
    assert not NOTHING_RECORDED.able
    with pytest.raises(ValueError, match="no key"):
        NOTHING_RECORDED.sealed("c1", "u1", SOUND)
    with pytest.raises(Unopened):
        NOTHING_RECORDED.opened("c1", "u1", Recordings(KEY).sealed("c1", "u1", SOUND))


def test_what_was_never_sealed_is_given_as_it_is() -> None:
    assert NOTHING_RECORDED.opened("c1", "u1", SOUND) == SOUND


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 characters"):
        Recordings("short")
