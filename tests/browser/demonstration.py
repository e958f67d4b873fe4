"""A server of a demonstration, whose users need no password, and its pages: of agents, and of
people in the chat. What a page complains about is a failure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server, type_in
from tests.browser.console import DESK, SLOWLY

PHONE = {"width": 390, "height": 780}
Opens = Callable[..., Page]


class Demonstration(Server):
    options = ("--demo",)


@contextmanager
def opening(browser: Browser, desk: Server) -> Iterator[Opens]:
    """Opens a path in a browser of its own."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []
    expect.set_options(timeout=SLOWLY)

    def opened(path: str, **how: Any) -> Page:
        how.setdefault("viewport", DESK)
        context = browser.new_context(base_url=desk.address, locale="en-GB", **how)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def asks(opens: Opens, name: str = "Iryna", language: str = "en", **how: Any) -> Page:
    """Somebody in the chat who has said their name and asks for somebody."""
    page = opens(f"/chat/circle?lang={language}", **how)
    page.locator(".choices:visible button").first.click()
    expect(page.locator("#log .said:not(.mine)")).to_have_count(3)
    type_in(page, name)
    return page


def enter(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(name, re.I)).click()
    expect(page.locator("#status")).to_be_enabled(timeout=SLOWLY)


def takes(page: Page) -> None:
    """The offer, by its key."""
    expect(page.locator("#offers .offer")).to_be_visible(timeout=SLOWLY)
    page.keyboard.press("F8")
    expect(page.locator("#writing")).to_be_visible()


def finds_nothing(page: Page) -> None:
    found = Axe().run(page)
    wrong = [one["id"] + ": " + one["nodes"][0]["html"] for one in found.response["violations"]]
    assert wrong == []
