from __future__ import annotations

import pytest

from flowengine.server.operators.pages import _pages, exact, lasting, marked
from flowengine.server.operators.words import words
from tests.server.operators.conftest import Desk


def drawn(language: str, said: str, **values: object) -> str:
    """A scrap of a page."""
    scrap = _pages.from_string("{{ " + said + " }}")
    return scrap.render(words=words(language), **values)


@pytest.mark.parametrize("at", [0.0, -1.0, 1e18, float("nan")])
def test_what_is_no_time_is_none(at: float) -> None:
    assert drawn("en", "at | moment", at=at) == "–"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "21 Sept 2026, 14:13:20 UTC"),
        ("uk", "21 вер. 2026\u202fр., 14:13:20 UTC"),
        ("hr", "21. ruj 2026., 14:13:20 UTC"),
        ("fa", "۳۰ شهریور ۱۴۰۵، ۱۴:۱۳:۲۰ UTC"),
    ],
)
def test_a_time_is_written_as_the_page_s_language_does(language: str, shown: str) -> None:
    found = drawn(language, "at | moment", at=1_790_000_000.9)
    assert found == f'<time datetime="2026-09-21T14:13:20Z">{shown}</time>'


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (12, "en", "12"),
        (1.5, "uk", "1,5"),
        (12, "fa", "۱۲"),
        ("1.5 GB", "uk", "1,5 ГБ"),
        ("1.2 ms", "fa", "۱٫۲ میلی‌ثانیه"),
        (None, "fa", "None"),
    ],
)
def test_a_figure_is_written_as_the_page_s_language_does(
    value: object, language: str, shown: str
) -> None:
    assert drawn(language, "value | figure", value=value) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*now* or never", "<strong>now</strong> or never"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("*<b>*", "<strong>&lt;b&gt;</strong>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('*" onload="x*', "<strong>&#34; onload=&#34;x</strong>"),
    ],
)
def test_words_are_text_and_bold_at_most(text: str, shown: str) -> None:
    assert marked(text) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7_199, "119 min"), (7_200, "2 h"),
     (172_799, "47 h"), (172_800, "2 days"), (12.7, "13 s")],
)  # fmt: skip
def test_a_span_is_in_the_largest_unit_it_has_two_of(seconds: float, shown: str) -> None:
    assert lasting(seconds, words("en")) == shown


def test_a_span_is_said_as_the_language_counts() -> None:
    assert lasting(5 * 86_400, words("uk")) == "5 днів"
    assert lasting(3 * 86_400, words("ru")) == "3 дня"
    assert lasting(7_200, words("fa")) == "۲ ساعت"


def test_a_time_in_an_address_comes_back_as_it_was() -> None:
    assert float(exact(1_790_000_000.1234567)) == 1_790_000_000.1234567


def test_no_link_puts_words_into_our_mouth(desk: Desk) -> None:
    shown = desk.get("/audit?notice=Your+password+is+needed")
    assert "password" not in shown
    assert 'class="notice"' not in shown
    assert "2 will be sent again; 1 were not" in desk.get("/outbox?notice=again&count=2&missed=1")


def test_the_page_is_in_the_language_that_the_reader_asks_for(desk: Desk) -> None:
    asked = {"accept-language": "fa-IR,en;q=0.5"}
    page = desk.client.get("/operators/outbox", headers=asked).text
    assert '<html lang="fa" dir="rtl">' in page
    assert "پیامی نیست." in page
    desk.client.cookies.set("desk-language", "uk")
    page = desk.client.get("/operators/outbox", headers=asked).text
    assert '<html lang="uk" dir="ltr">' in page
    assert "Повідомлень немає." in page


def test_an_action_s_answer_is_in_the_readers_language_too(desk: Desk) -> None:
    desk.client.cookies.set("desk-language", "fa")
    assert "دوباره فرستاده می‌شود: ۲؛" in desk.get("/outbox?notice=again&count=2&missed=1")
    assert "مراجع دیگری با این شماره نیست." in desk.get(
        f"/contacts/{desk.do(desk.store.identify, 'sms', '+380670000001', 1.0).id}/merge?into=x",
        409,
    )
