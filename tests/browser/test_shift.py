"""A shift: agents and a supervisor in real browsers, people in the chat and on the phone.

Each test is a part of an evening, on a server of its own, so that each can fail by itself. Agents
and people sit in two Chromiums, because a Chromium has one microphone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import Sound
from tests.browser.conftest import FLAGS, type_in
from tests.browser.console import SLOWLY, acts, own, wraps_up, writes
from tests.browser.evening import (
    Evening,
    board,
    calling,
    chooses,
    ends,
    hears,
    logged,
    offer,
    takes,
)
from tests.nodes import Node
from tests.speech.sound.talker import said

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GONE = 150_000  # milliseconds: a lease of 45 s, then the minute that a chat is kept for its agent
AGENT_SAYS = "Hello, this is the advice line, how can I help you today?"
PERSON_SAYS = "Good evening, I would like to ask you for a place to sleep tonight."


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def speaking(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Browser]]:
    """A Chromium whose microphone hears some words again and again."""
    browsers: list[Browser] = []

    def launched(words: str) -> Browser:
        spoken = np.concatenate([said(words).at(48_000).samples, np.zeros(24_000, np.int16)])
        file = tmp_path_factory.mktemp("microphone") / "said.wav"
        file.write_bytes(wav.write(Sound(spoken, 48_000)))
        flags = [*FLAGS, f"--use-file-for-fake-audio-capture={file}"]
        browsers.append(playwright.chromium.launch(executable_path=chromium, args=flags))
        return browsers[-1]

    yield launched
    for browser in browsers:
        browser.close()


@pytest.fixture(scope="module")
def agents(speaking: Callable[[str], Browser]) -> Browser:
    return speaking(AGENT_SAYS)


@pytest.fixture(scope="module")
def people(speaking: Callable[[str], Browser]) -> Browser:
    return speaking(PERSON_SAYS)


@pytest.fixture
def written(agents: Browser, people: Browser, top: Path, tmp_path: Path) -> Iterator[Evening]:
    """An evening without a telephone."""
    with Node(top / "tests/browser/shift", tmp_path / "store.db", "--demo") as node:
        evening = Evening(agents, people, node.address, tmp_path / "store.db")
        yield evening
        evening.over()


@pytest.fixture
def spoken(agents: Browser, people: Browser, top: Path, tmp_path: Path) -> Iterator[Evening]:
    """An evening with calls."""
    with Node(top / "tests/browser/shift", tmp_path / "store.db", "--demo", calls={}) as node:
        evening = Evening(agents, people, node.address, tmp_path / "store.db")
        yield evening
        evening.over()


# ------------------------------------------------------------ the evening


def test_offers_ring_a_fourth_chat_waits_and_danger_goes_first(written: Evening) -> None:
    olena = written.agent("olena")
    olena.locator("#idle-lead").click()  # a page may sound once somebody has touched it
    written.person("Ana")
    expect(offer(olena).locator(".figure")).to_have_text(re.compile(r"^\d+ s$"), timeout=SLOWLY)
    olena.wait_for_function("heard.some((block) => block.some((one) => Math.abs(one) > 0.01))")
    takes(olena, "Ana")
    for name in ("Boris", "Vera"):
        written.person(name)
        takes(olena, name)
    expect(olena.locator("#load")).to_have_text("Chat 3/3")
    written.person("Hanna")
    expect(olena.locator("#waiting > li")).to_have_count(1, timeout=SLOWLY)
    expect(offer(olena)).to_have_count(0)
    written.chooses("I am in danger")
    expect(olena.locator("#waiting > li")).to_have_count(2, timeout=SLOWLY)
    ends(olena)
    takes(olena, "Somebody is in danger.")
    ends(olena)
    takes(olena, "Hanna")


def test_a_talk_goes_from_hand_to_hand_cold_and_warm(written: Evening) -> None:
    olena = written.agent("olena")
    maryam = written.person("مریم", "fa")
    takes(olena, "مریم")
    writes(olena, "سلام مریم")
    expect(maryam.locator("#log")).to_contain_text("سلام مریم")
    marko = written.agent("marko")

    # Warm: both are there, the person hears both, then one of them stays.
    acts(olena, "i")
    chooses(olena, "Marko", "To join in")
    expect(own(marko)).to_contain_text("you are a guest", timeout=SLOWLY)
    own(marko).get_by_role("button").click()
    writes(marko, "من مارکو هستم")
    expect(maryam.locator("#log")).to_contain_text("من مارکو هستم")
    expect(olena.locator("#log")).to_contain_text("من مارکو هستم")
    acts(olena, "t")
    chooses(olena, "Marko")
    expect(own(olena)).to_have_count(0)
    expect(own(marko)).not_to_contain_text("you are a guest")
    type_in(maryam, "هنوز هستید؟")
    expect(marko.locator("#log")).to_contain_text("هنوز هستید؟")

    # Cold: to a queue, whoever takes it sees all that was said.
    marko.locator("#status").select_option("after")
    acts(marko, "t")
    chooses(marko, "duty")
    expect(own(marko)).to_have_count(0)
    takes(olena, "مریم")
    for words in ("سلام مریم", "من مارکو هستم", "هنوز هستید؟"):
        expect(olena.locator("#log")).to_contain_text(words)
    writes(olena, "بله")
    expect(maryam.locator("#log")).to_contain_text("بله")


def test_a_promise_keeps_its_place_a_message_is_read_and_an_opinion_counts(
    written: Evening,
) -> None:
    olena = written.agent("olena")
    iryna = written.person("Iryna")
    takes(olena, "Iryna")
    olena.locator("#status").select_option("break")  # who comes now waits for the end of it
    expect(olena.locator("#status")).to_have_attribute("data-status", "break")
    lesia, nina, taras = (written.person(name) for name in ("Lesia", "Nina", "Taras"))
    waiting = olena.locator("#waiting > li")
    expect(waiting).to_have_count(3, timeout=SLOWLY)
    type_in(lesia, "call me back")
    for question, answer in {
        "Which number": "+380441234567",
        "Is that right": "yes",
        "When shall we call": "now",
        "Is it safe": "yes",
        "may we leave a message": "no",
    }.items():
        expect(lesia.locator("#log .said:not(.mine)").last).to_contain_text(question)
        type_in(lesia, answer)
    expect(lesia.locator("#log")).to_contain_text("Goodbye.")
    type_in(taras, "leave a message")
    expect(taras.locator("#log .said").last).to_contain_text("Please write your message.")
    type_in(taras, "The door is locked.")
    expect(taras.locator("#log")).to_contain_text("Our team will get your message.")
    expect(waiting).to_have_count(3)
    expect(waiting.nth(0)).to_contain_text("Call back")
    expect(waiting.nth(1)).not_to_contain_text("Call back")

    # Nina is talked with first only because nobody phones in the middle of a chat.
    olena.locator("#status").select_option("ready")
    takes(olena, "Nina")
    ends(olena)
    ends(olena)
    takes(olena, "Message")
    expect(olena.locator("#log")).to_contain_text("The door is locked.")
    for words in ("4", "Kind people"):
        type_in(iryna, words)
    expect(iryna.locator("#log")).to_contain_text("Goodbye.")
    expect(nina.locator("#log")).to_contain_text("How did we help you")
    takes(olena, "Please call back")
    callback = olena.locator("#callback")
    expect(callback.get_by_role("link")).to_have_attribute("href", "tel:+380441234567")
    expect(callback.get_by_role("button", name="Message left")).to_have_count(0)
    callback.get_by_role("button", name="Reached").click()
    wraps_up(olena)
    ends(olena)

    # What the supervisor reads is what the log has: each of them once, in one place.
    sofia = written.supervisor()
    table = sofia.request.get("/desk/reports/table.csv?rows=queue").text()
    row = next(csv.DictReader(table.lstrip("\ufeff").splitlines()))
    counted = ("offered", "for_callback", "callbacks", "messages")
    assert [row[name] for name in counted] == ["3", "1", "1", "1"]
    taken_up = ("answered", "callbacks_done", "messages_done")
    assert [row[name] for name in taken_up] == ["2", "1", "1"]
    assert [row[name] for name in ("abandoned", "asked", "rated", "mark")] == ["1", "2", "1", "4"]
    log = logged(written)
    assert log["joined"] == sum(int(row[name]) for name in counted)
    assert log["accepted"] == log["closed"] == sum(int(row[name]) for name in taken_up)


def test_a_call_goes_to_one_and_chats_go_to_the_other(spoken: Evening) -> None:
    marko = spoken.agent("marko")
    caller = spoken.caller()
    takes(marko)
    calling(marko, "on")
    olena = spoken.agent("olena")
    hears(caller, AGENT_SAYS)
    hears(marko, PERSON_SAYS)
    for name in ("Ana", "Boris"):
        spoken.person(name)
        takes(olena, name)
    expect(offer(marko)).to_have_count(0)
    marko.get_by_role("button", name="End the talk").click()
    wraps_up(marko)


def test_two_browsers_are_lost_and_nobody_who_talked_with_them_is(spoken: Evening) -> None:
    marko = spoken.agent("marko")
    caller = spoken.caller()
    takes(marko)
    calling(marko, "on")
    olena = spoken.agent("olena")
    ana = spoken.person("Ana")
    takes(olena, "Ana")
    writes(olena, "Good evening, Ana.")
    expect(ana.locator("#log")).to_contain_text("Good evening, Ana.")
    spoken.lost(marko)
    spoken.lost(olena)

    # Marko is back before anybody else was offered the call: it was kept, and goes on.
    marko = spoken.agent("marko")
    calling(marko, "on")
    hears(caller, AGENT_SAYS)
    marko.get_by_role("button", name="End the talk").click()
    wraps_up(marko)

    # Ana has been told that somebody is looked for, and Marko sees all that was said.
    expect(offer(marko)).to_have_count(1, timeout=GONE)
    takes(marko, "Ana")
    expect(marko.locator("#log")).to_contain_text("Good evening, Ana.")
    type_in(ana, "Are you there?")
    expect(marko.locator("#log")).to_contain_text("Are you there?")
    for words in ("The connection to your adviser broke.", "You are next", "Marko is with you"):
        expect(ana.locator("#log")).to_contain_text(words)


def test_a_supervisor_sees_all_of_it_whispers_joins_in_and_takes_over(written: Evening) -> None:
    sofia = written.supervisor()
    olena = written.agent("olena")
    iryna = written.person("Iryna")
    total = board(sofia, "total")
    expect(total.locator("[data-field=waiting]")).to_have_text("1", timeout=SLOWLY)
    takes(olena, "Iryna")
    expect(total.locator("[data-field=waiting]")).to_have_text("0", timeout=SLOWLY)
    expect(total.locator("[data-field=talking]")).to_have_text("1")
    expect(board(sofia, "agents").filter(has_text="Olena")).to_have_count(1)
    type_in(iryna, "I want to die")
    expect(board(sofia, "alerts")).to_contain_text("want to die", timeout=SLOWLY)

    # Whispered words are for Olena alone.
    board(sofia, "talks").get_by_role("link").click()
    expect(sofia.locator("main")).to_contain_text("I want to die")
    sofia.locator("#note").fill("Ask whether she is alone.")
    sofia.get_by_role("button", name="Send to the agent").click()
    expect(olena.locator("#log, #known").filter(has_text="whether she is alone")).to_have_count(1)
    expect(iryna.locator("#log")).not_to_contain_text("alone")

    # Taken over: the person hears who is with them now.
    sofia.get_by_role("button", name="Take over").click()
    expect(own(olena)).to_have_count(0, timeout=SLOWLY)
    sofia.goto("/desk")
    own(sofia).get_by_role("button").click()
    writes(sofia, "Iryna, I am Sofia. I stay with you.")
    expect(iryna.locator("#log")).to_contain_text("I am Sofia")
