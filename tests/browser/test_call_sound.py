"""What is heard of a call, compared with what was sent to the page."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Page

from flowengine.speech.sound.pcm import from_pcm
from tests.browser.conftest import calls
from tests.browser.fake_exchange import RATE, FakeExchange, tone
from tests.browser.tapping import likeness, taken, tap
from tests.speech.sound.talker import said

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TRIES = 5  # of a sound: on a busy machine some of it drops out
WORDS = "I would like to know your opening hours, please."


def loud(page: Page) -> float:
    """Seconds of what was heard that are louder than the hiss of nothing."""
    samples = np.abs(taken(page).samples.astype(np.int32))
    return float(np.count_nonzero(samples > 300)) / RATE


def heard_more(page: Page, seconds: float) -> None:
    """Wait until so much more has been heard."""
    page.wait_for_function("() => heard.length > 0")
    least = page.evaluate("(seconds) => samples() + seconds * heardRate", seconds)
    page.wait_for_function("(least) => samples() > least", arg=least)


def test_what_the_exchange_sends_is_what_is_heard(caller: Page, exchange: FakeExchange) -> None:
    tap(caller.context)
    calls(caller)
    spoken = said(WORDS).at(RATE)

    def whole() -> bool:
        exchange.say(spoken.pcm)
        heard_more(caller, spoken.seconds + 0.5)
        return likeness(spoken, taken(caller)) > 0.98

    assert any(whole() for _ in range(TRIES))


def test_what_was_queued_falls_silent_at_once(caller: Page, exchange: FakeExchange) -> None:
    tap(caller.context)
    calls(caller)
    heard_more(caller, 0.3)
    exchange.at_once(tone(440, 0.36))
    exchange.tell(type="clear")
    heard_more(caller, 0.6)
    assert loud(caller) < 0.2
    exchange.say(tone(440, 0.5))  # and what comes after it is heard
    heard_more(caller, 1)
    assert loud(caller) > 0.4


def test_a_burst_after_a_stall_does_not_make_the_call_late(
    caller: Page, exchange: FakeExchange
) -> None:
    """Two seconds that came too late are left out up to what the queue may hold."""
    tap(caller.context)
    calls(caller)
    heard_more(caller, 0.3)
    exchange.at_once(tone(440, 2))
    heard_more(caller, 2)
    assert 0.2 < loud(caller) < 0.8


def test_a_gap_is_silence_and_breaks_nothing(caller: Page, exchange: FakeExchange) -> None:
    tap(caller.context)
    calls(caller)
    exchange.say(tone(440, 1))
    heard_more(caller, 0.5)
    exchange.paused = True
    heard_more(caller, 0.5)
    quiet = taken(caller).samples[-1600:]
    assert int(np.max(np.abs(quiet.astype(np.int32)))) < 3
    exchange.paused = False

    def goes_on() -> bool:
        exchange.say(tone(880, 0.6))
        heard_more(caller, 1)
        return likeness(from_pcm(tone(880, 0.5), RATE), taken(caller)) > 0.95

    assert any(goes_on() for _ in range(TRIES))


def test_the_volume_can_be_turned_down(caller: Page, exchange: FakeExchange) -> None:
    tap(caller.context)
    calls(caller)
    caller.locator("#call-volume").fill("50")
    heard_more(caller, 0.3)
    exchange.say(tone(440, 0.6, peak=0.4))
    heard_more(caller, 1)
    peak = np.max(np.abs(taken(caller).samples.astype(np.int32))) / 32767
    assert peak == pytest.approx(0.1, rel=0.1)
