"""Each hotline talked through in a real browser, in each of its languages, as tables in `talks/`.

A table is a file `<flow>.<language>.talk`. A line of it begins with what happens:

    > words         are typed below the log
    ! a label       a button is pressed, in the choices or on a card
    = label: text   a field of the card is filled in, or chosen from
    < a fragment    is said by the flow after what was done last
    # a remark

`{wednesday}` is the one three to nine days ahead, as 2027-03-03. No talk may depend on what time it
is: whoever asks for a person meets an open office on one day and a closed one on another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.conftest import Server, type_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = Path(__file__).parent / "talks"
TALKS = sorted(FOLDER.glob("*.talk"))


@pytest.fixture(scope="module")
def served(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(top / "flows", tmp_path_factory.mktemp("hotlines")) as running:
        yield running


def wednesday() -> date:
    """Far enough ahead to be booked, and never at a weekend of any country."""
    day = datetime.now(UTC).date() + timedelta(days=3)
    return day + timedelta(days=(2 - day.weekday()) % 7)


@pytest.mark.parametrize("talk", TALKS, ids=[one.stem for one in TALKS])
def test_the_hotline_is_talked_through(browser: Browser, served: Server, talk: Path) -> None:
    flow, language = talk.stem.split(".")
    context = browser.new_context(base_url=served.address, locale=language)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"/chat/{flow}?lang={language}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    seen = 0
    for number, line in enumerate(talk.read_text(encoding="utf-8").splitlines(), 1):
        seen = _do(
            page, line.replace("{wednesday}", str(wednesday())), f"{talk.name}:{number}", seen
        )
    context.close()
    assert complaints == []


def _do(page: Page, line: str, where: str, seen: int) -> int:
    """One line of the table; gives how many bubbles were there when something was done last."""
    sign, _, rest = line.strip().partition(" ")
    if not sign or sign.startswith("#"):
        return seen  # the answer may be there already
    if sign == "<":
        _says(page, rest, where, seen)
        return seen
    seen = page.locator("#log > .said").count()
    if sign == ">":
        type_in(page, rest)
    elif sign == "!":
        places = page.locator(".choices:visible, .card:visible, #over:visible")
        places.get_by_role("button", name=rest).first.click()
    elif sign == "=":
        label, _, text = rest.partition(": ")
        _fill(page.locator(".card:visible"), label, text)
    else:
        raise AssertionError(f"{where} says nothing that can be done")
    return seen


# A figure and its unit are held together by blanks of other widths.
SAID = """([seen, words]) => [...document.querySelectorAll("#log > .said")].slice(seen)
  .some((one) => !one.matches(".mine") && one.innerText.replace(/\\s/g, " ").includes(words))"""


def _says(page: Page, words: str, where: str, seen: int) -> None:
    try:
        # Where names are looked up slowly, an address that is nowhere is found out late.
        page.wait_for_function(SAID, arg=[seen, words], timeout=60_000)
    except TooLate as error:
        said = page.locator("#log > .said").all_inner_texts()[seen:]
        stands = page.locator("#status, #problem").all_inner_texts()
        raise AssertionError(f"{where}: {words!r} was not said, but {said}; {stands}") from error


def _fill(card: Locator, label: str, text: str) -> None:
    group = card.get_by_role("radiogroup", name=label)
    if group.count():
        group.get_by_role("radio", name=text).check()
        return
    field = card.get_by_label(label)
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(label=text)
    else:
        field.fill(text)


def test_each_hotline_has_a_talk_in_each_of_its_languages(top: Path) -> None:
    wanted = set()
    for file in (top / "flows").glob("*.flow"):
        text = file.read_text(encoding="utf-8")
        if file.stem == "project" or not re.search(r"^channels .*\bchat\b", text, re.MULTILINE):
            continue
        spoken = re.search(r"^languages (.*)$", text, re.MULTILINE)
        assert spoken is not None, file.name
        wanted |= {f"{file.stem}.{language.strip()}" for language in spoken[1].split(",")}
    assert {one.stem for one in TALKS} == wanted
