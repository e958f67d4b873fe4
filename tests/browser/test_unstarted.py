"""A chat page whose script never comes, or fails, tells people what to do, and whom to call where
the flow has a number. What it says without any scripts is `tests/server/test_pages`'s."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FLOW = """flow line "Лінія"
languages uk
channels chat
quick exit to "https://example.org/weather" titled "Погода"

start:
  ask word: text "Говоріть."
  transfer to "112"
"""
ADDRESS = "/chat/line?lang=uk"
# As if its seconds had gone by; the clock of animations is none that a test can turn on.
LATER = "() => document.getAnimations().forEach((one) => one.finish())"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("unstarted")
    flows = folder / "flows"
    flows.mkdir()
    (flows / "line.flow").write_text(FLOW, encoding="utf-8")
    with Server(flows, folder) as running:
        yield running


def stays_away(page: Page, script: str) -> None:
    page.route(f"**/static/{script}", lambda route: route.abort())


def fails(page: Page, script: str) -> None:
    body = "throw new Error('of an old browser');"
    page.route(
        f"**/static/{script}",
        lambda route: route.fulfill(content_type="text/javascript", body=body),
    )


@pytest.mark.parametrize(
    ("how", "script"), [(stays_away, "chat.js"), (stays_away, "log.js"), (fails, "chat.js")]
)
def test_a_script_that_fails_leaves_a_way_out(
    browser: Browser, served: Server, how: object, script: str
) -> None:
    context = browser.new_context(base_url=served.address)
    page = context.new_page()
    how(page, script)  # type: ignore[operator]
    page.goto(ADDRESS)
    told = page.locator("#unstarted")
    expect(told).to_be_hidden()  # it may only be slow
    page.evaluate(LATER)
    expect(told).to_contain_text("Чат не розпочався.")
    expect(told.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    way = told.get_by_role("link", name="Вийти негайно")
    expect(way).to_have_attribute("href", "https://example.org/weather")
    expect(page.locator("#status")).to_be_hidden()
    assert Axe().run(page).response["violations"] == []
    page.unroute(f"**/static/{script}")
    told.get_by_role("link", name="Завантажити ще раз").click()
    expect(page.locator("#log .said").first).to_be_visible(timeout=60_000)
    expect(told).to_have_count(0)
    context.close()
