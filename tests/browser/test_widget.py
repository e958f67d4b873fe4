"""The launcher on somebody's site, of another origin, with its own styles and a strict policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SITE = "http://college.example/"
# What a site's author may have written: it must not reach into the launcher, nor the other way.
STYLE = "div, button, span { display: none !important; font-size: 60px; border: 9px solid red }"


@pytest.fixture
def context(browser: Browser, kinds: Server) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB")
    yield context
    context.close()


def tag(kinds: Server, **attributes: str) -> str:
    set_ = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<script src="{kinds.address}/widget.js"{set_} async></script>'


def policy(kinds: Server) -> str:
    """The least that the manual tells a site to allow."""
    return (
        "default-src 'none'; style-src 'self'; "
        f"script-src {kinds.address}; frame-src {kinds.address}; connect-src {kinds.address}"
    )


def site(context: BrowserContext, body: str, csp: str = "") -> Page:
    """A page of another origin, without a network."""
    head = "<title>College</title><link rel=stylesheet href=s.css>"
    html = f"<!doctype html><html lang=en>{head}<h1>Ours</h1><a href=#>Link</a>{body}"
    headers = {"content-security-policy": csp} if csp else {}
    context.route(
        SITE,
        lambda route: route.fulfill(body=html, content_type="text/html", headers=headers),
    )
    context.route(f"{SITE}s.css", lambda route: route.fulfill(body=STYLE, content_type="text/css"))
    page = context.new_page()
    page.goto(SITE)
    return page


def opened(page: Page) -> Frame:
    """The chat's frame, once it is there; the launcher itself is closed to everybody."""
    if len(page.frames) == 1:
        page.wait_for_event("frameattached")
    frame = page.frames[1]
    expect(frame.locator("#status")).to_have_text(re.compile("Connected|На зв’язку|وصل هستید"))
    return frame


def by_key(page: Page) -> None:
    """To the launcher by keyboard: it is behind the site's own link."""
    page.get_by_role("link", name="Link").focus()
    page.keyboard.press("Tab")


def test_by_keyboard_from_the_site_into_the_chat_and_back(
    context: BrowserContext, kinds: Server
) -> None:
    page = site(context, tag(kinds, data_flow="helpline"), policy(kinds))
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text))
    page.wait_for_function("() => window.flowengine")
    by_key(page)
    page.keyboard.press("Enter")  # the entries of the flow
    page.keyboard.press("Enter")  # "Chat now"
    frame = opened(page)
    expect(frame.locator("#message")).to_be_focused()
    page.keyboard.type("a number")
    page.keyboard.press("Enter")
    expect(frame.locator("#log .said").last).to_contain_text("How many people?")
    page.keyboard.press("Escape")
    expect(frame.locator("#log")).to_be_hidden()
    page.keyboard.press("Enter")  # the focus is back at the launcher
    expect(frame.locator("#log")).to_be_visible()
    assert complaints == []


def test_an_entry_begins_where_it_leads(context: BrowserContext, kinds: Server) -> None:
    page = site(context, tag(kinds, data_flow="helpline"))
    page.wait_for_function("() => window.flowengine")
    with page.expect_response("**/api/chat/helpline") as described:
        page.reload()
    assert described.value.json()["entries"][0]["name"] == "call_me"
    page.wait_for_load_state("networkidle")  # the launcher has heard it, too
    by_key(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Call me back"
    expect(opened(page).locator("#log .said").last).to_contain_text("Which number shall we call?")


def test_the_site_sets_language_place_colour_and_values(
    context: BrowserContext, kinds: Server
) -> None:
    page = site(
        context,
        tag(
            kinds,
            data_flow="helpline",
            data_language="uk",
            data_color="#1f5f4a",
            data_position="start",
            data_set_campus="Kyiv",
        ),
    )
    page.wait_for_function("() => window.flowengine")
    with page.expect_request(lambda one: one.method == "POST") as begun:
        page.evaluate("flowengine.open()")
    frame = opened(page)
    sent: dict[str, Any] = begun.value.post_data_json or {}
    assert sent["page"] == {"campus": "Kyiv"}
    assert sent["keep"] is False  # cookies do not come through in a frame
    expect(frame.locator("html")).to_have_attribute("lang", "uk")
    bar = frame.locator(".bar")
    expect(bar).to_have_css("background-color", "rgb(31, 95, 74)")
    expect(bar).to_have_css("color", "rgb(255, 255, 255)")
    element = frame.frame_element().bounding_box()
    assert element is not None
    assert element["x"] < 100  # at the start of the line


@pytest.mark.parametrize("color", ["red;display:none", "url(//elsewhere)", "nothing"])
def test_a_colour_that_is_none_changes_nothing(
    context: BrowserContext, kinds: Server, color: str
) -> None:
    page = site(context, tag(kinds, data_flow="helpline", data_color=color))
    page.wait_for_function("() => window.flowengine")
    page.evaluate("flowengine.open()")
    expect(opened(page).locator("body")).not_to_have_class(re.compile("dressed"))


def test_two_tags_are_one_launcher(context: BrowserContext, kinds: Server) -> None:
    page = site(context, tag(kinds, data_flow="helpline") * 2)
    page.wait_for_function("() => window.flowengine")
    page.wait_for_load_state("networkidle")
    assert page.locator("flowengine-chat").count() == 1


def test_a_tag_that_comes_late_works(context: BrowserContext, kinds: Server) -> None:
    page = site(context, "")
    page.evaluate(
        """(address) => {
          const late = document.createElement("script");
          late.src = `${address}/widget.js`;
          late.dataset.flow = "quiet";
          document.body.append(late);
        }""",
        kinds.address,
    )
    page.wait_for_function("() => window.flowengine")
    page.evaluate("flowengine.open()")
    expect(opened(page).locator("#log .said").last).to_contain_text("What would you like to say?")


def test_the_talk_goes_on_on_another_page_of_the_site(
    context: BrowserContext, kinds: Server
) -> None:
    page = site(context, tag(kinds, data_flow="helpline"))
    for first in (True, False):
        page.wait_for_function("() => window.flowengine")
        page.evaluate("flowengine.open()")
        frame = opened(page)
        if first:
            frame.locator("#message").fill("a number")
            frame.locator("#message").press("Enter")
        expect(frame.locator("#log .mine")).to_have_count(1)
        expect(frame.locator("#log .said").last).to_contain_text("How many people?")
        page.reload()


def test_an_answer_to_a_closed_panel_is_counted(context: BrowserContext, kinds: Server) -> None:
    page = site(context, tag(kinds, data_flow="helpline", data_label="Ask us"))
    page.wait_for_function("() => window.flowengine")
    page.evaluate("flowengine.open()")
    frame = opened(page)
    told = page.evaluate_handle(
        """() => { const told = [];
          addEventListener("message", (event) => told.push(event.data)); return told; }"""
    )
    frame.evaluate("document.getElementById('message').value = 'a number'")
    page.evaluate("flowengine.close()")
    frame.evaluate("document.getElementById('send').click()")
    page.wait_for_function("(told) => told.some((one) => one.count === 1)", arg=told)


def test_messages_of_others_are_not_obeyed(context: BrowserContext, kinds: Server) -> None:
    """The site itself, or a frame of somebody else, says what only the chat's frame may say."""
    page = site(context, tag(kinds, data_flow="quiet"))
    page.wait_for_function("() => window.flowengine")
    page.evaluate("flowengine.open()")
    frame = opened(page)
    page.evaluate("postMessage({flowengine: 'exit', address: 'https://elsewhere.example/'}, '*')")
    page.evaluate("postMessage({flowengine: 'close'}, '*')")
    frame.evaluate("postMessage({flowengine: 'enter', entry: 'start'}, '*')")
    expect(frame.locator("#log")).to_be_visible()
    assert page.url == SITE


def test_quick_exit_takes_the_whole_site_away(context: BrowserContext, kinds: Server) -> None:
    page = site(context, tag(kinds, data_flow="quiet"))
    context.route(
        "https://weather.example/today",
        lambda route: route.fulfill(body="<title>Weather</title>"),
    )
    page.wait_for_function("() => window.flowengine")
    page.evaluate("flowengine.open()")
    opened(page).get_by_role("button", name="Leave now").click()
    expect(page).to_have_url("https://weather.example/today")


def test_on_a_phone_the_chat_fills_the_screen(browser: Browser, kinds: Server) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, is_mobile=True, locale="en-GB"
    )
    page = site(
        context,
        '<meta name="viewport" content="width=device-width">'
        + tag(kinds, data_flow="helpline", data_open=""),
    )
    page.wait_for_function("() => window.flowengine")
    assert len(page.frames) == 1  # it does not open by itself there
    page.evaluate("flowengine.open()")
    box = opened(page).frame_element().bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 640}
    opened(page).get_by_role("button", name="Close the chat").click()
    expect(opened(page).locator("#log")).to_be_hidden()
    context.close()


def test_a_page_of_the_site_proves_its_talk_and_a_first_entry_does_not_begin_again(
    context: BrowserContext, kinds: Server
) -> None:
    """Its kept key goes to where a cookie would, so that the flow hears of a return."""
    page = site(context, tag(kinds, data_flow="helpline", data_entry="call_me"))
    page.wait_for_function("() => window.flowengine")
    page.evaluate("flowengine.open()")
    frame = opened(page)
    expect(frame.locator("#log .said").last).to_contain_text("Which number shall we call?")
    frame.locator("#message").fill("050 123 45 67")
    frame.locator("#message").press("Enter")
    expect(frame.locator("#log .said").last).to_contain_text("What shall we try?")
    page.reload()
    page.wait_for_function("() => window.flowengine")
    with page.expect_request(lambda one: one.method == "POST") as begun:
        page.evaluate("flowengine.open()")
    assert {"conversation", "token"} <= set(begun.value.post_data_json or {})
    frame = opened(page)
    expect(frame.locator("#log .said").last).to_contain_text("What shall we try?")
    expect(frame.locator("#log .mine")).to_have_count(1)
