"""Several of us in one call, by the pages: a supervisor who listens, whispers and joins in, and a
colleague who is asked aside and takes the call over. Everybody hums a tone of their own, so what is
heard at each page, and on the caller's line, can be taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Playwright, expect, sync_playwright

from tests.browser.console import SLOWLY, wraps_up
from tests.browser.voices import (
    Line,
    hears,
    hotline,
    humming,
    sat,
    signed_in,
    state,
    takes,
)
from tests.nodes import Node
from tests.server.desk.calling import CALLER_HERTZ as CALLER

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AGENT, OTHER = 700.0, 1100.0
MUSIC = 523.0


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browsers(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Browser, Browser]]:
    """Of the agent, and of whoever comes to the call; a Chromium has one microphone."""
    folder = tmp_path_factory.mktemp("microphones")
    with (
        closing(humming(playwright, chromium, folder / "agent.wav", AGENT)) as agent,
        closing(humming(playwright, chromium, folder / "other.wav", OTHER)) as other,
    ):
        yield agent, other


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with hotline(tmp_path_factory.mktemp("desk")) as node:
        yield node


@pytest.fixture
def line(node: Node) -> Iterator[Line]:
    with closing(Line(node)) as line:
        yield line


@pytest.fixture
def olena(browsers: tuple[Browser, Browser], node: Node) -> Iterator[Page]:
    """Ready; what she has in hand at the end is written down, so that she is free again."""
    with closing(sat(browsers[0], node)) as context:
        page = signed_in(context, "olena")
        yield page


def test_who_listens_is_heard_by_nobody_who_whispers_by_the_agent_who_joins_in_by_all(
    olena: Page, browsers: tuple[Browser, Browser], node: Node, line: Line, tmp_path: Path
) -> None:
    line.call()
    takes(olena)
    hears(olena, CALLER, nor=(AGENT,))
    with closing(sat(browsers[1], node)) as context:
        sofia = _at_the_talk(context.new_page())
        sofia.get_by_role("button", name="Read and listen along").click()
        state(sofia, "as_listen")
        hears(sofia, CALLER, AGENT, nor=(OTHER,))
        expect(_others(olena)).to_contain_text("Sofia", timeout=SLOWLY)
        line.hears(AGENT, nor=(OTHER,))
        hears(olena, CALLER, nor=(OTHER,))
        _part(sofia, "Whisper")
        state(sofia, "as_whisper")
        hears(olena, CALLER, OTHER, nor=(AGENT,))
        line.hears(AGENT, nor=(OTHER,))
        pictures(sofia, tmp_path, "supervisor")
        pictures(olena, tmp_path, "whispered")
        results = Axe().run(sofia, context="#call")
        assert not results.response["violations"], results.generate_report()
        _part(sofia, "Join in")
        state(sofia, "as_barge")
        line.hears(AGENT, OTHER, nor=(MUSIC,))
        sofia.get_by_role("button", name="Mute").click()
        line.hears(AGENT, nor=(OTHER,))
        sofia.get_by_role("button", name="Leave this conversation").click()
        expect(sofia.locator("#call")).to_be_hidden(timeout=SLOWLY)
        expect(_others(olena)).to_be_hidden(timeout=SLOWLY)
    _ends(olena, line)


def test_a_colleague_is_asked_aside_and_the_call_is_handed_over_warm(
    olena: Page, browsers: tuple[Browser, Browser], node: Node, line: Line, tmp_path: Path
) -> None:
    line.call()
    takes(olena)
    hears(olena, CALLER)
    with closing(sat(browsers[1], node)) as context:
        marko = signed_in(context, "marko")
        _asks(olena, "For advice")
        state(olena, "consulted")
        state(marko, "as_consult")
        hears(olena, CALLER, OTHER, nor=(AGENT,))
        line.hears(AGENT, nor=(OTHER,))
        olena.get_by_role("button", name="Hold").click()
        state(olena, "aside")
        state(marko, "aside")
        hears(olena, OTHER, nor=(CALLER, MUSIC))
        hears(marko, AGENT, nor=(CALLER, MUSIC))
        line.hears(MUSIC, nor=(AGENT, OTHER))
        pictures(olena, tmp_path, "aside")
        results = Axe().run(olena, context="#call")
        assert not results.response["violations"], results.generate_report()
        olena.get_by_role("button", name="Hold").click()  # she comes back
        state(olena, "consulted")
        line.hears(AGENT, nor=(MUSIC, OTHER))
        olena.get_by_role("button", name="Hold").click()
        state(olena, "aside")
        olena.get_by_role("button", name=re.compile("^Hand over")).focus()
        olena.keyboard.press("Enter")
        state(marko, "on")
        line.hears(OTHER, nor=(MUSIC, AGENT))
        hears(marko, CALLER, nor=(OTHER, AGENT))
        expect(olena.locator("#call")).to_be_hidden(timeout=SLOWLY)
        expect(olena.locator("#own > li")).to_have_count(0)
        _ends(marko, line)


def test_three_talk_keys_and_silence(
    olena: Page, browsers: tuple[Browser, Browser], node: Node, line: Line, tmp_path: Path
) -> None:
    line.call()
    takes(olena)
    hears(olena, CALLER)
    with closing(sat(browsers[1], node)) as context:
        marko = signed_in(context, "marko")
        _asks(olena, "To join in")
        state(marko, "as_talk")
        line.hears(AGENT, OTHER, nor=(MUSIC,))
        hears(marko, CALLER, AGENT, nor=(OTHER,))
        olena.get_by_role("button", name="Mute").click()
        line.hears(OTHER, nor=(AGENT,))
        hears(marko, CALLER, nor=(AGENT, OTHER))
        hears(olena, CALLER, OTHER, nor=(AGENT,))
        line.does(line.person.send(type="key", key="7"))
        expect(olena.locator(".call-pressed-keys")).to_have_text("7", timeout=SLOWLY)
        olena.get_by_role("button", name="Keys").click()
        olena.locator("#call").get_by_role("button", name="5", exact=True).click()
        olena.keyboard.press("2")  # the keypad is open: keys of the keyboard are keys of the call
        olena.keyboard.press("#")
        line.does(line.person.hears_keys("52#"))
        for one in (olena, marko):  # who speaks with the caller sees it
            expect(one.locator(".call-sent-keys")).to_have_text("5 2 #", timeout=SLOWLY)
        pictures(olena, tmp_path, "keys")
        results = Axe().run(olena, context="#call")
        assert not results.response["violations"], results.generate_report()
        olena.get_by_role("button", name="Thank and let go: Marko").first.click()
        expect(marko.locator("#call")).to_be_hidden(timeout=SLOWLY)
        hears(olena, CALLER, nor=(OTHER,))
        line.hears(nor=(AGENT, OTHER))
    _ends(olena, line)


# ------------------------------------------------------------ what they do


def _at_the_talk(page: Page) -> Page:
    """Sofia, at the page of the one talk that goes on."""
    page.goto("/desk/sign-in")
    page.locator("button[value=sofia]").click()
    expect(page).to_have_url(re.compile("/desk/board$"))
    page.locator("[data-rows=talks] a").first.click()
    return page


def _part(page: Page, name: str) -> None:
    """By the keyboard."""
    button = page.locator("#call").get_by_role("group", name="Your part").get_by_role("button")
    button.filter(has_text=name).focus()
    page.keyboard.press("Enter")
    expect(button.filter(has_text=name)).to_have_attribute("aria-pressed", "true", timeout=SLOWLY)


def _asks(page: Page, what: str) -> None:
    page.get_by_role("button", name="Ask a colleague").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Marko", exact=True).click()
    dialog.get_by_text(what, exact=True).click()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def _others(page: Page) -> Locator:
    return page.locator(".call-others")


def _ends(page: Page, line: Line) -> None:
    page.get_by_role("button", name="End the talk").click()
    line.does(line.person.until("caption", text="Anything else?"))
    wraps_up(page)


def pictures(page: Page, folder: Path, name: str) -> None:
    """For whoever looks."""
    page.screenshot(path=str(folder / f"{name}.png"))
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=str(folder / f"{name}-dark.png"))
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.screenshot(path=str(folder / f"{name}-rtl.png"))
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.set_viewport_size({"width": 390, "height": 844})
    page.screenshot(path=str(folder / f"{name}-phone.png"))
    page.set_viewport_size({"width": 1360, "height": 820})
