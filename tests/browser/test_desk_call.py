"""One of us in Chromium, with a microphone; a caller on the line; a real server between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from flowengine.speech.sound.levels import dbfs
from flowengine.speech.sound.pcm import Sound
from tests.browser.console import SLOWLY, wraps_up
from tests.browser.tapping import taken
from tests.browser.voices import (
    Line,
    calls,
    hears,
    hears_keys,
    hotline,
    humming,
    sat,
    signed_in,
    state,
    takes,
)
from tests.nodes import Node
from tests.server.desk.calling import CALLER_HERTZ

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AGENT = 700.0
MUSIC = 523.0


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its microphone hums."""
    file = tmp_path_factory.mktemp("microphone") / "agent.wav"
    with (
        sync_playwright() as playwright,
        closing(humming(playwright, chromium, file, AGENT)) as browser,
    ):
        yield browser


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with hotline(tmp_path_factory.mktemp("desk")) as node:
        yield node


@pytest.fixture
def context(browser: Browser, node: Node) -> Iterator[BrowserContext]:
    with closing(sat(browser, node)) as context:
        yield context


@pytest.fixture
def line(node: Node) -> Iterator[Line]:
    with closing(Line(node)) as line:
        yield line


def test_f13_a_call_is_taken_talked_held_and_survives_a_reload(
    context: BrowserContext, line: Line, tmp_path: Path
) -> None:
    page = signed_in(context, "olena")
    line.call()
    takes(page)
    state(page, "on")
    line.hears(AGENT, nor=(MUSIC, CALLER_HERTZ))
    hears(page, CALLER_HERTZ, nor=(AGENT,))
    seen(page, tmp_path)
    results = Axe().run(page, context="#call")
    assert not results.response["violations"], results.generate_report()
    page.get_by_role("button", name="Hold").click()
    state(page, "on_hold")
    line.hears(MUSIC, nor=(AGENT,))
    page.get_by_role("button", name="Hold").click()
    state(page, "on")
    page.reload()
    state(page, "on")
    line.hears(AGENT, nor=(MUSIC,))
    assert not line.person.closed
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    line.hears(nor=(AGENT, MUSIC))
    page.get_by_role("button", name="End the talk").click()
    line.does(line.person.until("caption", text="Anything else?"))
    expect(page.locator("#call")).to_be_hidden(timeout=SLOWLY)
    wraps_up(page)


def test_keys_go_both_ways_between_two_pages(
    browser: Browser, context: BrowserContext, node: Node, tmp_path: Path
) -> None:
    agent = signed_in(context, "olena")
    with closing(sat(browser, node)) as home:
        person = calls(home.new_page())
        takes(agent)
        state(agent, "on")
        hears(person, AGENT)
        agent.get_by_role("button", name="Keys").click()
        for key in "42#":
            agent.locator(f"#call [data-key='{key}']").click()
        expect(agent.locator(".call-sent-keys")).to_have_text("4 2 #", timeout=SLOWLY)
        hears_keys(person, "42#")
        person.locator("#call-keys").click()
        person.locator("#call-keypad [data-key='7']").click()
        expect(agent.locator(".call-pressed-keys")).to_have_text("7", timeout=SLOWLY)
        assert loudest(taken(agent)) < loudest(taken(person)) - 6.0  # one's own ear is spared
        agent.evaluate("document.documentElement.dir = 'rtl'")
        agent.screenshot(path=str(tmp_path / "keys-rtl.png"))
        agent.evaluate("document.documentElement.dir = 'ltr'")
        agent.get_by_role("button", name="End the talk").click()
        expect(agent.locator("#call")).to_be_hidden(timeout=SLOWLY)
        wraps_up(agent)


def loudest(sound: Sound) -> float:
    """dBFS of the loudest 60 ms that are a key: what is louder than all else here."""
    size = sound.rate * 60 // 1000
    parts = sound.samples[: len(sound.samples) // size * size].reshape(-1, size)
    return max(map(dbfs, parts))


def test_a_microphone_that_is_refused_is_said_clearly_on_a_phone(
    browser: Browser, node: Node, line: Line, tmp_path: Path
) -> None:
    context = browser.new_context(
        base_url=node.address, locale="en-GB", viewport={"width": 390, "height": 844}
    )
    context.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject("
        "new DOMException('no', 'NotAllowedError'))"
    )
    page = signed_in(context, "marko")
    line.call()
    takes(page)
    state(page, "on")
    said_ = page.locator("#call").get_by_role("alert")
    expect(said_).to_contain_text("the caller cannot hear you")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.screenshot(path=str(tmp_path / "phone.png"))
    page.get_by_role("button", name="Mute").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # by keys alone: the next button is Hold
    state(page, "on_hold")
    page.keyboard.press("Enter")
    state(page, "on")
    page.get_by_role("button", name="End the talk").click()
    line.does(line.person.until("caption", text="Anything else?"))
    context.close()


def seen(page: Page, folder: Path) -> None:
    """As pictures, for whoever looks."""
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Devices").click()
    page.screenshot(path=str(folder / "open.png"))
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="Devices").click()
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=str(folder / "dark.png"))
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.screenshot(path=str(folder / "rtl.png"))
    page.evaluate("document.documentElement.dir = 'ltr'")
