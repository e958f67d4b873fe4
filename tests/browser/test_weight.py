"""How much comes over the line: a chat must open on a slow one."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = 60_000  # bytes of everything but pictures, packed as a server in front of ours packs it
LAUNCHER = 6_000  # what a site pays before anybody opens the chat


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_chat_is_small(browser: Browser, kinds: Server, language: str) -> None:
    context = browser.new_context(base_url=kinds.address)
    page = context.new_page()
    came: list[Response] = []
    # Playwright marks the function that it calls, and a method of a list bears no mark.
    page.on("response", lambda response: came.append(response))  # noqa: PLW0108
    page.goto(f"/chat/helpline?lang={language}")
    expect(page.locator("#log .said").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    bodies = {one.url: one.body() for one in came if one.request.resource_type != "image"}
    assert all(url.startswith(kinds.address) for url in bodies), "nothing of anybody else"
    assert any(url.endswith("/static/chat.js") for url in bodies)
    assert sum(len(gzip.compress(body)) for body in bodies.values()) <= PAGE
    context.close()


def test_the_launcher_is_smaller_still(browser: Browser, kinds: Server) -> None:
    context = browser.new_context()
    body = context.request.get(f"{kinds.address}/widget.js").body()
    assert len(gzip.compress(body)) <= LAUNCHER
    context.close()
