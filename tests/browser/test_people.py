"""A person who talks with one of us, on their own page: waiting, the talk, and the flow again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.adviser import Adviser
from tests.browser.conftest import Server, said, says, type_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATES = {
    "uk": ("Ви чекаєте на людину.", "З вами говорить", "пише…"),
    "fa": ("منتظر یک نفر هستید.", "با شما صحبت می‌کند", "در حال نوشتن است…"),
}


class Demonstration(Server):
    """The same server, with users who sign in by a button."""

    options = ("--demo",)


@pytest.fixture(scope="module")
def circle(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("people")
    flows = Path(shutil.copytree(top / "tests" / "browser" / "desk", folder / "flows"))
    with Demonstration(flows, folder) as running:
        yield running


@pytest.fixture
def adviser(browser: Browser, circle: Server) -> Iterator[Adviser]:
    found = Adviser(browser, circle.address)
    found.ready()
    yield found
    found.close()


def person(browser: Browser, circle: Server, language: str = "en", **how: object) -> Page:
    """Somebody who has asked for a person."""
    context = browser.new_context(base_url=circle.address, locale="en-GB", **how)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/chat/circle?lang={language}")
    page.locator(".choices:visible").get_by_role("button").nth(1).click()
    return page


def stands(page: Page, state: str) -> None:
    expect(page.locator("#people")).to_have_attribute("data-state", state)


def test_from_waiting_to_the_talk_and_back_to_the_flow(
    browser: Browser, circle: Server, adviser: Adviser
) -> None:
    page = person(browser, circle)
    stands(page, "waiting")
    expect(page.locator("#working")).to_be_hidden()
    type_in(page, "It is about tonight.")
    adviser.takes()
    stands(page, "talking")
    expect(page.locator("#people-text")).to_contain_text("You are talking with")
    adviser.types()
    expect(page.locator("#typing")).to_contain_text("is typing")
    adviser.says("Good evening.")
    expect(page.locator("#log .agent .who")).to_have_text("Olena")
    expect(page.locator("#typing")).to_be_hidden()
    adviser.says("How can I help?")
    # One name stands above all that they say in one breath; each line is read out with it.
    expect(page.locator("#log .agent")).to_have_count(2)
    expect(page.locator("#log .agent .who")).to_have_count(1)
    assert "Olena" in page.locator("#log .agent").last.inner_text()
    type_in(page, "I need a bed.")
    page.reload()
    stands(page, "talking")
    expect(page.locator("#log .agent")).to_have_count(2)
    assert "I need a bed." in str(said(page))
    adviser.finishes()
    says(page, "from 1 to 5")
    expect(page.locator("#people")).to_be_hidden()
    expect(page.locator("#log .note")).to_have_text("From here on the automatic answers go on.")
    type_in(page, "5")
    says(page, "tell us")
    page.context.close()


def test_what_was_on_screen_is_told_and_what_was_not_is_not(
    browser: Browser, circle: Server, adviser: Adviser
) -> None:
    page = person(browser, circle)
    adviser.takes()
    stands(page, "talking")
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda text: sent.append(str(text))))
    page.reload()
    stands(page, "talking")
    # A page that nobody can see has seen nothing.
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })"
    )
    adviser.says("Are you there?")
    expect(page.locator("#log .agent")).to_have_count(1)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert not any('"seen"' in one for one in sent)
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { get: () => false, configurable: true })"
    )
    with page.expect_event("console", lambda told: told.text == "seen", timeout=10_000):
        page.evaluate(
            """() => {
              const send = WebSocket.prototype.send;
              WebSocket.prototype.send = function (text) {
                if (text.includes('"seen"')) console.log("seen");
                return send.call(this, text);
              };
              dispatchEvent(new Event("focus"));
            }"""
        )
    adviser.finishes()
    page.context.close()


@pytest.mark.parametrize("language", ["uk", "fa"])
def test_in_other_languages_and_for_everybody(
    browser: Browser, circle: Server, adviser: Adviser, language: str
) -> None:
    waiting, talking, typing = STATES[language]
    page = person(browser, circle, language, viewport={"width": 390, "height": 720})
    expect(page.locator("#people-text")).to_contain_text(waiting)
    assert Axe().run(page).violations_count == 0
    adviser.takes()
    expect(page.locator("#people-text")).to_contain_text(talking)
    adviser.says("Вітаю" if language == "uk" else "سلام")
    adviser.types()
    expect(page.locator("#typing")).to_contain_text(typing)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert Axe().run(page).violations_count == 0, scheme
    side = page.locator("#people-text").evaluate("node => getComputedStyle(node).direction")
    assert side == ("rtl" if language == "fa" else "ltr")
    adviser.finishes()
    page.context.close()


def test_words_that_were_not_sent_wait_and_are_said_to_the_agent_once(
    browser: Browser, circle: Server, adviser: Adviser
) -> None:
    page = person(browser, circle)
    adviser.takes()
    stands(page, "talking")
    page.context.set_offline(True)
    type_in(page, "Is this getting through?")
    page.context.set_offline(False)
    expect(page.locator("#log .mine .arrived")).to_have_count(1)
    expect(page.locator("#log .mine", has_text="Is this getting through?")).to_have_count(1)
    adviser.says("It is.")
    expect(page.locator("#log .agent")).to_have_count(1)
    adviser.finishes()
    page.context.close()
