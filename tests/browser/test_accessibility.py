"""Every page for everybody: axe in light, dark, right to left and on a phone, zoomed, without
colours of ours, and without motion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server, pick, says, type_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "is_mobile": True}
SEEN: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark phone": {**PHONE, "color_scheme": "dark"},
}


def faults(page: Page) -> str:
    """What axe finds, in its own words; empty when all is well."""
    found = Axe().run(page)
    return "" if found.violations_count == 0 else str(found.generate_report())


@pytest.fixture(scope="module", params=SEEN)
def seen(request: pytest.FixtureRequest, browser: Browser, kinds: Server) -> Iterator[Page]:
    context = browser.new_context(
        base_url=kinds.address, locale="en-GB", reduced_motion="reduce", **SEEN[request.param]
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("address", ["/", "/manual", "/manual/language", "/nowhere"])
def test_axe_finds_nothing_on_pages_to_read(seen: Page, address: str, language: str) -> None:
    seen.goto(f"{address}?lang={language}")
    assert faults(seen) == ""


QUESTIONS = {
    "en": ("A day", "A form", "A photo", "A secret", "The end"),
    "fa": ("یک روز", "فرم", "عکس", "راز", "پایان"),
}


@pytest.mark.parametrize("language", QUESTIONS)
def test_axe_finds_nothing_in_the_chat(seen: Page, language: str) -> None:
    for question in QUESTIONS[language]:
        seen.context.clear_cookies()
        seen.goto(f"/chat/helpline?lang={language}")
        expect(seen.locator("#log .said img")).to_be_visible()
        pick(seen, question)
        expect(seen.locator(".card:visible, #over:visible")).to_have_count(1)
        assert faults(seen) == "", question


@pytest.mark.parametrize("language", QUESTIONS)
def test_axe_finds_nothing_in_menu_dialog_and_errors(seen: Page, language: str) -> None:
    seen.context.clear_cookies()
    seen.goto(f"/chat/helpline?lang={language}")
    expect(seen.locator("#log .said img")).to_be_visible()
    seen.locator("#menu summary").click()
    assert faults(seen) == "", "the menu"
    seen.locator("#menu summary").click()
    pick(seen, QUESTIONS[language][1])
    expect(seen.locator(".card:visible")).to_have_count(1)
    seen.locator(".card:visible > button").click()
    expect(seen.locator(".wrong:visible")).to_have_count(4)
    assert faults(seen) == "", "errors in the form"
    type_in(seen, "x" * 3990 + "\u202e")
    expect(seen.locator("#problem")).to_be_visible()
    assert faults(seen) == "", "a refused message"
    seen.locator("#menu summary").click()
    seen.locator("#again").click()
    expect(seen.locator("#sure")).to_be_visible()
    assert faults(seen) == "", "the dialog"


@pytest.mark.parametrize("address", ["/chat/quiet", "/embed/helpline", "/embed/quiet"])
def test_axe_finds_nothing_with_quick_exit_and_in_a_frame(seen: Page, address: str) -> None:
    for language in QUESTIONS:
        seen.goto(f"{address}?lang={language}")
        expect(seen.locator("#log .said").first).to_be_visible()
        assert faults(seen) == "", language


def test_axe_finds_nothing_offline(browser: Browser, kinds: Server) -> None:
    context = browser.new_context(base_url=kinds.address)
    page = context.new_page()
    page.goto("/chat/helpline?lang=en")
    says(page, "What shall we try?")
    page.route("**/api/**", lambda route: route.abort())
    page.route_web_socket("**/ws/**", lambda socket: socket.close())
    context.set_offline(True)
    type_in(page, "A number")
    assert faults(page) == ""
    context.close()


# ------------------------------------------------------------ size, zoom, colours, motion


@pytest.mark.parametrize("width", [320, 360, 500, 1280])
@pytest.mark.parametrize("language", ["en", "fa", "uk"])
def test_nothing_runs_out_of_the_page(
    browser: Browser, kinds: Server, width: int, language: str
) -> None:
    """320 pixels are a telephone, and a desk's screen at 400 % (WCAG 2.2, 1.4.10)."""
    context = browser.new_context(base_url=kinds.address, viewport={"width": width, "height": 480})
    page = context.new_page()
    for address in ("/", "/chat/helpline", "/chat/quiet", "/embed/quiet", "/manual", "/nowhere"):
        page.goto(f"{address}?lang={language}")
        page.wait_for_load_state()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
    page.goto(f"/chat/helpline?lang={language}")
    page.locator(".choices:visible button").nth(4).click()
    expect(page.locator(".card:visible")).to_have_count(1)
    outside = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((one) => {
          const box = one.getBoundingClientRect();
          return box.width > 2 && (box.right > innerWidth + 1 || box.left < -1);
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert outside == []
    context.close()


@pytest.mark.parametrize("height", [260, 400])
def test_zoomed_in_on_a_small_screen_one_can_still_read_and_write(
    browser: Browser, kinds: Server, height: int
) -> None:
    context = browser.new_context(base_url=kinds.address, viewport={"width": 640, "height": height})
    page = context.new_page()
    page.goto("/chat/helpline?lang=en")
    says(page, "What shall we try?")
    type_in(page, "a number")
    says(page, "How many people?")
    expect(page.locator("#message")).to_be_in_viewport()
    expect(page.locator(".card:visible input")).to_be_in_viewport()
    context.close()


def test_with_forced_colours_everything_keeps_an_edge(browser: Browser, kinds: Server) -> None:
    context = browser.new_context(base_url=kinds.address, forced_colors="active")
    page = context.new_page()
    page.goto("/chat/helpline?lang=en")
    pick(page, "A number")
    says(page, "How many people?")
    for place in (".said.mine", ".said:not(.mine)", ".card", "#message", "#send"):
        style = page.locator(place).last.evaluate("one => getComputedStyle(one).borderTopStyle")
        assert style == "solid", place
    context.close()


def test_nothing_moves_for_who_asked_for_that(browser: Browser, kinds: Server) -> None:
    context: BrowserContext = browser.new_context(base_url=kinds.address, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/chat/helpline?lang=en")
    says(page, "What shall we try?")
    page.locator("#working").evaluate("one => one.hidden = false")
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", ["en", "fa", "uk"])
@pytest.mark.parametrize("address", ["/chat/quiet", "/chat/helpline", "/embed/quiet"])
def test_on_a_phone_the_bar_has_two_rows_and_the_menu_is_in_the_first(
    browser: Browser, kinds: Server, address: str, language: str, width: int
) -> None:
    context = browser.new_context(base_url=kinds.address, viewport={"width": width, "height": 640})
    page = context.new_page()
    page.goto(f"{address}?lang={language}")
    rows = page.evaluate(
        """() => [".about", "#menu", "#language", "#leave"].map((one) => {
          const box = document.querySelector(one)?.getBoundingClientRect();
          return box ? Math.round(box.top + box.height / 2) : null;
        })"""
    )
    title, menu, *below = (row for row in rows if row is not None)
    assert abs(title - menu) <= 2
    assert len(set(below)) == 1
    assert below[0] > title
    context.close()
