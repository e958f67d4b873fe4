"""What the menu of the page offers: entries, the talk as a file, sound, notices."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, pick, says, type_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_talk_can_be_saved_as_a_text(asking: Page) -> None:
    asking.goto("/chat/helpline?lang=en")
    pick(asking, "A number")
    says(asking, "How many people?")
    type_in(asking, "four")
    says(asking, "What shall we try?")
    asking.get_by_label("Menu").click()
    with asking.expect_download() as saved:
        asking.get_by_role("button", name="Save the conversation").click()
    assert saved.value.suggested_filename == "helpline.txt"
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    for line in ("You: A number", "Hotline: How many people?", "You: four", "Hotline: For 4."):
        assert line in text
    assert text.index("You: A number") < text.index("You: four")


def test_what_is_no_text_is_saved_in_words(asking: Page) -> None:
    asking.goto("/chat/helpline?lang=en")
    told = asking.evaluate(
        """async (lines) => {
          const { told } = await import("/static/transcript.js");
          return told(lines, { flow: "Hotline", person: "You" });
        }""",
        [
            {"kind": "contact", "reference": {"name": "Ana", "phone": "+385 1 234", "fax": None}},
            {"kind": "location", "reference": "45.81,15.98"},
            {"kind": "photo", "side": "person", "text": "", "reference": {"upload": "a1"}},
            {"kind": "picture", "text": "A green door", "reference": "door.jpg"},
        ],
    )
    assert told == [
        *("Hotline: Ana, +385 1 234", ""),
        *("Hotline: 45.81,15.98", ""),
        *("Hotline: A green door", ""),
    ]


def test_an_entry_of_the_flow_begins_there(asking: Page) -> None:
    asking.goto("/?lang=en")
    asking.get_by_role("link", name="Call me back").click()
    says(asking, "Which number shall we call?")
    # A reload goes on with it instead of entering once more.
    assert "entry" not in asking.url
    asking.get_by_label("Phone number").fill("050 123 45 67")
    asking.get_by_label("Phone number").press("Enter")
    says(asking, "What shall we try?")
    asking.get_by_label("Menu").click()
    asking.get_by_role("button", name="Call me back").click()
    asking.get_by_role("dialog").get_by_role("button", name="Start again").click()
    says(asking, "Which number shall we call?")
    expect(asking.locator("#log .mine")).to_have_count(0)


def test_sound_is_off_until_it_is_switched_on_and_then_remembered(asking: Page) -> None:
    asking.add_init_script(
        "window.rung = 0; AudioContext.prototype.createGain = ((made) => function () {"
        " rung += 1; return made.call(this); })(AudioContext.prototype.createGain)"
    )
    asking.goto("/chat/helpline?lang=en")
    pick(asking, "A number")
    says(asking, "How many people?")
    assert asking.evaluate("rung") == 0
    asking.get_by_label("Menu").click()
    expect(asking.get_by_role("switch", name="Sound")).not_to_be_checked()
    asking.get_by_role("switch", name="Sound").check()
    asking.reload()
    says(asking, "How many people?")
    assert asking.evaluate("rung") == 0  # what was said before is not rung for again
    asking.get_by_label("Menu").click()
    expect(asking.get_by_role("switch", name="Sound")).to_be_checked()
    type_in(asking, "four")
    says(asking, "What shall we try?")
    assert asking.evaluate("rung") > 0


def test_a_notice_says_nothing_of_what_was_said(browser: Browser, kinds: Server) -> None:
    context = browser.new_context(base_url=kinds.address, permissions=["notifications"])
    context.add_init_script(
        """window.notices = [];
        window.Notification = class extends EventTarget {
          static permission = "granted";
          static requestPermission = async () => "granted";
          constructor(title, more) { super(); notices.push([title, more.body]); }
        };
        Object.defineProperty(document, "hidden", { get: () => window.away === true });"""
    )
    page = context.new_page()
    page.goto("/chat/helpline?lang=en")
    says(page, "What shall we try?")
    page.get_by_label("Menu").click()
    page.get_by_role("switch", name="Notifications").check()
    page.evaluate("away = true")
    page.evaluate("document.getElementById('message').value = 'a number'")
    page.evaluate("document.getElementById('send').click()")
    says(page, "How many people?")
    assert page.evaluate("notices") == [["New message", "There is an answer for you."]]
    assert page.title().startswith("(1) ")
    context.close()


def test_escape_closes_the_menu_and_gives_the_focus_back(asking: Page) -> None:
    asking.goto("/chat/helpline?lang=en")
    # The first question may take the focus when it comes: wait for it.
    expect(asking.get_by_role("button", name="A number")).to_be_visible()
    asking.get_by_label("Menu").press("Enter")
    expect(asking.get_by_role("switch", name="Sound")).to_be_visible()
    asking.keyboard.press("Tab")
    asking.keyboard.press("Escape")
    expect(asking.locator("#menu")).not_to_have_attribute("open", "")
    expect(asking.get_by_label("Menu")).to_be_focused()
