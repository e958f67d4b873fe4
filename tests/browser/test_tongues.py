"""The desk in the languages of those who answer: a whole talk in Ukrainian and in Persian.

What is looked for is told by the catalogue, so that a test says nothing twice; no page shows a word
of English that the catalogue has in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from flowengine.server.desk.words import Words, sentences, words
from tests.browser.conftest import Server, type_in
from tests.browser.console import acts, writes
from tests.browser.demonstration import (
    Demonstration,
    finds_nothing,
    takes,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE: ViewportSize = {"width": 1360, "height": 820}
PATIENT = 60_000  # milliseconds; the machine may be busy
LOCALES = {"uk": "uk-UA", "fa": "fa-IR"}
TEXTS = """() => {
  const kept = "script, style, template, code, [lang]:not(html), .log, #known, #talk-name";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [document.title];
  while (walk.nextNode()) {
    const { parentElement: at, data } = walk.currentNode;
    if (data.trim() && !at.closest(kept)) found.push(data.trim());
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
    if (one.closest(kept)) continue;
    for (const name of ["aria-label", "title", "placeholder"]) found.push(one.getAttribute(name));
  }
  return found.filter(Boolean);
}"""

BROKEN = """(list) => {
  const found = [];
  const walk = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data } = walk.currentNode;
    for (const word of data.matchAll(/\\p{L}+/gu)) {
      const range = new Range();
      range.setStart(walk.currentNode, word.index);
      range.setEnd(walk.currentNode, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (tops.size > 1) found.push(word[0]);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def desk(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("tongues")
    with Demonstration(top / "tests" / "browser" / "desk", folder) as running:
        yield running


@pytest.fixture(params=LOCALES)
def told(request: pytest.FixtureRequest) -> Words:
    return words(request.param)


@pytest.fixture
def window(browser: Browser, desk: Server, told: Words) -> Iterator[BrowserContext]:
    """A browser that asks for the language; what it complains about is a failure."""
    expect.set_options(timeout=PATIENT)
    context = browser.new_context(
        base_url=desk.address,
        locale=LOCALES[told.language],
        viewport=WIDE,
    )
    context.set_default_timeout(PATIENT)
    complaints: list[str] = []
    context.on("weberror", lambda found: complaints.append(str(found.error)))
    yield context
    context.close()
    assert complaints == []


def entered(window: BrowserContext, name: str) -> Page:
    page = window.new_page()
    page.goto("/desk/sign-in")
    page.locator(f"button[value={name}]").click()
    expect(page.locator("#main")).to_be_visible()
    return page


def speaks(page: Page, told: Words) -> None:
    """The page says its language, and none of its texts is English of the catalogue."""
    expect(page.locator("html")).to_have_attribute("lang", told.language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if told.language == "fa" else "ltr")
    english = {text for name, text in words("en").items() if told[name] != text}
    said = {text for text in page.evaluate(TEXTS) if re.search("[A-Za-z]{2}", text)}
    assert said & english == set()


def narrow(page: Page) -> None:
    """On a dark phone, where nothing has to be moved sideways."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_whole_talk_in_the_language_of_who_answers(window: BrowserContext, told: Words) -> None:
    olena = entered(window, "olena")
    expect(olena.locator("#status")).to_be_enabled()
    olena.locator("#status").select_option("ready")
    expect(olena.locator("#status")).to_have_attribute("data-status", "ready")
    # Nobody waits: who takes one more all the same is refused in their own language.
    olena.locator("#pull").evaluate("(one) => { one.disabled = false; one.click(); }")
    expect(olena.locator("#notice")).to_have_text(sentences(told.language)["refusal"]["nothing"])

    person = window.new_page()
    person.goto(f"/chat/circle?lang={told.language}")
    person.locator(".choices:visible button").first.click()
    expect(person.locator("#log .said:not(.mine)")).to_have_count(3)
    type_in(person, "Іра")
    expect(olena.locator("#offers .offer")).to_contain_text(told["console_take"])
    expect(olena).to_have_title(re.compile(told["console_offer_title"]))
    speaks(olena, told)
    takes(olena)
    writes(olena, "…")
    expect(person.locator("#log")).to_contain_text("…")
    expect(olena.locator("#log")).to_contain_text(told["console_receipt_seen"])
    speaks(olena, told)
    acts(olena, "t")
    expect(olena.locator("#asking-title")).to_have_text(told["console_transfer"])
    speaks(olena, told)
    olena.keyboard.press("Escape")
    olena.locator("#known").get_by_role("button", name=told["console_why"]).click()
    expect(olena.locator("#asking-title")).to_have_text(told["console_why"])
    expect(olena.locator("#asking li").first).not_to_contain_text("with the agent")
    olena.keyboard.press("Escape")
    acts(olena, "f")
    expect(olena.locator("#wrap-title")).to_have_text(told["console_wrap_title"])
    expect(olena.locator("#wrapping input").first).to_be_focused()
    assert olena.locator(".outcomes").first.evaluate(BROKEN) == []
    narrow(olena)
    assert olena.locator(".outcomes").first.evaluate(BROKEN) == []
    speaks(olena, told)
    finds_nothing(olena)
    brief = olena.locator("#wrapping .outcome.brief").first
    brief.locator("input").press(brief.locator("kbd").inner_text())
    expect(olena.locator("#own > li")).to_have_count(0)


def test_the_pages_of_supervisors_in_their_language(window: BrowserContext, told: Words) -> None:
    sofia = entered(window, "sofia")
    for address in ("board", "users/olena", "me", "reports", "reports/staffing"):
        sofia.goto(f"/desk/{address}")
        speaks(sofia, told)
        narrow(sofia)
        finds_nothing(sofia)
