"""A supervisor in Chromium, beside an agent and somebody in the chat: the board moves by itself, a
whisper reaches the agent alone, a talk is taken over, and a switch closes a queue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.adviser import Adviser
from tests.browser.conftest import Server, type_in
from tests.browser.console import DESK
from tests.browser.demonstration import PHONE, Demonstration, Opens, asks, opening

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def desk(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("board")
    with Demonstration(top / "tests" / "browser" / "desk", folder) as running:
        yield running


@pytest.fixture
def opens(browser: Browser, desk: Server) -> Iterator[Opens]:
    with opening(browser, desk) as opens:
        yield opens


@pytest.fixture
def sofia(opens: Opens) -> Page:
    """The board of a supervisor, live."""
    page = opens("/desk/sign-in")
    page.locator("button[value=sofia]").click()
    expect(page.locator("header.head")).to_be_visible()
    live(page, "/desk/board")
    return page


@pytest.fixture
def olena(browser: Browser, desk: Server) -> Iterator[Adviser]:
    adviser = Adviser(browser, desk.address)
    adviser.ready()
    yield adviser
    adviser.close()


def live(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("#live")).to_have_attribute("data-line", "connected")


def row(page: Page, section: str, text: str) -> Locator:
    return page.locator(f"[data-rows={section}] > li", has_text=text)


def listeners(page: Page, field: str) -> Locator:
    return row(page, "queues", "listeners").locator(f"[data-field={field}]").first


def test_the_board_moves_while_somebody_waits_and_is_answered(
    opens: Opens, sofia: Page, olena: Adviser
) -> None:
    assert olena.ask("status", status="break")["type"] == "took"
    expect(row(sofia, "agents", "Olena")).to_contain_text("Break")
    chat = asks(opens)
    expect(listeners(sofia, "waiting")).to_have_text("1")
    expect(row(sofia, "talks", "waits")).to_have_count(1)
    olena.ready()
    olena.takes()
    expect(listeners(sofia, "waiting")).to_have_text("0")
    expect(listeners(sofia, "talking")).to_have_text("1")
    expect(row(sofia, "talks", "Olena")).to_have_count(1)
    type_in(chat, "I want to die")
    expect(row(sofia, "alerts", "want to die")).to_contain_text("crisis")
    expect(sofia.locator("#urgent")).to_contain_text("crisis")
    for dark in (False, True):
        sofia.emulate_media(color_scheme="dark" if dark else "light")
        for size in (DESK, PHONE):
            sofia.set_viewport_size(size)  # type: ignore[arg-type]
            assert Axe().run(sofia).response["violations"] == []
            assert sofia.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sofia.evaluate("document.documentElement.dir = 'rtl'")
    assert sofia.evaluate("document.documentElement.scrollWidth <= innerWidth")
    olena.finishes()
    expect(sofia.locator("[data-none=talks]")).to_be_visible()


def test_a_whisper_reaches_the_agent_alone_and_a_talk_is_taken_over(
    opens: Opens, sofia: Page, olena: Adviser
) -> None:
    chat = asks(opens, "Petro")
    olena.takes()
    expect(row(sofia, "talks", "Olena")).to_have_count(1)
    row(sofia, "talks", "Olena").get_by_role("link").click()
    assert Axe().run(sofia).response["violations"] == []
    here = sofia.url
    sofia.get_by_label("Whisper by text").fill("Ask where he is")
    sofia.get_by_role("button", name="Send to the agent").click()
    expect(sofia.get_by_role("status")).to_have_text("Done.")
    known = olena.ask("context", item=olena.item)["context"]
    assert [one["text"] for one in known["remarks"]] == ["Ask where he is"]
    sofia.get_by_role("button", name="Read and listen along").click()
    expect(sofia.locator("#talk-name")).to_have_text("Petro")
    olena.page.wait_for_function(
        "() => desk.items.some((one) => one.guests?.some(({ mode }) => mode === 'listen'))"
    )
    sofia.goto(here)
    sofia.get_by_role("button", name="Take over").click()
    expect(sofia.locator("#writing")).to_be_visible()
    sofia.locator("#message").fill("This is Sofia.")
    sofia.locator("#message").press("Enter")
    expect(chat.locator("#log")).to_contain_text("This is Sofia.")
    assert olena.ask("say", item=olena.item, text="Still me?")["type"] == "refused"
    expect(chat.locator("#log")).not_to_contain_text("Ask where he is")
    expect(chat.locator("#log")).not_to_contain_text("Still me?")
    sofia.goto(here)
    sofia.get_by_role("button", name="End it").click()
    expect(sofia.get_by_role("status")).to_have_text("Done.")


def test_a_switch_closes_the_queue_and_the_wall_says_so(
    opens: Opens, sofia: Page, olena: Adviser
) -> None:
    assert olena.ask("status", status="break")["type"] == "took"
    chat = asks(opens, "Maria")
    expect(listeners(sofia, "waiting")).to_have_text("1")
    row(sofia, "queues", "listeners").get_by_role("link").click()
    assert Axe().run(sofia).response["violations"] == []
    close = sofia.locator("form", has=sofia.get_by_role("heading", name="Close the queue"))
    close.get_by_role("button", name="Switch on").click()
    expect(sofia.get_by_role("button", name="Undo")).to_be_visible()
    expect(chat.locator("#log .said:not(.mine)").last).not_to_contain_text("I am looking")
    live(sofia, "/desk/board/wall")
    expect(row(sofia, "queues", "listeners")).to_contain_text("closed by hand")
    expect(listeners(sofia, "waiting")).to_have_text("0")
    assert Axe().run(sofia).response["violations"] == []
    expect(sofia.locator("body")).not_to_contain_text(re.compile("Olena|Contact"))
    sofia.goto("/desk/board/queues/listeners")
    sofia.get_by_role("button", name="Undo").click()
    expect(sofia.get_by_text("Nothing is switched.")).to_be_visible()
