"""Sending a photo: chosen on a card, checked by the server, shown and named in the log."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import pick, says

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def photo(asking: Page) -> Locator:
    """The card's chooser, on the page that asks for a photo."""
    asking.goto("/chat/helpline?lang=en")
    pick(asking, "A photo")
    says(asking, "Please send a photo.")
    return asking.get_by_label("Choose a photo")


def file(name: str, kind: str, body: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": body}


def test_a_photo_is_sent_shown_and_named(asking: Page, photo: Locator) -> None:
    with asking.expect_response("**/files/green_door.png") as door:
        asking.evaluate("fetch('/files/green_door.png')")
    body = door.value.body()
    photo.set_input_files(file("our & door.png", "image/png", body))
    says(asking, "What shall we try?")
    sent = asking.locator("#log .mine .sent")
    expect(sent.locator("bdi")).to_have_text("our & door.png")
    expect(sent.locator(".size")).to_have_text(re.compile(r"^\d+(\.\d)? kB$"))
    picture = asking.get_by_role("img", name="Photo: our & door.png")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.naturalWidth") > 0
    asking.reload()
    expect(sent.locator("bdi")).to_have_text("our & door.png")
    expect(picture).to_have_count(0)  # it is not asked for over the line again


def test_a_file_that_lies_about_its_kind_is_refused_at_the_card(
    asking: Page, photo: Locator
) -> None:
    photo.set_input_files(file("photo.jpg", "image/jpeg", b"<svg onload=alert(1)>"))
    expect(asking.locator(".card .wrong")).to_contain_text("not taken here")
    expect(photo).to_have_attribute("aria-invalid", "true")
    expect(photo).to_be_enabled()
    expect(asking.locator("#log .mine")).to_have_count(1)


def test_a_file_that_is_too_large_is_not_sent_at_all(asking: Page, photo: Locator) -> None:
    sent: list[str] = []
    asking.on("request", lambda request: sent.append(request.url))
    photo.set_input_files(file("large.png", "image/png", bytes(10 * 1024 * 1024 + 1)))
    expect(asking.locator(".card .wrong")).to_contain_text("up to 10 MB")
    assert [url for url in sent if "/uploads" in url] == []
