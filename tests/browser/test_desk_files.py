"""An agent sends files by button, paste and drop; the person looks at them on the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import Server, type_in
from tests.browser.console import DESK, SLOWLY
from tests.browser.demonstration import PHONE, Demonstration, enter, finds_nothing, takes
from tests.host.media import samples

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VIEWS: tuple[Any, Any] = (DESK, PHONE)
# A script hands over a file as a paste or a drop would.
HANDED = """([kind, place, name, type, bytes]) => {
  const given = new DataTransfer();
  given.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const how = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent(kind, { ...how, clipboardData: given })
    : new DragEvent(kind, { ...how, dataTransfer: given });
  return !document.querySelector(place).dispatchEvent(event);
}"""


def file(name: str, kind: str, body: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": body}


@pytest.fixture
def pages(browser: Browser, top: Path, tmp_path: Path) -> Iterator[tuple[Page, Page]]:
    """Olena at her desk, and Iryna on her phone; they talk. Complaints of either are failures."""
    complaints: list[str] = []
    with Demonstration(top / "tests" / "browser" / "desk", tmp_path) as desk:
        how: dict[str, Any] = {"base_url": desk.address, "locale": "en-GB"}
        contexts = [browser.new_context(viewport=size, **how) for size in VIEWS]
        olena, iryna = (one.new_page() for one in contexts)
        for page in (olena, iryna):
            page.set_default_timeout(SLOWLY)
            page.on("pageerror", lambda error: complaints.append(str(error)))
        talk(desk, olena, iryna)
        yield olena, iryna
        for one in contexts:
            one.close()
    assert complaints == []


def talk(desk: Server, olena: Page, iryna: Page) -> None:
    expect.set_options(timeout=SLOWLY)
    olena.goto("/desk/sign-in")
    enter(olena, "olena")
    olena.locator("#status").select_option("ready")
    iryna.goto("/chat/circle?lang=en")
    iryna.locator(".choices:visible button").first.click()
    expect(iryna.locator("#log .said:not(.mine)")).to_have_count(3)
    type_in(iryna, "Iryna")
    takes(olena)


def handed(page: Page, kind: str, place: str, name: str, body: bytes) -> bool:
    """Whether the page took it."""
    kind_of = "image/png" if name.endswith("png") else "text/plain"
    return bool(page.evaluate(HANDED, [kind, place, name, kind_of, list(body)]))


def test_files_reach_the_person_in_order_and_only_whole_ones(pages: tuple[Page, Page]) -> None:
    olena, iryna = pages
    map_, note = samples.ALL["png"], b"Come to the green door."
    chooser = olena.locator("#writing input[type=file]")
    chooser.set_input_files([file("map.png", "image/png", map_), file("list.txt", "", note)])
    files = iryna.locator("#log .agent .given")
    expect(files).to_have_count(2)
    expect(files.locator("bdi")).to_have_text(["map.png", "list.txt"])
    expect(olena.locator("#log .mine")).to_have_count(2)
    expect(olena.locator(".files-going li")).to_have_count(0)

    # A picture is shown when it is asked for; anything else is saved.
    files.first.click()
    picture = iryna.get_by_role("img", name="Photo: map.png")
    expect(picture).to_be_visible()
    with iryna.expect_download() as saving:
        files.last.click()
    assert saving.value.suggested_filename == "list.txt"
    assert Path(saving.value.path()).read_bytes() == note
    finds_nothing(iryna)

    # Pasted and dropped. Words that are pasted stay words.
    assert handed(olena, "paste", "#message", "shot.png", map_)
    expect(files).to_have_count(3)
    assert handed(olena, "drop", "#log", "door.png", map_)
    expect(files).to_have_count(4)

    # What is none is refused where one writes, and the rest goes on.
    lies = file("lies.png", "image/png", b"<svg onload=alert(1)>")
    large = file("large.png", "image/png", bytes(10 * 1024 * 1024 + 1))
    chooser.set_input_files([lies, large])
    going = olena.locator(".files-going li")
    expect(going).to_have_count(1)
    expect(going.get_by_role("alert")).to_contain_text("is not taken here")
    expect(olena.locator("#writing-problem")).to_contain_text("large.png is too large")
    finds_nothing(olena)
    going.get_by_role("button", name="Drop").click()
    expect(going).to_have_count(0)

    # Lost on its way, and sent again under its own name: there once.
    olena.route("**/desk/items/**", lambda route: route.abort())
    chooser.set_input_files(file("again.png", "image/png", map_))
    expect(going.get_by_role("alert")).to_have_text("It could not be sent.")
    olena.unroute("**/desk/items/**")
    going.get_by_role("button", name="Send again").click()
    expect(files).to_have_count(5)
    expect(going).to_have_count(0)

    # A note is for colleagues.
    olena.get_by_text("Note for colleagues").click()
    expect(olena.get_by_role("button", name="Send a file")).to_be_hidden()
