"""The web chat as a person meets it: the example hotlines in a real browser, on a real server."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Server, pick, said, says, type_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_college_line_from_the_list_to_the_goodbye(page: Page) -> None:
    page.goto("/?lang=en")
    page.get_by_role("link", name="Лінія про вступ до коледжів США").click()
    says(page, "Which language shall we speak?")
    pick(page, "English")
    says(page, "How can we help?")
    pick(page, "Study grants")
    says(page, "For which year of admission")
    type_in(page, "2030")
    says(page, "Anything else?")
    assert any("by" in text and "2029" in text for text in said(page))
    pick(page, "No")
    says(page, "from 1 to 5")
    type_in(page, "5")
    says(page, "tell us")
    type_in(page, "Всё <b>хорошо</b> & {{ name }}")
    expect(page.get_by_text("The conversation has ended.")).to_be_visible()
    # What was typed is words, in the page as in the flow.
    assert page.locator("#log b").count() == 0
    page.locator("#over-again").click()
    expect(page.locator("#log .said")).to_have_count(2)
    says(page, "Which language")


def weekday_ahead() -> date:
    """A day on which parcels are packed: in about a week, never at a weekend."""
    day = datetime.now(UTC).date() + timedelta(days=7)
    return day - timedelta(days=max(0, day.weekday() - 4))


def test_the_food_bank_when_its_stock_cannot_be_reached(page: Page) -> None:
    """The service of the example lies at an address that is nowhere, so the flow offers a call."""
    page.goto("/chat/food_bank")
    says(page, "What would you like?")
    pick(page, "Opening hours")
    says(page, "Anything else?")
    pick(page, "Yes")
    says(page, "What would you like?")
    pick(page, "A food parcel")
    says(page, "What shall we pack for you?")
    type_in(page, f"a parcel for two people at eleven on {weekday_ahead()}")
    says(page, "At which pick-up point?")
    pick(page, "Obolon")
    says(page, "2 people")
    pick(page, "Yes")
    says(page, "Which number shall we call?")
    assert any("I could not write that down" in text for text in said(page))
    type_in(page, "+380 50 123 45 67")
    says(page, "Is that right?")


def test_the_language_shown_is_the_one_that_is_spoken(page: Page) -> None:
    page.goto("/chat/college_line?lang=uk")
    pick(page, "English")
    says(page, "How can we help?")
    expect(page.locator("#language")).to_have_value("en")


def test_a_reload_keeps_the_talk(page: Page) -> None:
    page.goto("/chat/college_line?lang=uk")
    pick(page, "Українська")
    says(page, "Чим допомогти?")
    before = said(page)
    page.reload()
    says(page, "Чим допомогти?")
    assert said(page) == before
    pick(page, "Терміни подання")
    expect(page.locator("#log .mine").last).to_contain_text("Терміни подання")


def test_a_server_that_is_killed_and_started_again_loses_nothing(
    page: Page, server: Server
) -> None:
    page.goto("/chat/college_line?lang=en")
    pick(page, "English")
    says(page, "How can we help?")
    before = said(page)
    server.kill()
    expect(page.locator("#status")).to_have_attribute("data-state", "offline")
    type_in(page, "grants")  # typed into the gap
    server.start()
    says(page, "For which year")
    expect(page.locator("#status")).to_have_text("Connected")
    after = said(page)
    assert after[: len(before)] == before
    assert len([text for text in after if text.endswith("grants")]) == 1
    page.reload()
    says(page, "For which year")
    assert said(page) == after


def hasty(page: Page, pattern: str) -> list[int]:
    """The first that is posted there is refused as too fast; gives the refusals."""
    refused: list[int] = []

    def refuse(route: Route) -> None:
        if route.request.method != "POST" or refused:
            route.continue_()
            return
        refused.append(429)
        body = {"type": "refused", "code": "too-fast", "text": "Too fast."}
        route.fulfill(status=429, json=body)

    page.route(pattern, refuse)
    return refused


def test_where_too_many_begin_at_one_address_the_page_waits_for_its_turn(page: Page) -> None:
    slow = hasty(page, "**/api/chat/food_bank")
    page.goto("/chat/food_bank")
    says(page, "What would you like?")
    assert slow == [429]
    expect(page.locator("#problem")).to_be_hidden()
    expect(page.locator("#unstarted")).to_have_count(0)


def test_without_websocket_what_is_written_too_fast_is_taken_in_order(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    page.route_web_socket("**/ws/**", lambda socket: socket.close())
    page.goto("/chat/food_bank")
    expect(page.locator("#status")).to_have_text("Connected (slower way)")
    slow = hasty(page, "**/lines?**")
    for words in ("opening hours", "yes"):
        type_in(page, words)
    expect(page.locator("#log .said").last).to_contain_text("What would you like?")
    mine = page.locator("#log .mine").all_inner_texts()
    assert [text.removeprefix("You:").strip() for text in mine] == ["opening hours", "yes"]
    assert slow == [429]
    context.close()


def test_without_websocket_the_talk_goes_over_http(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.address)
    page = context.new_page()
    page.route_web_socket("**/ws/**", lambda socket: socket.close())
    page.goto("/chat/food_bank")
    expect(page.locator("#status")).to_have_text("Connected (slower way)")
    type_in(page, "opening hours")
    says(page, "Anything else?")
    assert len([text for text in said(page) if "opening hours" in text]) == 1
    context.close()


def test_everything_can_be_done_from_the_keyboard(page: Page) -> None:
    page.goto("/?lang=en")
    page.get_by_role("link", name="Podil Food Bank").focus()
    page.keyboard.press("Enter")
    says(page, "What would you like?")
    expect(page.locator("#message")).to_be_focused()
    page.keyboard.type("opening hours")
    page.keyboard.press("Enter")
    says(page, "Anything else?")
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Yes")).to_be_focused()
    page.keyboard.press("Enter")
    says(page, "What would you like?")
    expect(page.locator("#message")).to_be_focused()
    page.get_by_label("Menu").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Start again").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Go on talking")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#log .mine")).to_have_count(2)


def test_a_screen_reader_finds_log_names_and_state(page: Page) -> None:
    page.goto("/chat/food_bank")
    says(page, "What would you like?")
    expect(page.get_by_role("log", name="Conversation")).to_be_visible()
    expect(page.get_by_role("group", name="Choices")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your message")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Connected")
    expect(page.get_by_role("heading", name="Podil Food Bank")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_cut_off(browser: Browser, server: Server, scheme: str) -> None:
    context = browser.new_context(
        base_url=server.address,
        viewport={"width": 360, "height": 640},
        has_touch=True,
        is_mobile=True,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for address in ("/?lang=uk", "/chat/college_line?lang=uk", "/manual"):
        page.goto(address)
        page.wait_for_load_state()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
    page.goto("/chat/college_line?lang=uk")
    page.locator(".choices:visible").get_by_role("button", name="Українська").tap()
    says(page, "Чим допомогти?")
    expect(page.get_by_role("button", name="Надіслати")).to_be_in_viewport()
    expect(page.locator(".choices:visible button").last).to_be_in_viewport()
    # On a telephone the keyboard would cover what was just said.
    expect(page.locator("#message")).not_to_be_focused()
    context.close()


def test_another_language_begins_the_talk_in_it(page: Page) -> None:
    page.goto("/chat/college_line?lang=uk")
    says(page, "Якою мовою говоримо?")
    page.get_by_label("Мови").select_option("ru")
    says(page, "На каком языке говорим?")
    expect(page.get_by_role("button", name="Отправить")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "ru"


PERSIAN = """flow line "خط کمک"
languages fa, en

start:
  menu main "چه کمکی از ما برمی‌آید؟"
    en: "How can we help?"
    1 "بورس تحصیلی" -> start
      en: "Grants"
"""


def test_a_persian_page_runs_from_right_to_left(browser: Browser, tmp_path: Path) -> None:
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "line.flow").write_text(PERSIAN, encoding="utf-8")
    with Server(flows, tmp_path) as server:
        context = browser.new_context(base_url=server.address)
        page = context.new_page()
        page.goto("/chat/line?lang=fa")
        pick(page, "بورس تحصیلی")
        # When the question has come again, the bubble of what was being sent has gone.
        expect(page.locator("#log .said:not(.mine)")).to_have_count(2)
        theirs = page.locator("#log .said:not(.mine)").first.bounding_box()
        mine = page.locator("#log .mine").bounding_box()
        assert theirs is not None
        assert mine is not None
        assert mine["x"] < theirs["x"]
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        context.close()


def test_a_message_that_is_refused_comes_back_to_its_writer(page: Page) -> None:
    page.goto("/chat/food_bank")
    says(page, "What would you like?")
    page.evaluate("document.getElementById('message').value = 'turn \\u202e me'")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("reverse text")
    assert "me" in page.locator("#message").input_value()
    expect(page.locator("#log .mine")).to_have_count(0)
    expect(page.locator(".choices:visible")).to_have_count(1)


def test_two_tabs_that_type_at_one_moment_are_both_heard(browser: Browser, server: Server) -> None:
    """Ids were made of the moment alone, and the second message counted as a repetition."""
    context = browser.new_context(base_url=server.address)
    context.add_init_script("Date.now = () => 1")
    tabs = [context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto("/chat/food_bank")
        says(tab, "What would you like?")
    for tab, words in zip(tabs, ("opening hours", "yes"), strict=True):
        type_in(tab, words)
        for other in tabs:
            expect(other.locator("#log .mine").last).to_contain_text(words)
            expect(other.locator("#log .way")).to_have_count(0)
    assert said(tabs[0]) == said(tabs[1])
    context.close()


HOSTILE = """flow line "<img src=x onerror=alert(1)>"

start:
  ask name: text "Your <b>name</b>? </script><script>alert(2)</script>"
  say "Hello {{ name }}, see javascript:alert(3)"
  -> start
"""


def test_no_words_of_flow_or_person_become_part_of_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "line.flow").write_text(HOSTILE, encoding="utf-8")
    with Server(flows, tmp_path) as server:
        context = browser.new_context(base_url=server.address)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda told: complaints.append(told.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        page.get_by_role("link", name="<img src=x onerror=alert(1)>").click()
        says(page, "Your <b>name</b>? </script><script>alert(2)</script>")
        type_in(page, "<img src=x onerror=alert(4)><script>alert(5)</script>")
        expect(page.locator("#log .said:not(.mine)")).to_have_count(3)
        assert page.locator("#log img, #log script, #log b, #log a").count() == 0
        assert "Hello <img src=x onerror=alert(4)>" in said(page)[2]
        # The browser tells here also what the security policy had to stop.
        assert complaints == []
        context.close()


def test_the_page_goes_over_to_the_language_that_the_flow_chooses(page: Page) -> None:
    page.goto("/chat/college_line?lang=uk")
    pick(page, "English")
    says(page, "How can we help?")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.locator("#message")).to_have_attribute("placeholder", "Write a message…")
    expect(page.locator("#status")).to_have_text("Connected")
    expect(page.get_by_label("Menu")).to_be_visible()
    page.reload()  # and stays there
    says(page, "How can we help?")
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_direction_names_and_entries_go_over_with_it(asking: Page) -> None:
    asking.goto("/chat/helpline?lang=en")
    pick(asking, "فارسی")
    says(asking, "چند نفر؟")
    expect(asking.locator("html")).to_have_attribute("dir", "rtl")
    expect(asking.get_by_role("heading")).to_have_text("خطی برای هر پرسش")
    expect(asking).to_have_title("خطی برای هر پرسش")
    expect(asking.locator("[data-entry]")).to_have_text("با من تماس بگیرید")
    expect(asking.get_by_label("عدد")).to_be_visible()  # the card's own words, too
    asking.get_by_role("button", name="رد شو").click()
    says(asking, "چه کنیم؟")


def test_without_a_connection_for_the_words_the_talk_goes_on(asking: Page) -> None:
    asking.goto("/chat/helpline?lang=en")
    asking.route("**/words/**", lambda route: route.abort())
    pick(asking, "فارسی")
    says(asking, "چند نفر؟")
    expect(asking.get_by_role("button", name="Send").last).to_be_visible()
    asking.unroute("**/words/**")
    type_in(asking, "2")
    expect(asking.locator("html")).to_have_attribute("dir", "rtl")
