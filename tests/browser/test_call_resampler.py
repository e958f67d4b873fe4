"""From the sound card's rate to ours and back: what is in the band stays, and nothing folds into
it. Measured on steady tones, in the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Loudness in dB of each tone that comes out, and of what comes out beside it.
MEASURE = """async ({ from, to, tones }) => {
  const { Resampler } = await import("/static/call-resampler.js");
  return tones.map((hertz) => {
    const resampler = new Resampler(from, to);
    const out = [];
    for (let at = 0; at < from / 4; at += 1) {
      resampler.push(Math.sin((2 * Math.PI * hertz * at) / from), (sample) => out.push(sample));
    }
    const heard = out.slice(Math.round(to / 20));
    let [sine, cosine, all] = [0, 0, 0];
    heard.forEach((sample, at) => {
      const turn = (2 * Math.PI * hertz * at) / to;
      sine += sample * Math.sin(turn);
      cosine += sample * Math.cos(turn);
      all += sample ** 2;
    });
    const tone = (2 * Math.hypot(sine, cosine)) / heard.length;
    const db = (level) => 20 * Math.log10(level + 1e-9);
    const rest = Math.sqrt(Math.abs((2 * all) / heard.length - tone ** 2));
    const whole = Math.sqrt((2 * all) / heard.length);
    return { count: out.length, tone: db(tone), rest: db(rest), all: db(whole) };
  });
}"""


@pytest.fixture(scope="module")
def measuring(browser: Browser, kinds: Server) -> Iterator[Page]:
    context = browser.new_context(base_url=kinds.address)
    page = context.new_page()
    page.goto("/nowhere")
    yield page
    context.close()


CARDS = [8_000, 44_100, 48_000, 96_000, 192_000]


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("inwards", [True, False], ids=["in", "out"])
def test_what_is_in_the_band_comes_through_alone(
    measuring: Page, card: int, *, inwards: bool
) -> None:
    source, target = (card, 16_000) if inwards else (16_000, card)
    band = min(card, 16_000) / 2
    tones = [100, 1_000, round(band * 0.5), round(band * 0.88)]
    rates = {"from": source, "to": target, "tones": tones}
    for tone, found in zip(tones, measuring.evaluate(MEASURE, rates), strict=True):
        assert abs(found["count"] - target / 4) <= target / source + 1, tone
        assert abs(found["tone"]) < 0.1, tone
        assert found["rest"] < -60, tone


@pytest.mark.parametrize("card", [44_100, 48_000, 96_000, 192_000])
def test_nothing_folds_into_the_band(measuring: Page, card: int) -> None:
    tones = [8_000, 8_400, 9_000, 12_000, 15_900, 17_000, 21_000]
    rates = {"from": card, "to": 16_000, "tones": tones}
    for tone, found in zip(tones, measuring.evaluate(MEASURE, rates), strict=True):
        assert found["all"] < -60, tone
