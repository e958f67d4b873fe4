"""One of us in Chromium, with a microphone; a caller on the line; a real server between them."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import urllib.request
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import Sound, from_pcm
from tests.browser.conftest import FLAGS
from tests.browser.tapping import likeness, taken, tap
from tests.nodes import Node
from tests.server.desk.calling import CALLER_HERTZ, LINE, RATE, Person
from tests.speech.sound.talker import said

pytestmark = [pytest.mark.browser, pytest.mark.slow]
T = TypeVar("T")
WORDS = "Hello, this is the advice line, how can I help you today?"
MUSIC = 523.0
SLOWLY = 20_000  # milliseconds; the machine may be busy


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its microphone hears WORDS again and again."""
    rate = 48_000
    spoken = np.concatenate([said(WORDS).at(rate).samples, np.zeros(rate // 2, np.int16)])
    file = tmp_path_factory.mktemp("microphone") / "agent.wav"
    file.write_bytes(wav.write(Sound(spoken, rate)))
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={file}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    folder = tmp_path_factory.mktemp("desk")
    flows = folder / "flows"
    flows.mkdir()
    (flows / "line.flow").write_text(LINE.replace("{record}", ""), encoding="utf-8")
    with Node(flows, folder / "store.db", "--demo", calls={}) as node:
        yield node


@pytest.fixture
def context(browser: Browser, node: Node) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=node.address, locale="en-GB", permissions=["microphone"])
    tap(context)
    yield context
    context.close()


class Line:
    """A caller in a thread of their own, while the test looks at the agent's page."""

    def __init__(self, node: Node) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._address = node.address

    def does(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(30)

    def call(self) -> None:
        """From now on: whoever is not there yet will not be asked for."""
        begun = _posted(f"{self._address}/api/chat/line", {"channel": "voice", "language": "en"})
        address = self._address.replace("http", "ws")
        self.person = Person(f"{address}/call/{begun['conversation']}", CALLER_HERTZ)
        self.token = begun["token"]
        self.does(self.person.call(self.token))
        self.does(self.person.until("answered"))

    def heard(self) -> Sound:
        return from_pcm(bytes(self.person.heard), RATE)

    def close(self) -> None:
        self.does(self.person.leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture
def line(node: Node) -> Iterator[Line]:
    line = Line(node)
    yield line
    line.close()


def _posted(address: str, body: dict[str, str]) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - an address of our own
        address, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
        return found


def signed_in(context: BrowserContext, name: str) -> Page:
    page = context.new_page()
    page.goto("/desk/sign-in")
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page).to_have_url(re.compile("/desk$"))
    page.get_by_label(re.compile("status", re.I)).first.select_option("ready")
    return page


def state(page: Page, name: str) -> None:
    expect(page.locator("#call")).to_have_attribute("data-state", name, timeout=SLOWLY)


def test_f13_a_call_is_taken_talked_held_and_survives_a_reload(
    context: BrowserContext, line: Line, tmp_path: Path
) -> None:
    page = signed_in(context, "Olena")
    line.call()
    page.locator("#offers").get_by_role("button", name="Take").click(timeout=SLOWLY)
    state(page, "on")
    _spoken(line)
    assert _hums(page)
    seen(page, tmp_path)
    results = Axe().run(page, context="#call")
    assert not results.response["violations"], results.generate_report()
    page.get_by_role("button", name="Hold").click()
    state(page, "on_hold")
    line.does(line.person.hears(MUSIC))
    page.get_by_role("button", name="Hold").click()
    state(page, "on")
    page.reload()
    state(page, "on")
    _spoken(line)
    assert not line.person.closed
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="End the talk").click()
    line.does(line.person.until("caption", text="Anything else?"))
    expect(page.locator("#call")).to_be_hidden(timeout=SLOWLY)


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
    page = signed_in(context, "Marko")
    line.call()
    page.locator("#offers").get_by_role("button", name="Take").click(timeout=SLOWLY)
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


def _spoken(line: Line) -> None:
    """The agent's words reach the caller: louder than the music, and just these words."""
    line.person.heard.clear()
    words = said(WORDS).at(RATE)
    part = Sound(words.samples[RATE // 4 : RATE], RATE)
    found = 0.0
    for _ in range(20):
        threading.Event().wait(1.0)  # of real time: so long it takes to say it
        found = max(found, likeness(part, line.heard()))
        if found > 0.5:
            return
    raise AssertionError(found)


def _hums(page: Page) -> bool:
    """The caller's tone is in the last second of what the page lets be heard."""
    for _ in range(20):
        page.wait_for_timeout(500)  # of real time: the tone has to last
        samples = taken(page).samples[-RATE:].astype(float)
        at = np.arange(len(samples)) / RATE
        if abs(np.exp(-2j * np.pi * CALLER_HERTZ * at) @ samples) > 60 * RATE:
            return True
    return False
