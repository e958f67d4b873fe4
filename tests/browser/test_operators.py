"""The operators' pages in a browser: with a script and without, for everybody, beside a talk."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, pick, says, type_in
from tests.browser.test_accessibility import SEEN, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("", "/conversations", "/outbox", "/outbox?state=ambiguous", "/versions", "/contacts",
         "/audit", "/nodes", "/conversations/nowhere")  # fmt: skip
HOSTILE = '<img src=x onerror="document.title=1"> *b*'


def token(server: Server) -> str:
    """Made beside the running server, as whoever runs it does."""
    command = ("token", "new", "Olena", "--role", "operator", "--store", str(server.store))
    done = subprocess.run(
        (sys.executable, "-m", "flowengine", *command), capture_output=True, text=True, check=True
    )
    found = re.search(r"fe_[\w-]{43}", done.stdout)
    assert found, done.stdout + done.stderr
    return found[0]


def sign_in(page: Page, secret: str) -> None:
    page.goto("/operators")
    page.get_by_label("Operator's token").fill(secret)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


@pytest.fixture(scope="module")
def secret(kinds: Server) -> str:
    return token(kinds)


@pytest.fixture
def chat(browser: Browser, kinds: Server) -> Iterator[Page]:
    """Somebody who talks to the hotline."""
    context = browser.new_context(base_url=kinds.address, locale="en-GB")
    page = context.new_page()
    page.goto("/chat/helpline?lang=en")
    says(page, "What shall we try?")
    yield page
    context.close()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def desk(
    request: pytest.FixtureRequest, browser: Browser, kinds: Server, secret: str
) -> Iterator[Page]:
    """An operator who has signed in; what the browser complains about is a failure."""
    context = browser.new_context(base_url=kinds.address, java_script_enabled=request.param)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, secret)
    yield page
    context.close()
    assert complaints == []


def open_last(page: Page) -> None:
    """The conversation that somebody went on with last."""
    page.goto("/operators/conversations?flow=helpline&state=open")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="Turn by turn")).to_be_visible()


@pytest.mark.parametrize("seen", SEEN)
def test_axe_finds_nothing(
    browser: Browser, kinds: Server, secret: str, chat: Page, seen: str
) -> None:
    type_in(chat, HOSTILE)
    context = browser.new_context(base_url=kinds.address, locale="en-GB", **SEEN[seen])
    page = context.new_page()
    page.goto("/operators/sign-in")
    assert faults(page) == "", "the door"
    page.get_by_label("Operator's token").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == "", "a wrong token"
    sign_in(page, secret)
    for address in PAGES:
        page.goto(f"/operators{address}")
        assert faults(page) == "", address
    open_last(page)
    page.locator(".turns summary").first.click()
    assert faults(page) == "", "a conversation"
    page.get_by_role("link", name="Erase it…").click()
    assert faults(page) == "", "a question"
    context.close()


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_nothing_runs_out_of_the_page(
    browser: Browser, kinds: Server, secret: str, chat: Page, width: int
) -> None:
    type_in(chat, "x" * 300)
    context = browser.new_context(base_url=kinds.address, viewport={"width": width, "height": 480})
    page = context.new_page()
    sign_in(page, secret)
    for address in PAGES:
        page.goto(f"/operators{address}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
    open_last(page)
    page.locator(".turns summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_what_people_typed_stays_words(desk: Page, chat: Page) -> None:
    type_in(chat, HOSTILE)
    says(chat, "What shall we try?")
    open_last(desk)
    mine = desk.locator(".line.mine .said").last
    expect(mine).to_have_text('<img src=x onerror="document.title=1"> b')
    expect(mine.locator("strong")).to_have_text("b")
    expect(desk.locator(".turn").last).to_contain_text(HOSTILE)
    assert desk.title() != "1"


def test_what_was_asked_as_a_secret_is_on_no_page(desk: Page, chat: Page) -> None:
    pick(chat, "A secret")
    says(chat, "Your four digits?")
    type_in(chat, "7391")
    says(chat, "What shall we try?")
    open_last(desk)
    expect(desk.locator(".turn")).to_have_count(3)
    assert "7391" not in desk.content()


def test_a_line_appears_while_one_looks(
    browser: Browser, kinds: Server, secret: str, chat: Page
) -> None:
    """And an opened detail stays open, and focus where it was."""
    context = browser.new_context(base_url=kinds.address)
    page = context.new_page()
    sign_in(page, secret)
    open_last(page)
    page.locator(".turns summary").first.click()
    pick(chat, "A number")
    says(chat, "How many people?")
    expect(page.locator("#log")).to_contain_text("How many people?")
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn details[open]")).to_have_count(1)
    expect(page.locator(".turns summary").first).to_be_focused()
    page.get_by_role("button", name="Stop updating").click()
    expect(page.get_by_role("button", name="Keep updating")).to_be_focused()
    context.close()


def test_ending_a_conversation_is_seen_by_the_person(desk: Page, chat: Page) -> None:
    open_last(desk)
    desk.get_by_role("link", name="End it…").click()
    desk.get_by_role("button", name="End it").click()
    expect(desk.get_by_role("status")).to_have_text("The conversation is ended.")
    expect(desk.locator("#log")).to_contain_text("What shall we try?")
    expect(chat.locator("#over")).to_be_visible()


def test_erasing_a_conversation_leaves_nothing_of_it(desk: Page, chat: Page) -> None:
    type_in(chat, "my secret sorrow")
    says(chat, "What shall we try?")
    open_last(desk)
    expect(desk.locator("#log")).to_contain_text("my secret sorrow")
    desk.get_by_role("link", name="Erase it…").click()
    desk.get_by_role("button", name="Erase it for ever").click()
    expect(desk.get_by_role("status")).to_have_text("The conversation is erased.")
    expect(desk.locator("main")).not_to_contain_text("my secret sorrow")
    desk.goto("/operators/conversations?text=my+secret+sorrow")
    expect(desk.locator("main")).to_contain_text("Nothing was found.")


def test_the_keyboard_is_enough(desk: Page, chat: Page) -> None:
    desk.goto("/operators/conversations")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="To the content")).to_be_focused()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    expect(desk.get_by_label("Words, or the number")).to_be_focused()
    desk.keyboard.type("what shall we")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"text=what\+shall\+we"))
    expect(desk.locator("tbody tr").first).to_contain_text("helpline")


def test_after_signing_out_nothing_comes_back(
    browser: Browser, kinds: Server, secret: str, chat: Page
) -> None:
    context = browser.new_context(base_url=kinds.address)
    page = context.new_page()
    sign_in(page, secret)
    open_last(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.locator("#log")).to_have_count(0)
    context.close()
