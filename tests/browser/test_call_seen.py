"""The panel of a call for everybody: axe in light, dark, right to left and on a phone; room for
everything; and nothing told by colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, calls, connected
from tests.browser.fake_exchange import FakeExchange

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "is_mobile": True}
SEEN: dict[str, tuple[str, dict[str, Any]]] = {
    "desk": ("/chat/talker?lang=en", {}),
    "dark desk": ("/chat/talker?lang=fa", {"color_scheme": "dark"}),
    "phone": ("/embed/talker?lang=fa", PHONE),
    "dark phone": ("/chat/shelter?lang=en", {**PHONE, "color_scheme": "dark"}),
}


@pytest.fixture(params=SEEN)
def seen(
    request: pytest.FixtureRequest, browser: Browser, dialled: Server, exchange: FakeExchange
) -> Iterator[tuple[Page, str]]:
    """A page without a microphone, and its address."""
    address, how = SEEN[request.param]
    context = browser.new_context(base_url=dialled.address, reduced_motion="reduce", **how)
    connected(context, exchange)
    yield context.new_page(), address
    context.close()


def faults(page: Page) -> str:
    found = Axe().run(page)
    return "" if found.violations_count == 0 else str(found.generate_report())


def test_axe_finds_nothing_before_in_and_after_a_call(
    seen: tuple[Page, str], exchange: FakeExchange
) -> None:
    page, address = seen
    page.goto(address)
    expect(page.locator("#log .said").first).to_be_visible()
    expect(page.locator("#call-begin")).to_be_enabled()
    assert faults(page) == "", "the offer"
    calls(page, address)
    exchange.tell(type="caption", side="flow", text="What would you like?", final=True)
    exchange.tell(type="caption", side="person", text="opening", final=False)
    expect(page.locator("#call-mine")).to_be_visible()
    expect(page.locator("#call-note")).to_be_visible()  # about the microphone
    page.locator("#call-keys").click()
    page.locator("#call-mute").click()
    assert faults(page) == "", "the call"
    exchange.tell(type="refused", code="slow", text="Slow.")
    expect(page.locator("#call-start")).to_be_visible()
    assert faults(page) == "", "what is left of it"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("address", ["/chat/talker?lang=fa", "/embed/shelter?lang=en"])
def test_nothing_runs_out_of_the_page_and_the_bar_has_two_rows(
    browser: Browser, dialled: Server, exchange: FakeExchange, width: int, address: str
) -> None:
    context = browser.new_context(
        base_url=dialled.address, viewport={"width": width, "height": 640}
    )
    connected(context, exchange)
    page = context.new_page()
    calls(page, address)
    page.locator("#call-keys").click()
    expect(page.locator("[data-key='#']")).to_be_in_viewport()
    outside = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((one) => {
          const box = one.getBoundingClientRect();
          return box.width > 2 && (box.right > innerWidth + 1 || box.left < -1);
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert outside == []
    page.locator("#call-hang-up").click()
    middle = page.evaluate(
        """() => [".about", "#call-begin", "#menu"].map((one) => {
          const box = document.querySelector(one).getBoundingClientRect();
          return Math.round(box.top + box.height / 2);
        })"""
    )
    assert max(middle) - min(middle) <= 2
    context.close()


def test_with_forced_colours_everything_keeps_its_sign(
    browser: Browser, dialled: Server, exchange: FakeExchange
) -> None:
    context = browser.new_context(base_url=dialled.address, forced_colors="active")
    connected(context, exchange)
    page = context.new_page()
    calls(page)
    mute, stroke = page.locator("#call-mute"), page.locator("#call-mute .stroke")
    expect(stroke).to_be_hidden()
    mute.click()
    expect(stroke).to_be_visible()
    for one in ("#call-mute", "#call-keys", "#call-hang-up"):
        assert page.locator(one).evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
        expect(page.locator(f"{one} span")).not_to_be_empty()
    context.close()
