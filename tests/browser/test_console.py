"""Agents in Chromium: a person comes from the chat, is talked with, passed on, asked how it was.

The server is a demonstration, so that nobody needs a password.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.conftest import Server, pick, type_in
from tests.browser.console import SLOWLY, acts, own, wraps_up, writes
from tests.browser.demonstration import (
    PHONE,
    Demonstration,
    Opens,
    asks,
    enter,
    finds_nothing,
    opening,
    takes,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(top: Path, tmp_path: Path) -> Iterator[Server]:
    with Demonstration(top / "tests" / "browser" / "desk", tmp_path) as running:
        yield running


@pytest.fixture
def opens(browser: Browser, desk: Server) -> Iterator[Opens]:
    with opening(browser, desk) as opens:
        yield opens


@pytest.fixture
def agent(opens: Opens) -> Opens:
    """The console of somebody of the demonstration, who is ready."""

    def signed_in(name: str, *, status: str = "ready", **how: Any) -> Page:
        page = opens("/desk/sign-in", **how)
        enter(page, name)
        page.locator("#status").select_option(status)
        expect(page.locator("#status")).to_have_attribute("data-status", status)
        return page

    return signed_in


@pytest.fixture
def person(opens: Opens) -> Opens:
    """Somebody in the chat who has said their name and waits."""

    def waiting(name: str = "Iryna", language: str = "en", **how: Any) -> Page:
        page = asks(opens, name, language, **how)
        expect(page.locator("#log .said:not(.mine)")).to_have_count(4)
        return page

    return waiting


def test_a_talk_from_the_offer_to_the_survey(agent: Opens, person: Opens) -> None:
    """Olena takes it, reloads her page, passes it on to Marko, who ends it."""
    olena, marko = agent("olena"), agent("marko", status="break")
    iryna = person()
    offer = olena.locator("#offers .offer")
    expect(offer).to_contain_text("Iryna needs a place for tonight.", timeout=SLOWLY)
    expect(olena).to_have_title(re.compile("Somebody is waiting"))
    expect(olena.locator("#urgent")).to_contain_text("is offered to you")
    takes(olena)
    expect(offer).to_have_count(0)
    expect(olena.locator("#message")).to_be_focused()
    expect(olena.locator("#log")).to_contain_text("What may we call you?")
    expect(olena.locator("#known")).to_contain_text("Somewhere to sleep")

    # Both ways, with signs.
    olena.keyboard.type("Good evening, Iryna.")
    olena.keyboard.press("Enter")
    expect(iryna.locator("#log")).to_contain_text("Good evening, Iryna.")
    expect(olena.locator("#log .receipt")).to_have_text("Seen", timeout=SLOWLY)
    type_in(iryna, "Good evening")
    expect(olena.locator("#log .person").last).to_contain_text("Good evening")

    # A reload loses nothing, not even what was being written.
    olena.locator("#message").fill("Half a sent")
    olena.reload()
    expect(olena.locator("#message")).to_have_value("Half a sent", timeout=SLOWLY)
    expect(olena.locator("#log")).to_contain_text("Good evening, Iryna.")
    olena.locator("#message").fill("")

    # Canned replies open behind a slash, in the person's language.
    olena.locator("#message").press_sequentially("/time")
    expect(olena.locator("#replies li")).to_have_count(1)
    olena.keyboard.press("Enter")
    expect(olena.locator("#message")).to_have_value("Take your time. I am here.")
    olena.locator("#message").fill("")

    # A note for a colleague, who is called by name, and whom she then asks in.
    acts(olena, "m")
    olena.keyboard.type("@Mar")
    olena.get_by_role("button", name="@Marko").click()
    olena.keyboard.type("two beds?")
    olena.keyboard.press("Enter")
    expect(marko.locator("#mentions")).to_contain_text("@Marko two beds?")
    expect(iryna.locator("#log")).not_to_contain_text("two beds?")
    acts(olena, "i")
    olena.get_by_role("dialog").get_by_text("Marko").click()
    olena.keyboard.press("Enter")
    expect(own(marko)).to_contain_text("you are a guest")
    expect(marko.locator("[value='say']")).to_be_disabled()

    acts(olena, "t")
    olena.get_by_role("dialog").get_by_text("Marko").click()
    olena.keyboard.press("Enter")
    expect(own(olena)).to_have_count(0)
    expect(olena.locator("#open")).to_be_hidden()
    expect(own(marko)).not_to_contain_text("you are a guest")
    expect(marko.locator("[value='say']")).to_be_checked()
    writes(marko, "I am Marko.")
    expect(iryna.locator("#log")).to_contain_text("I am Marko.")

    acts(marko, "f")
    expect(iryna.locator("#log")).to_contain_text("How did we help you")
    wraps_up(marko)
    expect(marko.locator("#told")).to_contain_text("is closed")


def test_an_outcome_that_is_no_talk_closes_with_one_key(agent: Opens, person: Opens) -> None:
    olena = agent("olena")
    person()
    takes(olena)
    acts(olena, "f")
    expect(olena.locator("#wrapping input").first).to_be_focused()
    silent = olena.locator("#wrapping .outcome.brief").first
    key = silent.locator("kbd").inner_text()
    olena.keyboard.press(key)
    expect(own(olena)).to_have_count(0)


def test_what_a_busy_desk_did_not_tell_is_asked_again(agent: Opens, person: Opens) -> None:
    """Else a quiet conversation would stay without its lines and without what is known."""
    olena = agent("olena")
    person()
    takes(olena)
    asked: dict[str, str] = {}
    refused: list[str] = []

    def busy(frame: dict[str, Any]) -> list[dict[str, Any]]:
        kind = asked.get(frame.get("id", ""), "")
        if kind not in ("open", "context") or kind in refused:
            return [frame]
        refused.append(kind)
        return [{"type": "refused", "id": frame["id"], "code": "busy", "text": "Later."}]

    between(olena, busy, lambda frame: asked.update({frame.get("id", ""): frame["type"]}))
    olena.reload()
    expect(olena.locator("#known")).to_contain_text("Somewhere to sleep")
    assert sorted(refused) == ["context", "open"]


def untold(agent: Opens, person: Opens) -> tuple[Page, Late]:
    """An agent in a talk, whose page was loaded again and is not told yet what is known of it."""
    olena = agent("olena")
    person()
    takes(olena)
    late = Late()
    between(olena, late)
    olena.reload()
    expect(olena.locator("#writing")).to_be_visible()
    return olena, late


def test_where_a_person_is_sent_back_to_is_asked_when_the_steps_are_known(
    agent: Opens, person: Opens
) -> None:
    olena, late = untold(agent, person)
    acts(olena, "b")
    late.let = True
    expect(olena.get_by_role("dialog")).to_contain_text("main")


def test_outcomes_that_come_late_have_the_focus_then(agent: Opens, person: Opens) -> None:
    """The page was loaded again, and what it asks about the talk is answered after its end."""
    olena, late = untold(agent, person)
    acts(olena, "f")
    expect(olena.locator("#wrap-note")).to_be_focused()
    late.let = True
    wraps_up(olena)


def test_an_offer_that_is_let_pass_goes_to_the_next(agent: Opens, person: Opens) -> None:
    olena = agent("olena")
    person()
    expect(olena.locator("#offers .offer")).to_be_visible(timeout=SLOWLY)
    marko = agent("marko")
    olena.keyboard.press("Shift+F8")
    expect(olena.locator("#offers .offer")).to_have_count(0)
    takes(marko)


def test_a_second_talk_does_not_take_the_keys_away_from_the_first(
    agent: Opens, person: Opens
) -> None:
    olena = agent("olena")
    iryna = person()
    takes(olena)
    olena.keyboard.type("I am wri")
    maryam = person("مریم", "fa")
    expect(olena.locator("#offers .offer")).to_be_visible(timeout=SLOWLY)
    olena.keyboard.type("ting")
    expect(olena.locator("#message")).to_have_value("I am writing")
    takes(olena)
    expect(own(olena)).to_have_count(2)
    expect(olena.locator("#talk-name")).to_have_text("مریم")
    expect(olena.locator("#log .flow .said").last).to_have_attribute("dir", "rtl")
    type_in(iryna, "Hello?")
    first = own(olena).first
    expect(first.locator(".unread")).to_contain_text("1")
    olena.keyboard.press("F8")  # to where something is unread
    expect(olena.locator("#talk-name")).to_have_text("Iryna")
    expect(first.locator(".unread")).to_have_count(0)
    expect(olena.locator("#message")).to_have_value("I am writing")  # each keeps its own
    expect(maryam.locator("#log")).not_to_contain_text("I am wri")


def test_words_written_without_connection_arrive_once(
    agent: Opens, person: Opens, desk: Server
) -> None:
    olena = agent("olena")
    iryna = person()
    takes(olena)
    there = olena.locator("#log")
    expect(there).to_contain_text("This is the circle line.")  # come before the connection goes
    desk.kill()
    expect(olena.locator("#line")).to_be_visible()
    expect(there).to_contain_text("This is the circle line.")
    writes(olena, "Are you still there?")
    expect(olena.locator("#log .waits")).to_contain_text("Are you still there?")
    acts(olena, "f")
    expect(olena.locator("#told")).to_contain_text("no connection")
    desk.start()
    expect(olena.locator("#line")).to_be_hidden(timeout=SLOWLY)
    expect(olena.locator("#log .waits")).to_have_count(0)
    expect(iryna.locator("#log")).to_contain_text("Are you still there?", timeout=SLOWLY)
    said = iryna.locator("#log .said", has_text="Are you still there?")
    expect(said).to_have_count(1)
    expect(olena.locator("#status")).to_have_value("ready")


def test_a_promise_to_phone_shows_first_whether_it_is_safe(agent: Opens, opens: Opens) -> None:
    olena = agent("olena")
    iryna = opens("/chat/circle?lang=en")
    pick(iryna, "Call me back")
    for count, answer in enumerate(["+380441234567", "yes", "now", "yes", "no"]):
        type_in(iryna, answer)
        expect(iryna.locator("#log .said:not(.mine)")).to_have_count(4 + count)
    expect(olena.locator("#offers .offer")).not_to_contain_text("380441234567", timeout=SLOWLY)
    takes(olena)
    callback = olena.locator("#callback")
    expect(callback.get_by_role("link")).to_have_attribute("href", "tel:+380441234567")
    flags = callback.locator(".flags .chip").all_inner_texts()
    assert flags == ["yes", "no"]
    expect(callback.get_by_role("button", name="Message left")).to_have_count(0)
    callback.get_by_role("button", name="Reached").click()
    expect(olena.locator("#wrapping")).to_be_visible()


def test_the_script_of_a_queue_leads_through_the_talk(agent: Opens, person: Opens) -> None:
    olena = agent("olena")
    person()
    takes(olena)
    acts(olena, "g")
    script = olena.locator(".script")
    expect(script).to_contain_text("Are they safe?")
    script.get_by_role("button", name="Yes", exact=True).click()
    expect(script).to_contain_text("How many beds")
    script.get_by_role("textbox").fill("2")
    olena.keyboard.press("Enter")
    expect(script).to_contain_text("at its end")
    expect(olena.locator("#known")).to_contain_text("From the script")
    expect(olena.locator("#known")).to_contain_text("Beds")


def test_send_back_lets_the_flow_go_on_at_a_step(agent: Opens, person: Opens) -> None:
    olena = agent("olena")
    iryna = person()
    takes(olena)
    acts(olena, "b")
    olena.get_by_role("dialog").get_by_text("main", exact=True).click()
    olena.keyboard.press("Enter")
    expect(olena.locator("#wrapping")).to_be_visible()
    expect(iryna.locator("#log .said:not(.mine)").last).to_contain_text("What is it about?")


def test_a_break_after_this_talk(agent: Opens, person: Opens) -> None:
    olena = agent("olena")
    person()
    takes(olena)
    olena.locator("#status").select_option("after")
    expect(olena.locator("#status")).to_have_attribute("title", "Then: Break")
    expect(olena.locator("#status")).to_have_value("ready")
    acts(olena, "f")
    wraps_up(olena)
    expect(olena.locator("#status")).to_have_value("break")


def test_signing_out_leaves_nothing_and_nobody_waits_for_it(agent: Opens, person: Opens) -> None:
    olena, marko = agent("olena"), agent("marko", status="break")
    person()
    takes(olena)
    olena.locator("#message").fill("A draft")
    olena.get_by_role("button", name="Sign out").click()
    expect(olena).to_have_url(re.compile("sign-in"))
    assert olena.evaluate("Object.keys(sessionStorage).length") == 0
    acts(marko, "q")
    expect(marko.locator("#queues")).to_contain_text("0 of 1 free")


# ---------------------------------------------------------------- frames that are lost or mixed up


def between(
    page: Page,
    told: Callable[[dict[str, Any]], list[dict[str, Any]]],
    asked: Callable[[dict[str, Any]], None] = lambda _: None,
) -> list[str]:
    """What the server sends goes through `told`, and `asked` hears what the page does; gives the
    types of it."""
    sent: list[str] = []

    def connected(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def from_server(text: str | bytes) -> None:
            for frame in told(json.loads(text)):
                route.send(json.dumps(frame))

        def from_page(text: str | bytes) -> None:
            sent.append(json.loads(text)["type"])
            asked(json.loads(text))
            server.send(text)

        server.on_message(from_server)
        route.on_message(from_page)

    page.route_web_socket(re.compile("/desk/socket"), connected)
    return sent


class Late:
    """What is known of a conversation is told only when it is let, with the next frame."""

    def __init__(self) -> None:
        self.let = False
        self._held: list[dict[str, Any]] = []

    def __call__(self, frame: dict[str, Any]) -> list[dict[str, Any]]:
        if "context" not in frame and not self.let:
            return [frame]
        self._held.append(frame)
        found = self._held[:] if self.let else []
        del self._held[: len(found)]
        return found


def test_f15_a_change_that_was_lost_is_asked_for_and_the_list_is_whole(
    opens: Opens, person: Opens
) -> None:
    olena = opens("/desk/sign-in")
    lost: list[dict[str, Any]] = []

    def loses(frame: dict[str, Any]) -> list[dict[str, Any]]:
        if frame["type"] == "change" and frame["put"].get("items") and not lost:
            lost.append(frame)
            return []
        return [frame]

    sent = between(olena, loses)
    enter(olena, "olena")
    olena.locator("#status").select_option("ready")
    person()  # the offer is lost
    person("Oksana", "en")  # and what comes next shows that
    expect(olena.locator("#offers .offer").first).to_contain_text("Iryna", timeout=SLOWLY)
    assert lost
    assert "sync" in sent


def test_f16_changes_in_any_order_show_a_conversation_once(opens: Opens, person: Opens) -> None:
    """Each is told twice, then an older version of it again."""
    olena = opens("/desk/sign-in")
    count = 0
    older: dict[str, dict[str, Any]] = {}

    def mixes(frame: dict[str, Any]) -> list[dict[str, Any]]:
        nonlocal count
        if frame["type"] not in ("change", "snapshot"):
            return [frame]
        told = [frame]
        for key, item in frame.get("put", {}).get("items", {}).items():
            if key in older:
                told += [frame, {**frame, "put": {"items": {key: older[key]}}, "drop": {}}]
            older.setdefault(key, item)
        numbered = [{**one, "number": count + index} for index, one in enumerate(told, 1)]
        count += len(told)
        return numbered

    between(olena, mixes)
    enter(olena, "olena")
    olena.locator("#status").select_option("ready")
    person()
    takes(olena)
    expect(own(olena)).to_have_count(1)
    expect(olena.locator("#offers .offer")).to_have_count(0)
    acts(olena, "f")
    expect(olena.locator("#wrapping")).to_be_visible()
    expect(own(olena)).to_have_count(1)


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wherever_one_is(agent: Opens, person: Opens, scheme: str) -> None:
    olena = agent("olena", color_scheme=scheme)
    finds_nothing(olena)
    iryna = person(language="uk")
    expect(olena.locator("#offers .offer")).to_be_visible(timeout=SLOWLY)
    finds_nothing(olena)
    takes(olena)
    type_in(iryna, "Не хочу жити")
    expect(olena.locator("#known .safety")).to_contain_text("не хочу жити")
    finds_nothing(olena)
    olena.keyboard.press("F2")
    finds_nothing(olena)
    olena.keyboard.press("t")
    expect(olena.get_by_role("dialog")).to_be_visible()
    finds_nothing(olena)
    olena.keyboard.press("Escape")
    expect(olena.locator("#message")).to_be_focused()
    acts(olena, "m")
    finds_nothing(olena)
    acts(olena, "f")
    expect(olena.locator("#wrapping")).to_be_visible()
    finds_nothing(olena)


def test_on_a_phone_one_region_at_a_time(agent: Opens, person: Opens) -> None:
    olena = agent("olena", viewport=PHONE, has_touch=True)
    person()
    expect(olena.locator("#offers .offer")).to_be_visible(timeout=SLOWLY)
    olena.get_by_role("button", name=re.compile("^Take F8")).click()
    expect(olena.locator("#log")).to_be_visible()
    for region in ("context", "rail", "talk"):
        olena.locator(f"[data-go='{region}']").click()
        shown = [
            one for one in ("rail", "talk", "context") if olena.locator(f"#{one}").is_visible()
        ]
        assert shown == [region]
        wide = olena.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]
    finds_nothing(olena)


def test_the_menu_of_actions_gives_the_focus_back(agent: Opens, person: Opens) -> None:
    olena = agent("olena")
    person()
    takes(olena)
    olena.keyboard.press("F2")
    expect(olena.get_by_role("menuitem").first).to_be_focused()
    olena.keyboard.press("Escape")
    expect(olena.locator("#message")).to_be_focused()
    expect(olena.locator("#known")).to_contain_text("Somewhere to sleep")  # it is drawn anew once
    for letter, focused in {"c": "#context", "l": "#log", "q": "#rail", "s": "#status"}.items():
        acts(olena, letter)
        assert olena.evaluate(
            "one => document.querySelector(one).matches(':focus-within')", focused
        )
    acts(olena, "w")
    expect(olena.locator("#message")).to_be_focused()
