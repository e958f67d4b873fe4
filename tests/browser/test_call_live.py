"""A person in Chromium calls a flow on a real server: our voice is heard, theirs is understood."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import Sound, from_pcm
from flowengine.speech.synthesis.studio import Studio
from flowengine.speech.voices import chosen
from tests.browser.conftest import FLAGS, Server, calls, connected, pick, says, type_in
from tests.browser.fake_exchange import FakeExchange
from tests.browser.tapping import likeness, taken, tap
from tests.speech.sound.talker import said

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "opening hours"


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its microphone hears WORDS each few seconds: while we speak, and when we have spoken."""
    rate = 48_000
    quiet = np.zeros(round(3.5 * rate), np.int16)
    spoken = np.concatenate([quiet, said(WORDS).at(rate).samples])
    file = tmp_path_factory.mktemp("microphone") / "person.wav"
    file.write_bytes(wav.write(Sound(spoken, rate)))
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={file}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, dialled: Server) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=dialled.address, locale="en-GB", permissions=["microphone"]
    )
    yield context
    context.close()


def ours(server: Server, text: str) -> Sound:
    """The text as the server has spoken it: espeak-ng says nothing twice in just the same way."""
    studio = Studio(server.store.parent / "speech")
    path = studio.cached(text, chosen("en"))
    studio.close()
    assert path is not None, text
    return wav.read(path)


def unharmed(part: Sound, whole: Sound) -> float:
    """How like the best third of `part` is: on a busy machine sound drops out here and there."""
    thirds = [Sound(one, part.rate) for one in np.array_split(part.samples, 3)]
    return max(likeness(one, whole) for one in thirds if np.any(np.abs(one.samples) > 1_000))


def test_what_is_said_is_understood_and_the_answer_is_heard(
    context: BrowserContext, dialled: Server
) -> None:
    tap(context)
    page = context.new_page()
    calls(page)
    expect(page.locator("#log .mine").first).to_have_text(f"You: {WORDS}", timeout=60_000)
    page.get_by_role("button", name="Mute").click()
    expect(page.locator("#call-theirs")).to_have_text("For Opening hours, press 1.", timeout=60_000)
    page.keyboard.press("2")
    # The flow says goodbye, and hangs up when it has been heard.
    expect(page.locator("#call")).to_be_hidden(timeout=60_000)
    expect(page.locator("#over")).to_be_visible()
    expect(page.locator(".note")).to_contain_text("The call has ended.")
    heard = taken(page)
    for text in ("We are open from nine to five.", "What would you like?", "Goodbye."):
        assert unharmed(ours(dialled, text), heard) > 0.95, text


def test_a_chat_goes_on_by_keys_on_the_phone_and_back_in_writing(
    browser: Browser, dialled: Server
) -> None:
    """Without a microphone, so that nothing is heard before a slow page is muted."""
    context = browser.new_context(base_url=dialled.address, locale="en-GB")
    page = context.new_page()
    page.goto("/chat/talker?lang=en")
    pick(page, "Opening hours")
    says(page, "What would you like?")
    page.locator("#call-begin").click()
    expect(page.locator("#call-theirs")).to_have_text("What would you like?")
    page.keyboard.press("1")
    expect(page.locator("#call-theirs")).to_have_text("We are open from nine to five.")
    type_in(page, "opening hours")  # heard like what is said
    questions = page.locator("#log .said:not(.mine)", has_text="What would you like?")
    expect(questions).to_have_count(5)
    page.get_by_role("button", name="Hang up").click()
    expect(questions).to_have_count(6)  # asked anew, in writing
    pick(page, "Say goodbye")
    expect(page.locator("#over")).to_be_visible()
    context.close()


def test_what_the_microphone_hears_reaches_the_exchange(
    context: BrowserContext, exchange: FakeExchange
) -> None:
    connected(context, exchange)
    calls(context.new_page())
    words = said(WORDS).at(16_000)
    exchange.until(lambda: len(exchange.heard) > 2 * 16_000 * (4 + words.seconds))
    # The browser's own means against noise and echo are at work here, too.
    assert likeness(words, from_pcm(bytes(exchange.heard), 16_000)) > 0.6
