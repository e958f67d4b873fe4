"""What may happen to a call at the desk, in real Chromiums: the network goes for a while, the agent
has a second tab, no loudspeaker is there. The call survives, and each page says how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.console import SLOWLY, wraps_up
from tests.browser.voices import (
    Line,
    calls,
    hears,
    hotline,
    humming,
    sat,
    signed_in,
    state,
    takes,
)
from tests.nodes import Node, Proxy
from tests.server.desk.calling import CALLER_HERTZ

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AGENT = 700.0
# As where a machine has no sound: an error is all that a page gets.
_NO_SOUND = """window.AudioContext = class {
  constructor() { throw new DOMException("no device", "NotSupportedError"); }
};"""


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its microphone hums."""
    file = tmp_path_factory.mktemp("microphone") / "agent.wav"
    with (
        sync_playwright() as playwright,
        closing(humming(playwright, chromium, file, AGENT)) as browser,
    ):
        yield browser


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with hotline(tmp_path_factory.mktemp("desk")) as node:
        yield node


@pytest.fixture
def context(browser: Browser, node: Node) -> Iterator[BrowserContext]:
    with closing(sat(browser, node)) as context:
        yield context


def test_a_network_that_is_gone_for_a_while_costs_the_person_a_while(
    browser: Browser, context: BrowserContext, node: Node
) -> None:
    agent = signed_in(context, "olena")
    with Proxy(node.port) as road, closing(sat(browser, road)) as home:
        person = calls(home.new_page())
        takes(agent)
        state(agent, "on")
        hears(person, AGENT)
        target = road.targets.pop()
        road.cut()
        state(person, "call-lost")
        state(agent, "alone")
        road.targets.append(target)
        state(person, "call-on")
        state(agent, "on")
        hears(person, AGENT)
        hears(agent, AGENT)  # both are at one microphone
        _ends(agent)


def test_the_newer_of_two_tabs_has_the_call_and_the_older_can_have_it_back(
    context: BrowserContext, node: Node, tmp_path: Path
) -> None:
    with closing(Line(node)) as line:
        first = signed_in(context, "olena")
        line.call()
        takes(first)
        state(first, "on")
        line.hears(AGENT)
        second = context.new_page()
        second.goto("/desk")
        state(second, "on")
        state(first, "elsewhere")
        line.hears(AGENT)
        first.screenshot(path=str(tmp_path / "elsewhere.png"))
        first.locator("#call").get_by_role("button", name="Join the call").click()
        state(first, "on")
        state(second, "elsewhere")
        hears(first, CALLER_HERTZ)
        second.close()
        line.hears(AGENT)
        state(first, "on")
        assert not line.person.closed
        _ends(first)


def test_without_a_loudspeaker_the_page_says_so_and_the_caller_stays_on_the_line(
    context: BrowserContext, node: Node, tmp_path: Path
) -> None:
    with closing(Line(node)) as line:
        page = signed_in(context, "olena")
        page.add_init_script(_NO_SOUND)
        page.reload()
        other = context.new_page()  # another window has one
        other.goto("/desk")
        expect(other.locator("#status")).to_be_enabled(timeout=SLOWLY)
        line.call()
        takes(page)
        state(page, "no_sound")
        expect(page.locator("#call")).to_contain_text("Nothing can be heard here.")
        page.screenshot(path=str(tmp_path / "no-sound.png"))
        state(other, "on")
        hears(other, CALLER_HERTZ)
        _ends(other)


def _ends(page: Page) -> None:
    page.get_by_role("button", name="End the talk").click()
    expect(page.locator("#call")).to_be_hidden(timeout=SLOWLY)
    wraps_up(page)
