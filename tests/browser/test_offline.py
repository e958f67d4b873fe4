"""Without a connection: what is typed waits in order, says so, and is sent when there is one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, pick, said, says, type_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def cut(page: Page, server: Server) -> None:
    server.kill()
    expect(page.locator("#status")).to_have_attribute("data-state", "offline")


def test_messages_wait_and_are_sent_in_order(page: Page, server: Server) -> None:
    page.goto("/chat/college_line?lang=en")
    says(page, "Which language")
    cut(page, server)
    for words in ("English", "grants", "2030"):
        type_in(page, words)
    waiting = page.locator("#log .way")
    expect(waiting).to_have_count(3)
    expect(waiting.first).to_have_text("Will be sent when you are online again")
    server.start()
    says(page, "Anything else?")
    expect(waiting).to_have_count(0)
    mine = page.locator("#log .mine").all_inner_texts()
    assert [text.removeprefix("You:").strip() for text in mine] == ["English", "grants", "2030"]


def test_a_page_that_is_loaded_again_still_has_what_waits(browser: Browser, kinds: Server) -> None:
    """The connection is bad, and the person tries a reload."""
    context = browser.new_context(base_url=kinds.address)
    page = context.new_page()
    page.goto("/chat/helpline?lang=en")
    says(page, "What shall we try?")
    context.set_offline(True)
    page.route_web_socket("**/ws/**", lambda socket: socket.close())
    type_in(page, "A number")
    page.evaluate("document.querySelector('#log .mine') !== null")
    kept = page.evaluate("localStorage.getItem('helpline/unsent')")
    context.set_offline(False)
    again = context.new_page()
    again.goto("/chat/helpline?lang=en")
    assert kept is None or "A number" in kept
    says(again, "How many people?")
    assert len([text for text in said(again) if "A number" in text]) == 1
    context.close()


def test_what_was_taken_is_marked_as_delivered(page: Page) -> None:
    page.goto("/chat/food_bank")
    pick(page, "Opening hours")
    says(page, "Anything else?")
    expect(page.locator("#log .mine").get_by_role("img", name="Delivered")).to_have_count(1)
    pick(page, "Yes")
    says(page, "What would you like?")
    # Only the last one carries the sign; the others are delivered all the more.
    expect(page.get_by_role("img", name="Delivered")).to_have_count(1)
    expect(page.locator("#log .mine").last.get_by_role("img")).to_have_count(1)
