from __future__ import annotations

import pytest

from flowengine.server.operators.pages import exact, lasting, marked, moment
from flowengine.server.operators.words import words
from tests.server.operators.conftest import Desk


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (0.0, "–"),
        (-1.0, "–"),
        (1e18, "–"),
        (float("nan"), "–"),
        (1_790_000_000.9, '<time datetime="2026-09-21T14:13:20Z">2026-09-21 14:13:20 UTC</time>'),
    ],
)
def test_a_time_reads_the_same_for_everybody(at: float, shown: str) -> None:
    assert moment(at) == shown


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


def test_a_time_in_an_address_comes_back_as_it_was() -> None:
    assert float(exact(1_790_000_000.1234567)) == 1_790_000_000.1234567


def test_no_link_puts_words_into_our_mouth(desk: Desk) -> None:
    shown = desk.get("/audit?notice=Your+password+is+needed")
    assert "password" not in shown
    assert 'class="notice"' not in shown
    assert "2 will be sent again; 1 were not" in desk.get("/outbox?notice=again&count=2&missed=1")
