"""A talk at the desk without a mouse, from signing in to what it was: the agents have nothing but
keyboards. What is new is said to who cannot see the page, and their own words are not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.conftest import Server, type_in
from tests.browser.console import SLOWLY, acts, wraps_up
from tests.browser.demonstration import Demonstration

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOCUSED = """(wanted) => {
  const at = document.activeElement;
  const ring = getComputedStyle(at).outlineStyle !== "none";
  return [at.matches(wanted), ring];
}"""


@pytest.fixture
def desk(top: Path, tmp_path: Path) -> Iterator[Server]:
    with Demonstration(top / "tests" / "browser" / "desk", tmp_path) as running:
        yield running


def gone_first(socket: WebSocketRoute) -> None:
    """Of a talk that is passed on the page hears that it is gone before the desk shows it so, as
    may happen: the two come by different ways."""
    server = socket.connect_to_server()
    asked: dict[str, str] = {}
    held: list[str | bytes] = []

    def up(message: str | bytes) -> None:
        frame = json.loads(message)
        if frame["type"] == "transfer":
            asked.update(frame)
        server.send(message)

    def down(message: str | bytes) -> None:
        frame = json.loads(message)
        if asked and frame["type"] in ("change", "gone"):
            held.append(message)
            return
        socket.send(message)
        if asked and frame.get("id") == asked["id"]:
            gone = {"type": "gone", "item": asked["item"], "text": "It is gone."}
            for one in (json.dumps(gone), *held):
                socket.send(one)
            asked.clear()

    socket.on_message(up)
    server.on_message(down)


def opened(browser: Browser, desk: Server, path: str) -> Page:
    page = browser.new_context(base_url=desk.address, locale="en-GB").new_page()
    page.route_web_socket(re.compile("/desk/socket"), gone_first)
    page.set_default_timeout(SLOWLY)
    page.goto(path)
    return page


def goes_to(page: Page, wanted: str) -> None:
    """By the tabulator; wherever it is, one sees it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        there, ring = page.evaluate(FOCUSED, wanted)
        assert ring, "the focus is not to be seen on the way to " + wanted
        if there:
            return
    raise AssertionError(f"no keyboard comes to {wanted}")


def signs_in(browser: Browser, desk: Server, name: str) -> Page:
    page = opened(browser, desk, "/desk/sign-in")
    goes_to(page, f"button[value={name}]")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_attribute("data-status", "ready")
    return page


def takes(page: Page) -> None:
    expect(page.locator("#offers .offer")).to_be_visible()
    expect(page.locator("#urgent")).to_contain_text("is offered to you")
    page.keyboard.press("F8")
    expect(page.locator("#message")).to_be_focused()


def writes(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def transfers(page: Page, to: str) -> None:
    acts(page, "t")
    wanted = page.get_by_role("dialog").get_by_role("radio", name=to)
    expect(wanted).to_have_count(1)
    expect(page.get_by_role("dialog").get_by_role("radio").first).to_be_focused()
    for _ in range(page.get_by_role("dialog").get_by_role("radio").count()):
        if wanted.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()
    page.keyboard.press("Enter")


def test_a_talk_is_taken_answered_passed_on_and_written_down_by_keys(
    browser: Browser, desk: Server
) -> None:
    expect.set_options(timeout=SLOWLY)
    olena = signs_in(browser, desk, "olena")
    iryna = opened(browser, desk, "/chat/circle?lang=en")
    iryna.locator(".choices:visible button").first.click()
    expect(iryna.locator("#log .said:not(.mine)")).to_have_count(3)
    type_in(iryna, "Iryna")
    takes(olena)
    expect(olena.locator("#urgent")).to_contain_text("Iryna needs a place")
    writes(olena, "Good evening, Iryna.")
    expect(iryna.locator("#log")).to_contain_text("Good evening, Iryna.")
    type_in(iryna, "Is there a bed?")
    told = olena.locator("#told")
    expect(told).to_have_text("Iryna writes: Is there a bed?")
    writes(olena, "There is.")
    expect(iryna.locator("#log")).to_contain_text("There is.")
    expect(told).not_to_contain_text("There is.")
    marko = signs_in(browser, desk, "marko")
    transfers(olena, "Marko")
    expect(told).to_contain_text("is passed on")
    expect(marko.locator("#told")).to_contain_text("is with you now")
    acts(marko, "w")
    expect(marko.locator("#message")).to_be_focused()
    writes(marko, "I am Marko.")
    expect(iryna.locator("#log")).to_contain_text("I am Marko.")
    acts(marko, "f")
    wraps_up(marko)
    expect(marko.locator("#told")).to_contain_text("is closed")
