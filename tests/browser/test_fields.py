"""Questions with fields of their own: a day, a time, a number, a form – and what is wrong there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import pick, said, says, type_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def card(page: Page) -> Locator:
    return page.locator(".card:visible")


def asked(page: Page, about: str, question: str, language: str = "en") -> Locator:
    page.goto(f"/chat/helpline?lang={language}")
    pick(page, about)
    says(page, question)
    return card(page)


def days_ahead(count: int) -> str:
    return (datetime.now(UTC) + timedelta(days=count)).date().isoformat()


@pytest.mark.parametrize(
    ("about", "question", "label", "kind", "given", "answered"),
    [
        ("A time", "At what time?", "Time", "time", "14:30", "14:30"),
        ("A number", "How many people?", "Number", "number", "4", "4"),
        ("A phone number", "Which number", "Phone number", "tel", "050 123 45 67", "050"),
    ],
)
def test_each_kind_has_the_browsers_own_field(
    asking: Page, about: str, question: str, label: str, kind: str, given: str, answered: str
) -> None:
    field = asked(asking, about, question).get_by_label(label)
    assert field.get_attribute("type") == kind
    field.fill(given)
    card(asking).get_by_role("button", name="Send").click()
    says(asking, "What shall we try?")
    assert answered in said(asking)[-2]
    expect(card(asking)).to_have_count(0)


def test_a_day_is_sent_as_figures_and_shown_in_words(asking: Page) -> None:
    field = asked(asking, "A day", "On which day?").get_by_label("Date")
    assert field.get_attribute("min") == days_ahead(0)
    assert field.get_attribute("max") == days_ahead(400)
    day = datetime.now(UTC).date() + timedelta(days=9)
    field.fill(day.isoformat())
    field.press("Enter")
    says(asking, "What shall we try?")
    expect(asking.locator("#log .mine time")).to_have_attribute("datetime", day.isoformat())
    expect(asking.locator("#log .mine time")).to_contain_text(f"{day.day} {day:%B %Y}")


@pytest.mark.parametrize(
    ("about", "question", "given", "told"),
    [
        ("A number", "How many people?", "13", "from 1 to 12"),
        ("A number", "How many people?", "", "Please answer this."),
        ("A time", "At what time?", "18:00", "from 09:00 to 17:00"),
        ("A day", "On which day?", "2001-01-01", "from"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_before_it_is_sent(
    asking: Page, about: str, question: str, given: str, told: str
) -> None:
    field = asked(asking, about, question).locator("input")
    field.fill(given)
    card(asking).get_by_role("button", name="Send").click()
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(card(asking).locator(".wrong").inner_text())
    expect(card(asking).locator(".wrong")).to_contain_text(told)
    expect(asking.locator("#log .mine")).to_have_count(1)


def test_whoever_would_rather_write_does_so(asking: Page) -> None:
    asked(asking, "A day", "On which day?")
    type_in(asking, "tomorrow")
    says(asking, "What shall we try?")


def test_an_optional_question_can_be_skipped(asking: Page) -> None:
    asked(asking, "A number", "How many people?").get_by_role("button", name="Skip").click()
    says(asking, "What shall we try?")
    assert said(asking)[-2] == "Nobody, then."


def test_a_secret_is_seen_nowhere(asking: Page) -> None:
    field = asked(asking, "A secret", "four digits").get_by_label("hidden")
    assert field.get_attribute("type") == "password"
    field.fill("4711")
    field.press("Enter")
    says(asking, "What shall we try?")
    assert "4711" not in asking.content()
    pick(asking, "A secret")
    says(asking, "four digits")
    type_in(asking, "4711")
    says(asking, "What shall we try?")
    assert "4711" not in asking.content()


def test_a_form_is_one_card_and_one_message(asking: Page) -> None:
    form = asked(asking, "A form", "What shall we pack")
    form.get_by_role("button", name="Send the answers").click()
    # Nothing has been sent; each field that must be answered says so, and the first has the focus.
    expect(form.locator(".wrong:visible")).to_have_count(4)
    expect(form.get_by_label("For how many people?")).to_be_focused()
    form.get_by_label("For how many people?").fill("3")
    form.get_by_label("On which day").fill(days_ahead(5))
    form.get_by_label("At what time?").fill("11:00")
    form.get_by_label("Where shall we write?").fill("no address")
    form.get_by_role("radio", name="Yes").check()
    form.get_by_role("button", name="Send the answers").click()
    expect(form.locator(".wrong:visible")).to_have_count(1)
    expect(form.get_by_label("Where shall we write?")).to_be_focused()
    form.get_by_label("Where shall we write?").fill("")
    form.get_by_role("button", name="Send the answers").click()
    says(asking, "What shall we try?")
    assert "Booked." in said(asking)[-2]
    expect(asking.locator("#log .mine")).to_have_count(2)


def test_a_persian_reader_chooses_a_day_of_the_persian_calendar(asking: Page) -> None:
    picker = asked(asking, "یک روز", "چه روزی؟", "fa")
    send = picker.get_by_role("button", name="بفرست")
    picker.get_by_label("سال").select_option("1406")
    picker.get_by_label("ماه").select_option("11")
    send.click()
    expect(picker.locator(".wrong")).to_contain_text("چنین روزی نیست")
    picker.get_by_label("روز", exact=True).select_option("9")
    # Both calendars are read out; the ISO day is what goes to the server.
    expect(picker.locator(".said-day")).to_contain_text("۹ بهمن ۱۴۰۶")
    expect(picker.locator(".said-day")).to_contain_text("۲۹ ژانویهٔ ۲۰۲۸")


@pytest.mark.parametrize(
    ("year", "month", "day", "iso"),
    [
        (1403, 1, 1, "2024-03-20"),
        (1403, 12, 30, "2025-03-20"),  # a leap year
        (1404, 12, 30, ""),  # none
        (1404, 7, 31, ""),  # the second half has months of thirty days
        (1405, 9, 1, "2026-11-22"),
        (1300, 1, 1, "1921-03-21"),
    ],
)
def test_days_of_the_persian_calendar_are_found(
    asking: Page, year: int, month: int, day: int, iso: str
) -> None:
    asking.goto("/chat/helpline")
    found = asking.evaluate(
        "async (day) => (await import('/static/calendar.js')).fromPersian(...day)",
        [year, month, day],
    )
    assert found == iso
