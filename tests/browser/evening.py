"""Everybody at the desk of an evening and what they do there, for tests of a shift."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from flowengine.speech.sound.pcm import Sound
from tests.browser.conftest import pick, type_in
from tests.browser.console import DESK, SLOWLY, acts, own, wraps_up
from tests.browser.tapping import likeness, taken, tap
from tests.speech.sound.talker import said

RATE = 16_000


class Evening:
    """All who sit at a page of this server. What a page complains about is a failure."""

    def __init__(self, agents: Browser, people: Browser, address: str, store: Path) -> None:
        self.store = store
        self._agents = agents
        self._people = people
        self._address = address
        self.complaints: list[str] = []
        self._pages: list[Page] = []

    def _opened(self, browser: Browser, path: str, **how: Any) -> Page:
        how.setdefault("viewport", DESK)
        context = browser.new_context(
            base_url=self._address, locale="en-GB", permissions=["microphone"], **how
        )
        tap(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        self._pages.append(page)
        return page

    def agent(self, name: str, **how: Any) -> Page:
        """Somebody of the demonstration, by the one click, ready at once."""
        page = self._opened(self._agents, "/desk/sign-in", **how)
        page.locator(f"button[value={name}]").click()
        expect(page.locator("#status")).to_have_attribute("data-status", "ready", timeout=SLOWLY)
        return page

    def supervisor(self) -> Page:
        """Sofia, before the board."""
        page = self._opened(self._agents, "/desk/sign-in")
        page.locator("button[value=sofia]").click()
        expect(page).to_have_url(re.compile("/desk/board$"))
        return page

    def person(self, name: str, language: str = "en") -> Page:
        """In the chat, with a question; they wait."""
        page = self._opened(self._people, f"/chat/evening?lang={language}")
        page.locator(".choices:visible button").first.click()
        expect(page.locator("#log .said:not(.mine)")).to_have_count(3)
        type_in(page, name)
        expect(page.locator("#log .said:not(.mine)")).to_have_count(4)
        return page

    def chooses(self, label: str) -> Page:
        page = self._opened(self._people, "/chat/evening?lang=en")
        pick(page, label)
        return page

    def caller(self) -> Page:
        """On the phone from their page, with a question."""
        page = self._opened(self._people, "/chat/evening?lang=en")
        expect(page.locator(".choices:visible button").first).to_be_visible()
        page.locator("#call-begin").click()
        expect(page.locator("#call")).to_have_attribute("data-state", "call-on", timeout=SLOWLY)
        pick(page, "A question")
        return page

    def lost(self, page: Page) -> None:
        """As when a browser crashes: no word to anybody."""
        self._pages.remove(page)
        page.context.close()

    def over(self) -> None:
        for page in self._pages:
            page.context.close()
        assert self.complaints == []


# ------------------------------------------------------------ what one does at the desk


def offer(page: Page) -> Locator:
    return page.locator("#offers .offer")


def takes(page: Page, words: str = "") -> None:
    """The offer that says so; what can wait may be offered beside it."""
    wanted = offer(page).filter(has_text=words)
    expect(wanted).to_have_count(1, timeout=SLOWLY)
    before = own(page).count()
    wanted.get_by_role("button", name=re.compile("^Take")).click()
    expect(own(page)).to_have_count(before + 1)


def chooses(page: Page, *labels: str) -> None:
    """In the dialog that is open."""
    dialog = page.get_by_role("dialog")
    for label in labels:
        dialog.get_by_text(label, exact=True).click()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def ends(page: Page) -> None:
    """The conversation that is open, as advice."""
    acts(page, "f")
    wraps_up(page)


def board(page: Page, rows: str) -> Locator:
    return page.locator(f"[data-rows={rows}] > li")


def hears(page: Page, words: str) -> None:
    """These words come out of the page's loudspeaker."""
    whole = said(words).at(RATE)
    part = Sound(whole.samples[RATE // 4 : RATE], RATE)
    found = 0.0
    for _ in range(60):
        page.wait_for_timeout(1000)  # of real time: so long it takes to say it
        found = max(found, likeness(part, taken(page)))
        if found > 0.5:
            return
    raise AssertionError(f"{words!r} was not heard: {found:.2f}")


def logged(evening: Evening) -> Counter[str]:
    """How often each kind stands in the log of the desk."""
    with closing(sqlite3.connect(evening.store)) as store:
        return Counter(kind for (kind,) in store.execute("SELECT kind FROM desk_log"))


def calling(page: Page, state: str) -> None:
    expect(page.locator("#call")).to_have_attribute("data-state", state, timeout=SLOWLY)
