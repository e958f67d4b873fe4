"""Telling where one is: asked only when the button is pressed; a refusal is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import says

if TYPE_CHECKING:
    from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_place_is_sent_when_the_button_is_pressed(browser: Browser, kinds: Server) -> None:
    context = browser.new_context(
        base_url=kinds.address,
        permissions=["geolocation"],
        geolocation={"latitude": 48.45, "longitude": 34.98},
    )
    page = context.new_page()
    page.goto("/chat/spot?lang=en")
    says(page, "Where are you?")
    page.get_by_role("button", name="Send my location").click()
    says(page, "You are at 48.45,34.98.")
    context.close()


def test_a_refusal_is_told_and_the_button_stays(browser: Browser, kinds: Server) -> None:
    context = browser.new_context(base_url=kinds.address, permissions=[])
    page = context.new_page()
    page.goto("/chat/spot?lang=en")
    button = page.get_by_role("button", name="Send my location")
    button.click()
    expect(page.get_by_role("alert").filter(has_text="not allowed to tell")).to_be_visible()
    expect(button).to_be_enabled()
    context.close()
