"""Quick exit: away at once, by button, by Escape twice or by a word, and nothing stays behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server, says, type_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AWAY = "https://weather.example/today"


@pytest.fixture
def context(browser: Browser, kinds: Server) -> Iterator[BrowserContext]:
    """A browser in which the other page is there without a network."""
    context = browser.new_context(base_url=kinds.address)
    context.route(AWAY, lambda route: route.fulfill(body="<title>Weather</title>Sun."))
    yield context
    context.close()


@pytest.fixture
def talking(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/chat/quiet?lang=en")
    says(page, "What would you like to say?")
    type_in(page, "I am afraid")
    says(page, "What would you like to say?")
    return page


@pytest.mark.parametrize("how", ["button", "escape", "word", "escape in an open menu"])
def test_away_at_once_and_nothing_stays(talking: Page, how: str) -> None:
    entries = talking.evaluate("history.length")
    if how == "button":
        talking.get_by_role("button", name="Leave now").click()
    elif how == "word":
        type_in(talking, "quick exit")
    else:
        if "menu" in how:
            talking.get_by_label("Menu").click()
        talking.keyboard.press("Escape")
        talking.keyboard.press("Escape")
    expect(talking).to_have_url(AWAY)
    # The chat's own entry in the history is the one that was replaced.
    assert talking.evaluate("history.length") == entries
    assert talking.context.cookies() == []
    talking.goto("/chat/quiet?lang=en")
    says(talking, "What would you like to say?")
    assert "afraid" not in talking.content()
    stored = talking.evaluate("[JSON.stringify(localStorage), JSON.stringify(sessionStorage)]")
    assert "afraid" not in "".join(stored)
    assert stored[0] == "{}"


def test_the_server_forgets_too(talking: Page, context: BrowserContext) -> None:
    key = talking.evaluate("JSON.parse(sessionStorage.getItem('quiet/conversation'))")
    with talking.expect_request(lambda request: request.method == "POST") as told:
        talking.get_by_role("button", name="Leave now").click()
    assert (told.value.post_data_json or {})["type"] == "leave"
    expect(talking).to_have_url(AWAY)
    lines = f"/api/conversations/{key['conversation']}/lines"
    answer = context.request.get(lines, headers={"authorization": f"Bearer {key['token']}"})
    assert "afraid" not in answer.text()


COVERED = """(way) => {
  const { left, right, top, bottom } = way.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const edges = [[left + 4, y], [right - 4, y], [x, top + 4], [x, bottom - 4]];
  return edges.some((point) => document.elementFromPoint(...point) !== way);
}"""


@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_menu_covers_the_way_out_on_a_phone(context: BrowserContext, language: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 780})
    page.goto(f"/chat/quiet?lang={language}")
    expect(page.locator("#log .said")).to_have_count(2)
    page.locator("#menu summary").click()
    expect(page.locator("#menu .sheet")).to_be_visible()
    assert not page.locator("#leave").evaluate(COVERED)


def test_one_escape_does_nothing(talking: Page) -> None:
    talking.keyboard.press("Escape")
    type_in(talking, "Still here")
    says(talking, "What would you like to say?")
    expect(talking.locator("#log .mine").last).to_contain_text("Still here")


def test_neither_title_nor_icon_tell_what_the_page_is(talking: Page) -> None:
    assert talking.title() == "Weather"
    assert talking.locator("link[rel=icon]").get_attribute("href") == "/static/blank.svg"
    # No notice can show up on a screen that others see.
    expect(talking.locator("#notices")).to_have_count(0)


def test_the_talk_goes_on_after_a_reload_but_not_in_another_tab(
    talking: Page, context: BrowserContext
) -> None:
    talking.reload()
    expect(talking.locator("#log .mine")).to_have_count(1)
    other = context.new_page()
    other.goto("/chat/quiet?lang=en")
    says(other, "What would you like to say?")
    expect(other.locator("#log .mine")).to_have_count(0)


def test_a_file_of_the_talk_is_made_only_after_a_question(talking: Page) -> None:
    talking.get_by_label("Menu").click()
    talking.get_by_role("button", name="Save the conversation").click()
    expect(talking.get_by_role("dialog")).to_contain_text("where others may find it")
    with talking.expect_download() as saved:
        talking.get_by_role("dialog").get_by_role("button", name="Save").click()
    assert saved.value.suggested_filename == "notes.txt"
