"""What an agent does at the console, by keys."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

DESK = {"width": 1360, "height": 820}
SLOWLY = 60_000  # milliseconds; the machine may be busy


def own(page: Page) -> Locator:
    """Their conversations."""
    return page.locator("#own > li")


def acts(page: Page, letter: str) -> None:
    """By the menu of actions."""
    page.keyboard.press("F2")
    expect(page.get_by_role("menuitem").first).to_be_focused(timeout=SLOWLY)
    page.keyboard.press(letter)


def writes(page: Page, text: str) -> None:
    page.locator("#message").fill(text)
    page.locator("#message").press("Enter")


def wraps_up(page: Page) -> None:
    """Write down that it was advice, so that they are free for the next."""
    before = own(page).count()
    expect(page.locator("#wrapping input").first).to_be_focused(timeout=SLOWLY)
    page.keyboard.press("5")
    expect(page.locator("#wrapping input:checked")).to_have_value("Access to help")
    page.keyboard.press("Enter")
    expect(own(page)).to_have_count(before - 1, timeout=SLOWLY)
