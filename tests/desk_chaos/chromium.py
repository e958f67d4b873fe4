"""An agent in a real Chromium, whose whole browser is killed now and then."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error, async_playwright

from tests.desk_chaos.world import AGAIN

if TYPE_CHECKING:
    from playwright.async_api import BrowserType, Page

    from tests.desk_chaos.world import World

CHROMIUM = "/usr/bin/chromium"
SHORT = 1500  # milliseconds in which a button is there, or is not


class Console:
    """`said` is what was typed; `served` counts the talks that were finished there."""

    def __init__(self, world: World, secret: str) -> None:
        self.world = world
        self.secret = secret
        self.said: list[str] = []
        self.served = 0
        self._numbers = itertools.count(1)
        self._pid = 0

    def kill(self) -> None:
        """The browser, as when a laptop's battery is empty."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)
            self._pid = 0

    async def work(self) -> None:
        async with async_playwright() as play:
            while not self.world.over.is_set():
                with suppress(Error, OSError):
                    await self._browser(play.chromium)
                await asyncio.sleep(AGAIN)

    async def _browser(self, kind: BrowserType) -> None:
        """One life of a browser."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            process = subprocess.Popen(
                [
                    *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu"),
                    *("--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"),
                ],
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            self._pid = process.pid
            try:
                address = await asyncio.to_thread(_listening, process)
                browser = await kind.connect_over_cdp(address)
                while not self.world.over.is_set() and browser.is_connected():
                    await self._page(await browser.new_page())
            finally:
                self.kill()
                await asyncio.to_thread(process.wait)
                assert process.stderr is not None
                process.stderr.close()

    async def _page(self, page: Page) -> None:
        """The console as it is served by one node; left when that one is gone for long."""
        address = await self.world.node()
        await page.context.add_cookies([{"name": "desk", "value": self.secret, "url": address}])
        await page.goto(f"{address}/desk")
        try:
            while not self.world.over.is_set() and address in (
                one.address for one in self.world.servers
            ):
                await self._step(page)
        finally:
            with suppress(Error):
                await page.close()

    async def _step(self, page: Page) -> None:
        """Ready; take what is offered, say something, end it."""
        await self.world.pause(0.2, 0.6)
        status = page.locator("#status")
        if await status.get_attribute("data-status", timeout=SHORT) in ("offline", "away", "break"):
            await status.select_option("ready", timeout=SHORT)
        if await page.locator("#offers .offer").count():
            await page.keyboard.press("F8")
            self.world.counts["browser: offers taken"] += 1
            return
        if not await page.locator("#own > li").count():
            return
        reached = page.locator("#callback").get_by_role("button", name="Reached")
        if await reached.is_visible():
            await reached.click(timeout=SHORT)
            self.world.counts["browser: promises kept"] += 1
            return
        writing = page.locator("#message")
        if not await writing.is_visible():
            await page.locator("#own > li button, #own > li a").first.click(timeout=SHORT)
            return
        if self.world.chance.random() < 0.6:
            text = f"c{next(self._numbers)} says clara"
            self.said.append(text)
            await writing.fill(text, timeout=SHORT)
            await writing.press("Enter", timeout=SHORT)
        else:
            await page.keyboard.press("F2")
            await page.keyboard.press("f")


def _listening(process: subprocess.Popen[str]) -> str:
    """Where the browser takes orders."""
    assert process.stderr is not None
    for line in process.stderr:
        if "DevTools listening on " in line:
            return line.partition("DevTools listening on ")[2].strip()
    raise OSError("the browser died")
