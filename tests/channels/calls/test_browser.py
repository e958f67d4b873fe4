"""A call from a page: both directions, its clock, and connections that break and come back."""

from __future__ import annotations

from typing import Any

import pytest

from flowengine.channels.calls.browser import GRACE, BrowserCall
from flowengine.channels.calls.call import Call, Unable
from flowengine.channels.calls.page import Page
from tests.channels.calls.connection import TOKEN, Client
from tests.channels.calls.loop import Loop
from tests.channels.calls.memory import connected

FRAME = b"\1\0" * 320


class Attendant:
    def __init__(self) -> None:
        self.told: list[Any] = []

    def frame(self, pcm: bytes, at: float) -> None:
        self.told.append(("frame", len(pcm), round(at, 3)))

    def key_down(self, key: str, at: float) -> None:
        self.told.append(("down", key, round(at, 3)))

    def key_up(self, key: str, at: float) -> None:
        self.told.append(("up", key, round(at, 3)))

    def wished(self, what: str, on: bool, at: float) -> None:
        self.told.append((what, on, round(at, 3)))

    def gone(self, why: str, at: float) -> None:
        self.told.append(("gone", why, round(at, 3)))


class Ringing:
    """A page that called; also its reception."""

    def __init__(self, *, answered: bool = True) -> None:
        self.loop = Loop()
        self.attendant = Attendant()
        self.call: BrowserCall | None = None
        self.client, self.page, self.transport = connected(self, self.loop)
        self.client.hello()
        if answered:
            self.ours.answer()

    @property
    def ours(self) -> BrowserCall:
        assert self.call is not None
        return self.call

    def back(self) -> Client:
        """Its page, on another connection."""
        client, _, _ = connected(self, self.loop)
        client.hello()
        return client

    def knocked(self, page: Page) -> None: ...

    def greeted(self, page: Page, token: str) -> BrowserCall:
        if self.call is None:
            self.call = BrowserCall("id", page, token, self.loop)  # type: ignore[arg-type]
            self.call.attend(self.attendant)
        else:
            assert token == self.call.token
            self.call.comes_back(page)
        return self.call

    def ended(self, page: Page) -> None: ...

    @property
    def told(self) -> list[Any]:
        return self.attendant.told


@pytest.fixture
def ringing() -> Ringing:
    return Ringing()


def test_it_is_a_call(ringing: Ringing) -> None:
    call: Call = ringing.ours
    assert (call.id, call.rate) == ("id", 16_000)


def test_the_clock_runs_from_the_answer_on() -> None:
    ringing = Ringing(answered=False)
    ringing.loop.run(5)
    ringing.client.speak(FRAME)
    ringing.client.say(type="key", key="1")
    assert (ringing.ours.at(), ringing.told) == (0.0, []), "nobody listens yet"
    ringing.ours.answer()
    ringing.loop.run(1)
    assert ringing.client.until("answered")
    assert ringing.ours.at() == 1.0


def test_frames_that_come_in_their_time_wait_for_nobody(ringing: Ringing) -> None:
    for _ in range(3):
        ringing.loop.run(0.02)
        ringing.client.speak(FRAME)
        ringing.ours.hear()
    assert ringing.told == [("frame", 640, 0.02), ("frame", 640, 0.04), ("frame", 640, 0.06)]


def test_frames_that_come_at_once_are_given_at_the_pacers_time(ringing: Ringing) -> None:
    ringing.loop.run(0.1)
    ringing.client.speak(FRAME * 3)
    assert ringing.told == []
    for _ in range(4):
        ringing.ours.hear()
        ringing.loop.run(0.02)
    assert [at for _, _, at in ringing.told] == [0.1, 0.12, 0.14]
    assert ringing.ours.stats().received == 3


def test_frames_that_never_come_are_counted(ringing: Ringing) -> None:
    ringing.loop.run(0.02)
    ringing.client.speak(FRAME)
    for _ in range(10):
        ringing.ours.hear()
    assert ringing.ours.stats().lost == 8


def test_a_muted_page_loses_nothing(ringing: Ringing) -> None:
    ringing.client.speak(FRAME)
    ringing.client.say(type="mute", on=True)
    for _ in range(9):
        ringing.ours.hear()
    assert ringing.ours.stats().lost == 0


def test_keys_are_told_at_once(ringing: Ringing) -> None:
    ringing.loop.run(0.5)
    ringing.client.say(type="key", key="*")
    assert ringing.told == [("down", "*", 0.5), ("up", "*", 0.5)]


def test_what_is_played_captioned_and_dropped_reaches_the_page(ringing: Ringing) -> None:
    ringing.ours.play(FRAME)
    ringing.ours.caption("flow", "Welcome.", final=True)
    ringing.ours.flush()
    ringing.ours.hold(True)
    assert ringing.client.until("caption") == {
        "type": "caption", "side": "flow", "text": "Welcome.", "final": True,
    }  # fmt: skip
    assert ringing.client.until("clear")
    assert ringing.client.until("hold")["on"] is True
    assert (ringing.client.sound, ringing.ours.stats().sent) == (1, 1)


def test_what_could_go_only_late_is_counted(ringing: Ringing) -> None:
    ringing.transport.waiting = 1_000_000
    ringing.ours.play(FRAME)
    ringing.client.speak(FRAME * 13)
    assert ringing.ours.stats().late == 1 + 3


def test_hanging_up_is_said_and_closes(ringing: Ringing) -> None:
    ringing.ours.hang_up("goodbye")
    assert ringing.client.until("ended")["reason"] == "goodbye"
    ringing.client.until_closed()
    assert (ringing.client.code, ringing.told) == (1000, [])
    ringing.ours.play(FRAME)
    ringing.ours.hang_up("again")


def test_a_call_is_rejected_in_words() -> None:
    ringing = Ringing(answered=False)
    ringing.ours.reject("ended", "This conversation is over.")
    told = ringing.client.until("refused")
    assert (told["code"], told["text"]) == ("ended", "This conversation is over.")


def test_whoever_hangs_up_is_gone(ringing: Ringing) -> None:
    ringing.loop.run(2)
    ringing.client.say(type="hang_up")
    assert ringing.told == [("gone", "hung up", 2.0)]


def test_a_page_that_is_lost_before_the_answer_is_gone() -> None:
    ringing = Ringing(answered=False)
    ringing.page.connection_lost(None)
    assert ringing.told == [("gone", "hung up", 0.0)]


def test_a_page_that_comes_back_goes_on_where_the_sound_stopped(ringing: Ringing) -> None:
    ringing.client.speak(FRAME)
    ringing.loop.run(3)
    ringing.page.connection_lost(ConnectionResetError())
    assert ringing.ours.away()
    ringing.loop.run(GRACE - 1)
    ringing.ours.play(FRAME)
    assert ringing.ours.at() == 3.0
    client = ringing.back()
    assert client.until("answered")
    assert not ringing.ours.away()
    ringing.loop.run(1)
    ringing.ours.hear()
    assert (ringing.ours.at(), ringing.told) == (4.0, []), "and what lay there is too old"
    ringing.loop.run(GRACE)
    assert ringing.told == []


def test_a_page_that_does_not_come_back_is_lost(ringing: Ringing) -> None:
    ringing.loop.run(1)
    ringing.page.connection_lost(None)
    ringing.loop.run(GRACE + 1)
    assert ringing.told == [("gone", "lost", 1.0)]


def test_whoever_hangs_up_while_the_page_is_away_waits_for_nobody(ringing: Ringing) -> None:
    ringing.page.connection_lost(None)
    ringing.ours.hang_up("goodbye")
    ringing.loop.run(GRACE + 1)
    assert ringing.told == []


def test_another_window_takes_the_call_over(ringing: Ringing) -> None:
    client = ringing.back()
    assert ringing.client.until("ended")["reason"] == "elsewhere"
    ringing.client.until_closed()
    assert client.until("answered")
    ringing.page.connection_lost(None)
    assert (ringing.told, ringing.ours.away()) == ([], False)


def test_another_window_waits_with_the_first_for_the_answer() -> None:
    ringing = Ringing(answered=False)
    client = ringing.back()
    client._read()
    assert not client.messages
    ringing.ours.answer()
    assert client.until("answered")
    assert ringing.ours.token == TOKEN


def test_what_a_page_cannot_do_is_refused(ringing: Ringing) -> None:
    call = ringing.ours
    for wish in (
        call.early_media,
        lambda: call.send_keys("1"),
        lambda: call.transfer("+380"),
        lambda: call.bridge(call),
    ):
        with pytest.raises(Unable):
            wish()


def test_a_wish_of_one_of_ours_is_told_once_it_was_answered() -> None:
    ringing = Ringing(answered=False)
    ringing.ours.wish("hold", True)
    ringing.ours.answer()
    ringing.ours.wish("hold", False)
    assert ringing.attendant.told == [("hold", False, 0.0)]


def test_how_it_stands_with_the_others_is_shown(ringing: Ringing) -> None:
    ringing.ours.sign("recording", "", on=True)
    assert ringing.client.until("recording")["on"]


def test_who_is_not_looked_for_here_may_try_another_process() -> None:
    ringing = Ringing(answered=False)
    ringing.ours.reject("not-here", "")
    assert ringing.client.until_closed() == 1013
    assert not ringing.client.messages
    ringing.ours.reject("not-here", "")  # it is gone: nothing happens
