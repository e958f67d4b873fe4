"""Without a connection: what is typed waits in order, says so, and is sent when there is one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

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


def test_a_page_that_is_loaded_again_still_has_what_waits(page: Page, server: Server) -> None:
    """The connection is bad, and the person closes the page and opens it again."""
    page.goto("/chat/college_line?lang=en")
    says(page, "Which language")
    cut(page, server)
    type_in(page, "English")
    assert "English" in page.evaluate("localStorage.getItem('college_line/unsent')")
    again = page.context.new_page()
    page.close()  # nothing of it is sent from here
    server.start()
    again.goto("/chat/college_line?lang=en")
    says(again, "How can we help?")
    assert len([text for text in said(again) if "English" in text]) == 1
    assert again.evaluate("localStorage.getItem('college_line/unsent')") is None


def test_a_secret_waits_nowhere_but_in_the_page(asking: Page) -> None:
    asking.goto("/chat/helpline?lang=en")
    pick(asking, "A secret")
    says(asking, "four digits")
    asking.evaluate("Storage.prototype.setItem = (name, text) => (window.kept ??= []).push(text)")
    type_in(asking, "4711")
    says(asking, "What shall we try?")
    assert "4711" not in str(asking.evaluate("window.kept ?? []"))


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


def test_a_line_that_comes_and_goes_is_read_out_once(page: Page, server: Server) -> None:
    page.goto("/chat/food_bank?lang=en")
    says(page, "What would you like?")
    page.evaluate(
        """() => { window.read = [];
          new MutationObserver(() => read.push(document.querySelector("[role=status]").textContent))
            .observe(document.querySelector("[role=status]"), { childList: true }); }"""
    )
    for _ in range(2):
        cut(page, server)
        server.start()
        expect(page.locator("#status")).to_have_attribute("data-state", "connected")
    assert page.evaluate("read") == ["No connection. Trying again…", "Connected"]
