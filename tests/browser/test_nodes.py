"""A page that is open while its node dies, or while the database is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect
from psycopg import conninfo

from tests.browser.conftest import type_in
from tests.nodes import Node, Proxy

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAUSE = 60_000  # milliseconds that a person may have to wait for another node
# All that the page said of its connection, also for a moment.
STOOD = """() => {
  const status = document.getElementById("status");
  window.stood = [];
  const note = () => stood.push(status.dataset.state);
  new MutationObserver(note).observe(status, { attributes: true });
}"""
FLOW = """flow hop "Hop"
channels chat

start:
  ask name: text "Your name?"
  ask town: text "Your town, {{ name }}?"
  ask street: text "Your street in {{ town }}?"
  say "Thank you, {{ name }}."
  end
"""


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "hop.flow").write_text(FLOW)
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="en-GB") as context:
        yield context.new_page()


def begin(page: Page, address: str) -> None:
    page.goto(f"{address}/chat/hop")
    expect(page.locator("#log")).to_contain_text("Your name?")
    expect(page.locator("#status")).to_have_attribute("data-state", "connected")


def has_page(node: Node) -> bool:
    shown = httpx2.get(f"{node.address}/metrics", timeout=60).text
    return "flowengine_pages_connected 1.0" in shown.splitlines()


def heard(page: Page, text: str) -> None:
    expect(page.locator("#log")).to_contain_text(text, timeout=PAUSE)


def test_a_node_is_killed_and_the_person_notices_at_most_a_pause(
    page: Page, flows: Path, postgresql: str
) -> None:
    with ExitStack() as stack:
        nodes = [Node(flows, postgresql) for _ in range(2)]
        for node in nodes:
            stack.enter_context(node)
        proxy = stack.enter_context(Proxy(*(node.port for node in nodes)))
        begin(page, proxy.address)
        type_in(page, "Olena")
        heard(page, "Your town, Olena?")
        (talked,) = (node for node in nodes if has_page(node))
        page.evaluate(STOOD)
        talked.kill()
        page.wait_for_function("() => stood.includes('offline')", timeout=PAUSE)
        type_in(page, "Poltava")
        heard(page, "Your street in Poltava?")
        type_in(page, "Pushkina")
        heard(page, "Thank you, Olena.")
        said = page.locator("#log .mine")
        expect(said).to_have_count(3)
        for number, text in enumerate(("Olena", "Poltava", "Pushkina")):
            expect(said.nth(number)).to_contain_text(text)


def test_a_database_that_goes_away_and_comes_back_loses_nothing(
    page: Page, flows: Path, postgresql: str
) -> None:
    parts = conninfo.conninfo_to_dict(postgresql)
    with Proxy(f"{parts['host']}/.s.PGSQL.{parts.get('port', 5432)}") as road:
        words = urlencode({"user": parts["user"], "host": "127.0.0.1", "port": road.port})
        with Node(flows, f"postgresql:///{parts['dbname']}?{words}") as node:
            begin(page, node.address)
            type_in(page, "Olena")
            heard(page, "Your town, Olena?")
            target = road.targets.pop()
            road.cut()
            type_in(page, "Poltava")
            expect(page.locator("#status")).to_have_text("One moment…", timeout=PAUSE)
            expect(page.locator("#log .mine").last).to_contain_text("Poltava")
            road.targets.append(target)
            heard(page, "Your street in Poltava?")
            expect(page.locator("#status")).to_have_attribute(
                "data-state", "connected", timeout=PAUSE
            )
            assert page.locator("#log .mine").count() == 2
