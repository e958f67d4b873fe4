from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flowengine.server.rates import Rate

GIVES = """flow gives "Gives a number"
channels chat

start:
  menu "What now?"
    1 "Call" -> call
    2 "Call again" -> call

call:
  transfer to "+380 800 100 102"
"""


def test_the_list_names_every_hotline_its_languages_and_channels(client: TestClient) -> None:
    page = client.get("/").text
    assert "The &lt;shop&gt; &amp; more" in page
    assert "فارسی" in page
    assert "web chat" in page
    assert 'href="/chat/shop?lang=en"' in page
    # One that is only on the phone is listed, but cannot be talked to here.
    assert "Phone only" in page
    assert "/chat/line" not in page


@pytest.mark.parametrize(
    ("address", "accepted", "language", "direction"),
    [
        ("/", "", "en", "ltr"),
        ("/", "uk-UA,en;q=0.5", "uk", "ltr"),
        ("/?lang=fa", "uk", "fa", "rtl"),
        ("/?lang=xx", "", "en", "ltr"),
        ("/chat/shop", "uk", "en", "ltr"),
        ("/chat/shop", "fa", "fa", "rtl"),
        ("/chat/shop?lang=fa", "en", "fa", "rtl"),
    ],
)
def test_a_page_is_in_the_visitor_s_language(
    client: TestClient, address: str, accepted: str, language: str, direction: str
) -> None:
    page = client.get(address, headers={"accept-language": accepted}).text
    assert f'<html lang="{language}" dir="{direction}">' in page


def test_nothing_an_author_writes_becomes_markup(client: TestClient) -> None:
    page = client.get("/chat/shop").text
    assert "<shop>" not in page
    assert "<script>" not in page
    assert " style=" not in page
    assert " onclick=" not in page


@pytest.mark.parametrize(
    "address", ["/chat/nothing", "/chat/line", "/nowhere", "/manual/nothing", "/files/nothing.png"]
)
def test_what_is_not_there_is_told_with_a_way_out(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"accept-language": "uk"})
    assert answer.status_code == 404
    assert "Такої сторінки немає." in answer.text
    assert 'href="/?lang=uk"' in answer.text


def test_who_cannot_talk_here_reads_whom_to_call(client: TestClient, folder: Path) -> None:
    """Without scripts, and where the page's own never begins."""
    (folder / "gives.flow").write_text(GIVES, encoding="utf-8")
    client.app.state.house.read()  # type: ignore[attr-defined]
    page = client.get("/chat/gives").text
    unseen, waiting = page.partition("</noscript>")[0], page.partition('id="unstarted"')[2]
    for part in (unseen.partition("<noscript>")[2], waiting.partition("</div>")[0]):
        assert 'Please call <a href="tel:+380800100102" dir="ltr">+380 800 100 102</a>' in part
        assert part.count("tel:") == 1
    assert "tel:" not in client.get("/chat/shop").text


@pytest.mark.parametrize("name", ["map.png", "files/today.png"])
def test_pictures_that_a_flow_names_are_shown_and_those_in_files(
    client: TestClient, name: str
) -> None:
    answer = client.get(f"/files/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")


@pytest.mark.parametrize(
    "name",
    [
        "shop.flow",
        "notes.txt",
        "shifts.png",
        "today.png",
        "files/",
        "files/../shifts.png",
        "files/..%2Fshifts.png",
        "../store.db",
        "..%2Fstore.db",
        "%2Fetc%2Fpasswd",
        "",
    ],
)
def test_nothing_else_of_the_folder_is_shown(client: TestClient, name: str) -> None:
    assert client.get(f"/files/{name}").status_code == 404


def test_the_manual_is_served(client: TestClient) -> None:
    assert client.get("/manual").text == client.get("/manual/").text
    page = client.get("/manual/language")
    assert page.status_code == 200
    assert "<h1" in page.text


def test_a_picture_taken_away_since_the_folder_was_read_is_missing(
    client: TestClient, folder: Path
) -> None:
    (folder / "map.png").unlink()
    assert client.get("/files/map.png").status_code == 404


def test_anybody_may_read_what_a_hotline_is(client: TestClient) -> None:
    answer = client.get("/api/chat/safe", headers={"origin": "https://any.example"})
    assert answer.json() == {
        "flow": "safe",
        "titles": {"en": "Safe line", "fa": "خط امن"},
        "languages": ["en", "fa"],
        "entries": [
            {"name": "call_me", "labels": {"en": "Call me back", "fa": "با من تماس بگیرید"}}
        ],
        "exit": {"address": "https://www.example.org/weather", "title": "Notes"},
        "open": True,
        "calls": False,
    }
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("flow", ["nowhere", "line", "..", "safe%00"])
def test_what_is_not_served_is_not_described(client: TestClient, flow: str) -> None:
    answer = client.get(f"/api/chat/{flow}")
    assert answer.status_code == 404
    assert "Safe line" not in answer.text


def test_only_the_embedded_page_may_stand_in_a_frame(client: TestClient) -> None:
    frames = client.get("/embed/safe").headers
    assert frames["content-security-policy"].endswith("frame-ancestors *")
    assert "x-frame-options" not in frames
    assert frames["cross-origin-resource-policy"] == "cross-origin"
    page = client.get("/chat/safe").headers
    assert page["content-security-policy"].endswith("frame-ancestors 'none'")
    assert page["x-frame-options"] == "DENY"
    lost = client.get("/embed/line")
    assert lost.status_code == 404
    assert lost.headers["content-security-policy"].endswith("frame-ancestors *")


def test_sites_that_were_named_may_hold_it_and_no_other(client: TestClient) -> None:
    client.app.state.sites = ["https://a.example", "https://b.example"]  # type: ignore[attr-defined]
    found = client.get("/embed/safe").headers["content-security-policy"]
    assert found.endswith("frame-ancestors https://a.example https://b.example")


@pytest.mark.parametrize(
    ("language", "direction", "send"),
    [("uk", "ltr", "Надіслати"), ("fa", "rtl", "بفرست"), ("de", "ltr", "Send")],
)
def test_a_talk_that_goes_over_to_another_language_finds_its_words(
    client: TestClient, language: str, direction: str, send: str
) -> None:
    answer = client.get(f"/words/{language}")
    found = answer.json()
    assert (found["language"], found["direction"]) == (language, direction)
    assert found["words"]["send"] == send
    assert answer.headers["cache-control"] == "public, max-age=300"


def test_the_words_of_a_language_are_not_given_to_a_flood(client: TestClient) -> None:
    client.app.state.requests = Rate(burst=1, per_second=0)  # type: ignore[attr-defined]
    assert client.get("/words/uk").status_code == 200
    late = client.get("/words/uk")
    assert (late.status_code, late.json()["code"]) == (429, "too-fast")


def test_a_page_knows_its_titles_and_entries_in_every_language(client: TestClient) -> None:
    page = client.get("/chat/safe?lang=en").text
    assert "خط امن" in page
    assert "با من تماس بگیرید" in page
