"""Calling from the page, as far as the page itself goes: the other end is a made-up exchange."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Server, calls, connected, says, type_in
from tests.browser.fake_exchange import FakeExchange

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AWAY = "https://weather.example/today"
# The microphone of this page can be taken away, or refused for a reason of the test's.
UNPLUGGING = """{
  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    if (window.refusal) throw new DOMException("", window.refusal);
    window.stream = await real(wanted);
    return stream;
  };
  window.unplug = () => stream.getAudioTracks()[0].dispatchEvent(new Event("ended"));
}"""


def stands(page: Page, state: str) -> None:
    expect(page.locator("#call")).to_have_attribute("data-state", state)


def test_a_chat_goes_on_as_a_call_and_back(caller: Page, exchange: FakeExchange) -> None:
    caller.goto("/chat/talker?lang=en")
    says(caller, "What would you like?")
    expect(caller.locator("#call-offer")).to_contain_text("Would you rather talk?")
    caller.locator("#call-offer button").click()
    stands(caller, "call-on")
    expect(caller.locator("#call-state")).to_have_text("On the call")
    expect(caller.locator("#call-time")).to_have_text(re.compile(r"0\d:\d\d"))
    expect(caller.locator("#call-mute")).to_be_focused()
    expect(caller.locator("#call-offer")).to_be_hidden()
    # What is heard is not read out as well.
    expect(caller.locator("#log")).to_have_attribute("aria-live", "off")
    (hello,) = exchange.said("hello")
    assert len(hello["token"]) > 20
    type_in(caller, "opening hours")
    says(caller, "What would you like?")
    caller.get_by_role("button", name="Hang up").click()
    exchange.until(lambda: exchange.closed == [1000])
    assert exchange.messages[-1] == {"type": "hang_up"}
    expect(caller.locator("#call")).to_be_hidden()
    expect(caller.locator(".note")).to_have_text(re.compile(r"The call has ended\. 0\d:\d\d"))
    expect(caller.locator("#log")).to_have_attribute("aria-live", "polite")
    expect(caller.locator("#message")).to_be_focused()
    type_in(caller, "opening hours")
    expect(caller.locator("#log .mine")).to_have_count(2)


def test_a_call_waits_for_the_conversation_that_it_is_of(caller: Page) -> None:
    """A click on a button that is there too early would be lost."""
    held: list[Route] = []
    caller.route("**/api/chat/talker", lambda route: held.append(route))  # noqa: PLW0108
    with caller.expect_request("**/api/chat/talker"):
        caller.goto("/chat/talker?lang=en")
    caller.evaluate("import('/static/call.js')")
    expect(caller.locator("#call-begin")).to_be_disabled()
    held[0].continue_()
    caller.locator("#call-begin").click()
    stands(caller, "call-on")


def test_where_nothing_speaks_there_is_nothing_of_it(asking: Page) -> None:
    came: list[str] = []
    asking.on("request", lambda request: came.append(request.url))
    asking.goto("/chat/helpline?lang=en")
    says(asking, "What shall we try?")
    expect(asking.locator("#call-begin, #call, #call-offer")).to_have_count(0)
    assert not any("/static/call" in url for url in came)


# ------------------------------------------------------------ the keys


def test_keys_are_pressed_by_mouse_and_by_keyboard(caller: Page, exchange: FakeExchange) -> None:
    calls(caller)
    caller.keyboard.press("7")
    caller.get_by_role("button", name="Keys").press("Enter")
    for name in ("1", "Star", "0", "Hash"):
        caller.get_by_role("group", name="Keys").get_by_role(
            "button", name=name, exact=True
        ).click()
    caller.keyboard.press("#")
    caller.locator("#message").fill("")
    caller.locator("#message").press("5")  # somebody writes
    caller.locator("#call-volume").press("9")
    exchange.until(lambda: len(exchange.said("key")) == 7)
    assert [one["key"] for one in exchange.said("key")] == [*"71*0##9"]
    expect(caller.locator("#message")).to_have_value("5")


def test_keys_sound_only_for_who_wants_it(caller: Page, exchange: FakeExchange) -> None:
    caller.add_init_script(
        """window.tones = [];
        window.OscillatorNode = class extends OscillatorNode {
          constructor(context, more) { super(context, more); tones.push(more.frequency); }
        };"""
    )
    calls(caller)
    caller.keyboard.press("5")
    exchange.until(lambda: len(exchange.said("key")) == 1)
    assert caller.evaluate("tones") == []
    caller.get_by_label("Menu").click()
    caller.get_by_role("switch", name="Tones of the keys").check()
    caller.keyboard.press("Escape")
    caller.keyboard.press("5")
    exchange.until(lambda: len(exchange.said("key")) == 2)
    assert caller.evaluate("tones") == [770, 1336]


def test_escape_takes_the_keys_away_and_never_hangs_up(
    caller: Page, exchange: FakeExchange
) -> None:
    calls(caller)
    caller.get_by_role("button", name="Keys").click()
    expect(caller.locator("#call-keypad")).to_be_visible()
    caller.keyboard.press("Tab")
    for _ in range(4):
        caller.keyboard.press("Escape")
    expect(caller.locator("#call-keypad")).to_be_hidden()
    expect(caller.get_by_role("button", name="Keys")).to_be_focused()
    stands(caller, "call-on")
    caller.keyboard.press("3")
    exchange.until(lambda: bool(exchange.said("key")))
    assert not exchange.said("hang_up")


# ------------------------------------------------------------ the microphone


def test_nothing_leaves_a_muted_page(caller: Page, exchange: FakeExchange) -> None:
    calls(caller)
    exchange.until(lambda: len(exchange.heard) > 6_400)
    assert exchange.frames == {640}
    mute = caller.get_by_role("button", name="Mute")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    exchange.until(lambda: exchange.said("mute") == [{"type": "mute", "on": True}])
    heard = len(exchange.heard)
    for _ in range(3):  # the page goes on with other things
        caller.keyboard.press("1")
    exchange.until(lambda: len(exchange.said("key")) == 3)
    assert len(exchange.heard) == heard
    mute.click()
    exchange.until(lambda: len(exchange.heard) > heard)
    assert exchange.said("mute")[-1] == {"type": "mute", "on": False}


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        ("NotAllowedError", "The microphone is not allowed."),
        ("NotFoundError", "There is no microphone."),
        ("NotReadableError", "There is no microphone."),
    ],
)
def test_without_a_microphone_one_listens_and_presses_keys(
    caller: Page, exchange: FakeExchange, refusal: str, told: str
) -> None:
    caller.add_init_script(UNPLUGGING)
    caller.add_init_script(f"window.refusal = '{refusal}'")
    calls(caller)
    expect(caller.get_by_role("alert").filter(has_text=told)).to_be_visible()
    caller.keyboard.press("1")
    exchange.until(lambda: bool(exchange.said("key")))
    assert [one["type"] for one in exchange.messages] == ["hello", "mute", "key"]
    # It is plugged in, or allowed, and used.
    caller.evaluate("refusal = ''")
    caller.get_by_role("button", name="Use the microphone").click()
    exchange.until(lambda: bool(exchange.heard))
    assert exchange.said("mute")[-1] == {"type": "mute", "on": False}
    expect(caller.locator("#call-note")).to_be_hidden()


def test_a_microphone_that_is_pulled_out_leaves_the_call(
    caller: Page, exchange: FakeExchange
) -> None:
    caller.add_init_script(UNPLUGGING)
    calls(caller)
    exchange.until(lambda: bool(exchange.heard))
    caller.evaluate("unplug()")
    expect(caller.locator("#call-note")).to_contain_text("The microphone is gone.")
    exchange.until(lambda: exchange.said("mute") == [{"type": "mute", "on": True}])
    stands(caller, "call-on")


def test_who_does_not_answer_about_the_microphone_can_call_without(
    caller: Page, exchange: FakeExchange
) -> None:
    caller.add_init_script("navigator.mediaDevices.getUserMedia = () => new Promise(() => {})")
    caller.goto("/chat/talker?lang=en")
    caller.locator("#call-begin").click()
    expect(caller.locator("#call-note")).to_contain_text("Please allow the microphone.")
    caller.get_by_role("button", name="Call without it").click()
    stands(caller, "call-on")
    exchange.until(lambda: exchange.said("mute") == [{"type": "mute", "on": True}])


def test_a_page_without_https_offers_what_it_can(caller: Page) -> None:
    caller.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    caller.goto("/chat/talker?lang=en")
    says(caller, "What would you like?")
    expect(caller.locator("#call-begin, #call-offer, #call-switch")).to_have_count(0)


def test_a_browser_without_sound_says_so(caller: Page) -> None:
    caller.add_init_script("window.AudioContext = undefined")
    caller.goto("/chat/talker?lang=en")
    says(caller, "What would you like?")
    caller.locator("#call-begin").click()
    expect(caller.locator("#call-state")).to_have_text(re.compile("This browser cannot make calls"))
    caller.get_by_role("button", name="Not now").click()
    type_in(caller, "opening hours")
    expect(caller.locator("#log .mine")).to_have_count(1)


def test_hanging_up_lets_go_of_the_microphone(caller: Page) -> None:
    caller.add_init_script(UNPLUGGING)
    calls(caller)
    assert caller.evaluate("stream.getAudioTracks()[0].readyState") == "live"
    caller.get_by_role("button", name="Hang up").click()
    assert caller.evaluate("stream.getAudioTracks()[0].readyState") == "ended"


# ------------------------------------------------------------ captions


def test_both_sides_are_captioned_and_nobody_is_flooded(
    caller: Page, exchange: FakeExchange
) -> None:
    calls(caller)
    exchange.tell(type="caption", side="flow", text="What would you like?", final=True)
    exchange.tell(type="caption", side="person", text="open", final=False)
    exchange.tell(type="caption", side="person", text="opening hours", final=False)
    theirs, mine = caller.locator("#call-theirs"), caller.locator("#call-mine")
    expect(theirs).to_have_text("What would you like?")
    expect(mine).to_have_text("opening hours")
    for one in (theirs, mine):
        assert one.evaluate("one => one.closest('[aria-live]').ariaLive") == "off"
    exchange.tell(type="caption", side="person", text="<b>opening hours</b>", final=True)
    expect(mine).to_have_text("<b>opening hours</b>")
    exchange.tell(type="caption", side="flow", text="We are open.", final=True)
    expect(mine).to_be_hidden()


# ------------------------------------------------------------ how it ends, and how it does not


def test_a_lost_connection_is_tried_again_and_the_call_goes_on(
    caller: Page, exchange: FakeExchange
) -> None:
    calls(caller)
    exchange.breaking = True  # until it was seen, however late we look
    exchange.drop()
    expect(caller.locator("#call-state")).to_have_text("The connection is lost. Trying again…")
    exchange.breaking = False
    stands(caller, "call-on")
    hellos = exchange.said("hello")
    assert len(hellos) == 2
    assert hellos[0] == hellos[1]
    heard = len(exchange.heard)
    exchange.until(lambda: len(exchange.heard) > heard)


def test_a_line_that_brings_nothing_is_a_lost_one(caller: Page, exchange: FakeExchange) -> None:
    caller.clock.install()
    calls(caller)
    exchange.paused = True
    caller.clock.run_for(4_000)
    expect(caller.locator("#call-state")).to_have_text("The connection is lost. Trying again…")
    exchange.paused = False
    caller.clock.run_for(1_000)
    stands(caller, "call-on")


def test_a_connection_that_stays_away_ends_the_call_with_words(
    caller: Page, exchange: FakeExchange
) -> None:
    caller.clock.install()
    calls(caller)
    exchange.breaking = True
    exchange.drop()
    stands(caller, "call-lost")
    for _ in range(60):
        if caller.locator("#call").get_attribute("data-state") != "call-lost":
            break
        caller.clock.run_for(1_000)
    stands(caller, "call-broken")
    expect(caller.locator("#call-state")).to_have_text(re.compile("The call was cut off"))
    exchange.breaking = False
    caller.locator("#call-start").click()
    stands(caller, "call-on")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("busy", "All lines are busy."),
        ("slow", "The connection is too slow"),
        ("no-calls", "No calls are taken here"),
        ("forbidden", "The call could not be taken."),
    ],
)
def test_a_refusal_says_why_in_the_page_s_words(
    caller: Page, exchange: FakeExchange, code: str, told: str
) -> None:
    exchange.refusing = code
    caller.goto("/chat/talker?lang=en")
    caller.locator("#call-begin").click()
    expect(caller.get_by_role("dialog").get_by_role("status")).to_contain_text(told)
    expect(caller.locator("#call-start")).to_be_focused()
    caller.get_by_role("button", name="Not now").click()
    expect(caller.locator("#call")).to_be_hidden()
    expect(caller.locator("#call-begin")).to_be_focused()


def test_the_other_side_ends_it(caller: Page, exchange: FakeExchange) -> None:
    calls(caller)
    exchange.tell(type="hold", on=True)
    expect(caller.locator("#call-state")).to_have_text("On hold")
    exchange.tell(type="ended", reason="ended")
    expect(caller.locator("#call")).to_be_hidden()
    expect(caller.locator(".note")).to_contain_text("The call has ended.")
    expect(caller.locator("#message")).to_be_focused()
    exchange.until(lambda: exchange.closed == [1000])
    assert not exchange.said("hang_up")


def test_starting_again_hangs_up(caller: Page, exchange: FakeExchange) -> None:
    calls(caller)
    caller.get_by_label("Menu").click()
    caller.get_by_role("button", name="Start again").click()
    exchange.until(lambda: bool(exchange.said("hang_up")))
    expect(caller.locator("#call")).to_be_hidden()


@pytest.mark.parametrize("how", ["button", "escape", "another page"])
def test_leaving_ends_the_call_at_once(caller: Page, exchange: FakeExchange, how: str) -> None:
    caller.context.route(AWAY, lambda route: route.fulfill(body="<title>Weather</title>"))
    calls(caller, "/chat/shelter?lang=en")
    if how == "button":
        caller.get_by_role("button", name="Leave now").click()
    elif how == "escape":
        caller.keyboard.press("Escape")
        caller.keyboard.press("Escape")
    else:
        caller.goto("/manual")
    exchange.until(lambda: bool(exchange.closed))
    # Going away, a browser may say so itself (RFC 6455, 7.4.1) instead of what the page has to say.
    assert exchange.closed == [1001] or exchange.messages[-1] == {"type": "hang_up"}
    if how != "another page":
        expect(caller).to_have_url(AWAY)


# ------------------------------------------------------------ on somebody's site


def test_the_launcher_offers_a_call_and_shows_that_one_is_on(
    browser: Browser, dialled: Server, exchange: FakeExchange
) -> None:
    context = browser.new_context(locale="en-GB")
    # Asked for in a frame, a browser asks in the name of the page around it.
    context.grant_permissions(["microphone"], origin="https://college.example")
    connected(context, exchange)
    tag = f'<script src="{dialled.address}/widget.js" data-flow="talker" async></script>'
    site = f"<!doctype html><html lang=en><title>Ours</title><a href=#>Link</a>{tag}"
    context.route(
        "https://college.example/",
        lambda route: route.fulfill(body=site, content_type="text/html"),
    )
    page = context.new_page()
    with page.expect_response("**/api/chat/talker") as described:
        page.goto("https://college.example/")
    assert described.value.json()["calls"] is True
    page.wait_for_load_state("networkidle")  # the launcher has heard it, too
    page.get_by_role("link", name="Link").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Call"
    if len(page.frames) == 1:
        page.wait_for_event("frameattached")
    frame = page.frames[1]
    expect(frame.locator("#call-state")).to_contain_text("Talk instead of writing?")
    assert frame.frame_element().get_attribute("allow") == "microphone; autoplay"
    told: Any = page.evaluate_handle(
        """() => { const told = [];
          addEventListener("message", (event) => told.push(event.data)); return told; }"""
    )
    frame.locator("#call-start").click()
    expect(frame.locator("#call")).to_have_attribute("data-state", "call-on")
    exchange.until(lambda: len(exchange.heard) > 6_400)
    page.wait_for_function("(told) => told.some((one) => one.on === true)", arg=told)
    page.evaluate("flowengine.close()")  # the call goes on behind it
    heard = len(exchange.heard)
    exchange.until(lambda: len(exchange.heard) > heard)
    context.close()


def test_what_a_call_needs_is_fetched_later_where_the_line_was_bad(
    browser: Browser, dialled: Server
) -> None:
    """The page goes on without, and calls when there is a connection again."""
    context = browser.new_context(base_url=dialled.address)
    context.route("**/static/call.js*", lambda route: route.abort())
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/chat/talker?lang=en")
    expect(page.locator("#log .said").first).to_be_visible()
    expect(page.locator("#call-begin")).to_be_disabled()
    context.unroute("**/static/call.js*")
    dialled.kill()
    expect(page.locator("#status")).to_have_attribute("data-state", "offline")
    dialled.start()
    expect(page.locator("#call-begin")).to_be_enabled(timeout=60_000)
    assert wrong == []
    context.close()
