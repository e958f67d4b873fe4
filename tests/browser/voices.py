"""Voices at the desk, for tests: a caller on the line, browsers whose microphones hear one tone,
and what is heard at each of them, taken apart."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import threading
import urllib.request
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from flowengine.speech.sound import wav
from flowengine.speech.sound.dtmf import Detector
from flowengine.speech.sound.pcm import Sound, frames
from flowengine.speech.sound.tones import tone
from tests.browser.conftest import FLAGS
from tests.browser.console import DESK, SLOWLY
from tests.browser.tapping import taken, tap
from tests.nodes import Node, Proxy
from tests.server.desk.calling import CALLER_HERTZ, LINE, Person

T = TypeVar("T")
LOUD = 60.0  # of a tone, as `Person.tones` measures it
# A microphone's filters take a steady tone for noise; this one gives what it hears.
_PLAIN = """{
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  devices.getUserMedia = ({ audio }) => ask({ audio: { ...audio, ...plain } });
}"""
_LATELY = """(wanted) => {
  const blocks = [];
  let length = 0;
  for (let at = heard.length - 1; at >= 0 && length < wanted * heardRate; at -= 1) {
    blocks.unshift(heard[at]);
    length += heard[at].length;
  }
  const all = new Float32Array(length);
  let at = 0;
  for (const block of blocks) { all.set(block, at); at += block.length; }
  let text = "";
  for (const byte of new Uint8Array(all.buffer)) text += String.fromCharCode(byte);
  return [btoa(text), window.heardRate ?? 0];
}"""


@contextmanager
def hotline(folder: Path) -> Iterator[Node]:
    """A demonstration of one hotline that takes calls."""
    flows = folder / "flows"
    flows.mkdir()
    (flows / "line.flow").write_text(LINE.replace("{record}", ""), encoding="utf-8")
    with Node(flows, folder / "store.db", "--demo", calls={}) as node:
        yield node


def humming(playwright: Playwright, chromium: str, file: Path, hertz: float) -> Browser:
    """A Chromium whose microphone hears this tone all the time."""
    hum = tone((hertz,), 10.0, 48_000, -22.0)
    file.write_bytes(wav.write(Sound(hum.samples[4_800:-4_800], 48_000)))
    # A page that is loaded again has had no click yet, and may be let be heard or not.
    sounds = "--autoplay-policy=no-user-gesture-required"
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={file}", sounds]
    return playwright.chromium.launch(executable_path=chromium, args=flags)


def sat(browser: Browser, node: Node | Proxy, **how: Any) -> BrowserContext:
    """Somebody at a page of the desk, who may use the microphone."""
    how.setdefault("viewport", DESK)
    context = browser.new_context(
        base_url=node.address, locale="en-GB", permissions=["microphone"], **how
    )
    context.add_init_script(_PLAIN)
    tap(context)
    return context


def signed_in(context: BrowserContext, name: str) -> Page:
    """An agent of the demonstration, ready."""
    page = context.new_page()
    page.goto("/desk/sign-in")
    page.locator(f"button[value={name}]").click()
    expect(page).to_have_url(re.compile("/desk$"))
    expect(page.locator("#status")).to_be_enabled(timeout=SLOWLY)
    page.locator("#status").select_option("ready")
    expect(page.locator("#status")).to_have_attribute("data-status", "ready", timeout=SLOWLY)
    return page


def takes(page: Page) -> None:
    """It may be offered first to somebody whose page an earlier test has closed."""
    page.locator("#offers").get_by_role("button", name="Take").click(timeout=2 * SLOWLY)


def state(page: Page, name: str) -> None:
    expect(page.locator("#call")).to_have_attribute("data-state", name, timeout=SLOWLY)


def hears(page: Page, *hertz: float, nor: tuple[float, ...] = ()) -> None:
    """Until all of these come out of the page's loudspeaker, and none of the others."""
    found: set[float] = set()
    for _ in range(SLOWLY // 200):
        found = tones(_lately(page), (*hertz, *nor))
        if found == set(hertz):
            return
        page.wait_for_timeout(200)  # of real time: what is heard takes as long as it lasts
    raise AssertionError(f"{found} and not {hertz}")


def hears_keys(page: Page, keys: str) -> None:
    """Until a telephone's detector has found these in all that came out of the page's loudspeaker,
    and no others."""
    found = ""
    for _ in range(SLOWLY // 200):
        sound = taken(page)
        found = "".join(filter(None, map(Detector(sound.rate).feed, frames(sound))))
        if found == keys:
            return
        page.wait_for_timeout(200)  # of real time: what is heard takes as long as it lasts
    raise AssertionError(f"{found} and not {keys}")


def calls(page: Page) -> Page:
    """A person, from the chat where they wait for somebody."""
    page.goto("/chat/line?lang=en")
    expect(page.locator("#call-begin")).to_be_visible(timeout=SLOWLY)
    page.locator("#call-begin").click()
    state(page, "call-on")
    return page


def _lately(page: Page) -> Sound:
    data, rate = page.evaluate(_LATELY, 0.4)
    return Sound((np.frombuffer(base64.b64decode(data), "<f4") * 32767).astype(np.int16), int(rate))


def tones(sound: Sound, wanted: tuple[float, ...]) -> set[float]:
    """Which of these sound in it, by their power."""
    samples = sound.samples.astype(float)
    if len(samples) < 0.3 * sound.rate or not len(samples):
        return {-1.0}
    at = np.arange(len(samples)) / sound.rate
    window = np.hanning(len(samples))
    return {
        hertz
        for hertz in wanted
        if abs((window * np.exp(-2j * np.pi * hertz * at)) @ samples) / len(samples) > LOUD
    }


class Line:
    """A caller in a thread of their own, who hums, while the test looks at pages."""

    def __init__(self, node: Node) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._address = node.address
        self._people: list[Person] = []

    def does(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(60)

    def call(self) -> None:
        """From now on: whoever is not there yet will not be asked for."""
        begun = _posted(f"{self._address}/api/chat/line", {"channel": "voice", "language": "en"})
        self.conversation, self.token = begun["conversation"], begun["token"]
        self.does(self._dial())
        self.does(self.person.until("answered"))

    async def _dial(self) -> None:
        address = self._address.replace("http", "ws")
        self.person = Person(f"{address}/call/{self.conversation}", CALLER_HERTZ)
        self._people.append(self.person)
        await self.person.call(self.token)

    def hears(self, *hertz: float, nor: tuple[float, ...] = ()) -> None:
        """All of these, and none of the others; on a busy machine it may take its time."""
        with suppress(AssertionError):
            self.does(self.person.hears(*hertz, nor=nor))
            return
        self.does(self.person.hears(*hertz, nor=nor))

    def close(self) -> None:
        for person in self._people:
            self.does(person.leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def _posted(address: str, body: dict[str, str]) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - an address of our own
        address, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
        return found
