from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from flowengine.host.conversations import CAME_BACK
from flowengine.host.house import House
from flowengine.server.rates import Rate
from flowengine.store.verbs import StoreError
from tests.server.conftest import JSON, Begin, bearer, lines_of


def say(client: TestClient, opened: dict[str, Any], text: str, number: str = "m1") -> Any:
    message = {"type": "say", "id": number, "text": text}
    return client.post(lines_of(opened), json=message, headers=bearer(opened))


def test_a_conversation_begins_with_its_first_words(begin: Begin) -> None:
    opened = begin()
    assert [line["text"] for line in opened["lines"]] == ["Welcome.", "What would you like?"]
    assert [choice["label"] for choice in opened["lines"][1]["choices"]] == ["Bread", "Nothing"]
    assert opened["state"] == "person"


def test_it_begins_in_the_language_asked_for_and_never_in_an_unknown_one(begin: Begin) -> None:
    persian = begin(language="fa", again=True)["lines"][0]
    assert (persian["text"], persian["direction"]) == ("خوش آمدید.", "rtl")
    assert begin(language="xx", again=True)["lines"][0]["text"] == "Welcome."


def test_what_is_said_is_answered(client: TestClient, begin: Begin) -> None:
    opened = begin()
    news = say(client, opened, "1").json()
    assert [(line["side"], line["text"]) for line in news["lines"]][2:] == [
        ("person", "1"),
        ("flow", "Your name?"),
    ]
    news = client.get(f"{lines_of(opened)}?since=3", headers=bearer(opened)).json()
    assert [line["number"] for line in news["lines"]] == [4]


def test_a_button_is_answered_and_an_old_one_is_not(client: TestClient, begin: Begin) -> None:
    opened = begin()
    prompt = opened["lines"][1]
    picked = {"type": "pick", "turn": prompt["turn"], "choice": prompt["choices"][0]["id"]}
    first = client.post(lines_of(opened), json={**picked, "id": "m1"}, headers=bearer(opened))
    again = client.post(lines_of(opened), json={**picked, "id": "m1"}, headers=bearer(opened))
    late = client.post(lines_of(opened), json={**picked, "id": "m2"}, headers=bearer(opened))
    assert first.json()["lines"][2]["text"] == "Bread"
    # The same message twice changes nothing; the same button as a new message is too late.
    assert again.json() == first.json()
    assert (late.status_code, late.json()["code"]) == (400, "too-late")


def test_a_reload_goes_on_and_starting_again_does_not(client: TestClient, begin: Begin) -> None:
    opened = begin()
    say(client, opened, "1")
    reloaded = begin()
    assert reloaded["conversation"] == opened["conversation"]
    assert [line["text"] for line in reloaded["lines"]][-1] == "Your name?"
    assert begin(again=True)["conversation"] != opened["conversation"]


def test_coming_back_much_later_is_told_to_the_flow(client: TestClient, begin: Begin) -> None:
    opened = begin()
    conversations = client.app.state.house.conversations  # type: ignore[attr-defined]
    now = conversations.clock()
    conversations.clock = lambda: now + CAME_BACK + 1
    assert len(begin()["lines"]) > len(opened["lines"])


def test_a_page_without_cookies_goes_on_with_what_it_has_kept(
    client: TestClient, begin: Begin
) -> None:
    """The same rules as with a cookie: the talk goes on, and who was long away comes back."""
    opened = begin(keep=False)
    kept = {"conversation": opened["conversation"], "token": opened["token"], "keep": False}
    say(client, opened, "1")
    reloaded = begin(**kept)
    assert reloaded["conversation"] == opened["conversation"]
    assert [line["text"] for line in reloaded["lines"]][-1] == "Your name?"
    conversations = client.app.state.house.conversations  # type: ignore[attr-defined]
    now = conversations.clock()
    conversations.clock = lambda: now + CAME_BACK + 1
    assert len(begin(**kept)["lines"]) > len(reloaded["lines"])
    assert begin(**kept, again=True)["conversation"] != opened["conversation"]


@pytest.mark.parametrize("token", ["", "forged", "é", "x" * 100])
def test_what_a_page_kept_opens_nothing_without_its_token(begin: Begin, token: str) -> None:
    opened = begin(keep=False)
    forged = begin(conversation=opened["conversation"], token=token, keep=False)
    assert forged["conversation"] != opened["conversation"]


def test_what_a_page_kept_of_another_hotline_is_not_obeyed(begin: Begin) -> None:
    opened = begin("safe", keep=False)
    kept = {"conversation": opened["conversation"], "token": opened["token"], "keep": False}
    assert begin("shop", **kept)["conversation"] != opened["conversation"]


def test_what_the_page_kept_comes_before_the_cookie(begin: Begin) -> None:
    framed = begin(keep=False)
    mine = begin()
    kept = {"conversation": framed["conversation"], "token": framed["token"]}
    assert begin()["conversation"] == mine["conversation"]
    assert begin(**kept)["conversation"] == framed["conversation"]


def test_the_cookie_is_for_this_hotline_only_and_no_script_sees_it(client: TestClient) -> None:
    cookie = client.post("/api/chat/shop", json={}).headers["set-cookie"].lower()
    assert "path=/api/chat/shop" in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    secure = client.post("https://testserver/api/chat/shop", json={})
    assert "secure" in secure.headers["set-cookie"].lower()


@pytest.mark.parametrize("cookie", ["", "x", "a.b", ".", "forged.forged", "é.ü"])
def test_a_forged_cookie_begins_a_conversation_of_its_own(
    client: TestClient, begin: Begin, cookie: str
) -> None:
    mine = begin()["conversation"]
    client.cookies.clear()
    header = {"cookie": f"conversation={cookie}".encode()}
    answer = client.post("/api/chat/shop", json={}, headers=header)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert answer.json()["conversation"] != mine


def test_a_cookie_of_another_hotline_is_not_obeyed(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = begin()
    header = {"cookie": f"conversation={opened['conversation']}.{opened['token']}"}
    client.cookies.clear()
    answer = client.post("/api/chat/line", json={}, headers=header)
    assert (answer.status_code, answer.json()["code"]) == (404, "no-channel")


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"authorization": "Bearer forged"},
        {"authorization": "Bearer "},
        {"authorization": "Basic xyz"},
    ],
)
def test_without_the_token_nothing_is_read_or_said(
    client: TestClient, begin: Begin, header: dict[str, str]
) -> None:
    opened = begin()
    message = {"type": "say", "id": "m", "text": "1"}
    for answer in (
        client.get(lines_of(opened), headers=header),
        client.post(lines_of(opened), json=message, headers=header),
    ):
        assert answer.status_code == 403
        assert answer.json()["code"] == "forbidden"
        assert answer.json()["text"].endswith(".")
    assert len(begin()["lines"]) == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"type":"say","id":"m","text":"' + b"x" * 5_000 + b'"}', 400, "too-long"),
        (b'{"type":"say","id":"m","text":"' + b"x" * 20_000 + b'"}', 413, "too-large"),
        (b'{"type":"say","id":"m","text":"' + b"x" * 10_000_000 + b'"}', 413, "too-large"),
        (b'{"type":"say","id":"m","text":"\\u0000"}', 400, "unreadable"),
        (b'{"type":"say","id":"m","text":"a\\u202eb"}', 400, "reversed"),
        (b'{"type":"say","id":"m","text":"  "}', 400, "empty"),
        (b'{"type":"say"', 400, "not-understood"),
        (b"\xff" * 100, 400, "not-understood"),
    ],
)
def test_bad_input_is_refused_in_words_and_others_go_on(
    client: TestClient, begin: Begin, body: bytes, status: int, code: str
) -> None:
    opened = begin()
    answer = client.post(lines_of(opened), content=body, headers={**bearer(opened), **JSON})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert say(client, opened, "1").json()["lines"][-1]["text"] == "Your name?"


@pytest.mark.parametrize("address", ["/api/chat/shop", "/api/conversations/x/lines"])
def test_a_form_of_a_foreign_page_is_refused(client: TestClient, address: str) -> None:
    answer = client.post(address, data={"again": "true"})
    assert (answer.status_code, answer.json()["code"]) == (400, "not-understood")


def test_an_unknown_hotline_cannot_begin(client: TestClient) -> None:
    answer = client.post("/api/chat/nothing", json={})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-flow")


def test_news_are_waited_for_and_come_at_once_when_they_are_there(
    client: TestClient, begin: Begin
) -> None:
    opened = begin()
    at_once = client.get(f"{lines_of(opened)}?since=0&wait=20", headers=bearer(opened))
    assert len(at_once.json()["lines"]) == 2
    say(client, opened, "2")
    over = client.get(f"{lines_of(opened)}?since=99&wait=20", headers=bearer(opened))
    assert over.json() == {"type": "news", "lines": [], "state": "ended"}
    no_news = client.get(f"{lines_of(opened)}?since=99&wait=0", headers=bearer(opened))
    assert no_news.json()["lines"] == []


def test_news_end_the_waiting(client: TestClient, begin: Begin) -> None:
    opened = begin()
    listeners = client.app.state.house.conversations.listeners  # type: ignore[attr-defined]

    async def somebody_listens() -> None:
        while not listeners._bells:
            await asyncio.sleep(0)

    assert client.portal is not None
    with ThreadPoolExecutor(1) as pool:
        address = f"{lines_of(opened)}?since=2&wait=20"
        waiting = pool.submit(client.get, address, headers=bearer(opened))
        client.portal.call(somebody_listens)
        say(client, opened, "1")
        news = waiting.result().json()
    assert [line["text"] for line in news["lines"]] == ["1", "Your name?"]


@pytest.mark.parametrize("since", ["-1", "x", "1e9", "9" * 30, "٣"])
def test_a_number_that_is_none_is_refused(client: TestClient, begin: Begin, since: str) -> None:
    opened = begin()
    answer = client.get(lines_of(opened), params={"since": since}, headers=bearer(opened))
    assert (answer.status_code, answer.json()["code"]) == (400, "not-understood")


def test_who_is_too_fast_is_asked_to_wait(client: TestClient, begin: Begin) -> None:
    opened = begin()
    client.app.state.messages = Rate(burst=1, per_second=0)  # type: ignore[attr-defined]
    assert say(client, opened, "1", "m1").status_code == 200
    answer = say(client, opened, "2", "m2")
    assert (answer.status_code, answer.json()["code"]) == (429, "too-fast")


def test_a_store_that_fails_is_told_without_a_trace(
    client: TestClient,
    begin: Begin,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened = begin()
    house = client.app.state.house  # type: ignore[attr-defined]

    async def failing(turn: object) -> Any:
        raise StoreError("disk full at /secret/path")

    with monkeypatch.context() as patch:
        patch.setattr(house.store, "commit", failing)
        for answer in (
            say(client, opened, "my words"),
            client.post("/api/chat/shop", json={"again": True}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, "busy")
            assert "secret" not in answer.text
    assert "my words" not in caplog.text
    # Who runs the server reads what to mend, once for each that failed.
    assert caplog.text.count("disk full at /secret/path") == 2
    assert say(client, opened, "1").status_code == 200


def post(client: TestClient, opened: dict[str, Any], **message: object) -> Any:
    return client.post(lines_of(opened), json={"id": "m9", **message}, headers=bearer(opened))


def texts(opened: dict[str, Any]) -> list[str]:
    return [line.get("text", "") for line in opened["lines"]]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ({}, "Welcome, campus unknown."),
        ({"page": {"campus": "Kyiv"}}, "Welcome, campus Kyiv."),
        # Not declared, or not fit to be read: left out, for nobody here could mend it.
        ({"page": {"name": "Eve", "campus": "a\u202eb"}}, "Welcome, campus unknown."),
        ({"page": {"campus": "  "}}, "Welcome, campus unknown."),
        ({"entry": "call_me"}, "Where shall we call you?"),
        # A step is no entry, and what is none begins at the start.
        ({"entry": "more"}, "Welcome, campus unknown."),
        ({"entry": "safe.more"}, "Welcome, campus unknown."),
    ],
)
def test_it_begins_as_the_page_wishes_where_the_flow_allows_it(
    begin: Begin, asked: dict[str, Any], first: str
) -> None:
    assert texts(begin("safe", **asked))[0] == first


@pytest.mark.parametrize(
    "asked",
    [
        {"entry": "x" * 65},
        {"page": {"campus": "x" * 501}},
        {"page": {"x" * 65: "v"}},
        {"page": {"": "v"}},
        {"page": {f"n{number}": "v" for number in range(21)}},
        {"page": {"campus": 7}},
        {"page": ["campus"]},
        {"keep": "no"},
        {"place": "safe.more"},
    ],
)
def test_wishes_beyond_their_bounds_are_refused(client: TestClient, asked: dict[str, Any]) -> None:
    answer = client.post("/api/chat/safe", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (400, "not-understood")


def test_the_page_is_told_where_leaving_leads_and_what_it_is_called(begin: Begin) -> None:
    opened = begin("safe")
    assert opened["exit"] == {"address": "https://www.example.org/weather", "title": "Notes"}
    assert opened["titles"] == {"en": "Safe line", "fa": "خط امن"}
    assert begin("shop")["exit"] is None


def test_a_browser_keeps_nothing_where_it_should_not(client: TestClient) -> None:
    # A flow with a quick exit never, whatever the page says; any other as it is asked.
    assert "set-cookie" not in client.post("/api/chat/safe", json={"keep": True}).headers
    assert "set-cookie" not in client.post("/api/chat/shop", json={"keep": False}).headers
    kept = client.post("/api/chat/shop", json={})
    gone = client.post("/api/chat/shop", json={"keep": False})
    assert gone.json()["conversation"] != kept.json()["conversation"]
    assert "max-age=0" in gone.headers["set-cookie"].lower()
    assert "conversation" not in client.cookies


def test_a_cookie_of_a_flow_that_is_not_served_any_more_still_finds_the_words(
    client: TestClient, begin: Begin, folder: Path
) -> None:
    opened = begin()
    (folder / "shop.flow").unlink()
    client.app.state.house.read()  # type: ignore[attr-defined]
    again = begin()
    assert (again["conversation"], again["titles"]) == (opened["conversation"], {})


def test_a_form_is_shown_whole_and_filled_in_at_once(client: TestClient, begin: Begin) -> None:
    opened = begin("safe", entry="call_me")
    prompt = opened["lines"][-1]
    assert [(one["slot"], one["accepts"]) for one in prompt["fields"]] == [
        ("name", "text"),
        ("pin", "digits"),
        ("beds", "number"),
    ]
    assert (
        prompt["fields"][2] | {"least": "1", "most": "6", "optional": True} == prompt["fields"][2]
    )
    values = {"name": " Ann ", "pin": "1234", "beds": ""}
    fill = {"type": "fill", "turn": prompt["turn"], "values": values}
    news = post(client, opened, **fill).json()
    assert texts(news)[-3:] == [
        "Your name: Ann\nA word of four digits: ••••",
        "We shall call Ann.",
        "Anything else?",
    ]
    assert news["lines"][-3]["id"] == "m9"
    late = post(client, opened, **{**fill, "id": "m10"})
    assert (late.status_code, late.json()["code"]) == (400, "too-late")
    odd = post(client, opened, type="fill", turn=1, values={"name": "a\u202eb"})
    assert odd.json()["code"] == "reversed"


def test_leaving_ends_it_and_nothing_of_it_can_be_read(client: TestClient, begin: Begin) -> None:
    opened = begin("safe", page={"campus": "Chernivtsi"})
    say(client, opened, "Oksana")
    left = post(client, opened, type="leave")
    assert (left.status_code, left.json()["state"]) == (200, "ended")
    assert [(line["kind"], line["text"]) for line in left.json()["lines"]] == [
        ("ended", "quick exit")
    ]
    assert "max-age=0" in left.headers["set-cookie"].lower()
    assert post(client, opened, type="leave").status_code == 200
    late = say(client, opened, "Are you there?", "m2")
    assert (late.status_code, late.json()["code"]) == (409, "ended")


def test_leaving_by_the_word_for_it_forgets_as_much(client: TestClient, begin: Begin) -> None:
    opened = begin("safe", entry="call_me")
    say(client, opened, "Oksana")
    news = say(client, opened, "quick exit", "m2").json()
    assert ([line["kind"] for line in news["lines"]], news["state"]) == (["ended"], "ended")


def test_who_left_finds_a_new_conversation_and_nothing_of_the_old(
    client: TestClient, begin: Begin
) -> None:
    opened = begin()
    say(client, opened, "1")
    cookie = {"cookie": f"conversation={opened['conversation']}.{opened['token']}"}
    post(client, opened, type="leave")
    again = client.post("/api/chat/shop", json={}, headers=cookie).json()
    assert again["conversation"] != opened["conversation"]


def test_leaving_waits_for_no_rate_and_wants_the_token(client: TestClient, begin: Begin) -> None:
    client.app.state.messages = Rate(burst=0, per_second=0)  # type: ignore[attr-defined]
    opened = begin("safe")
    leave = {"type": "leave", "id": "m"}
    assert client.post(lines_of(opened), json=leave).status_code == 403
    assert post(client, opened, type="leave").status_code == 200


def test_a_conversation_goes_on_after_a_month(client: TestClient, begin: Begin) -> None:
    opened = begin()
    say(client, opened, "1")
    conversations = client.app.state.house.conversations  # type: ignore[attr-defined]
    now = conversations.clock()
    conversations.clock = lambda: now + 30 * 86_400
    cookie = {"cookie": f"conversation={opened['conversation']}.{opened['token']}"}
    again = client.post("/api/chat/shop", json={}, headers=cookie).json()
    assert again["conversation"] == opened["conversation"]
    assert texts(again)[:4] == ["Welcome.", "What would you like?", "1", "Your name?"]
    assert say(client, opened, "Ann", "m2").status_code == 200


def test_a_flood_is_turned_away_before_the_store_is_asked(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = begin()
    client.app.state.requests = Rate(burst=1, per_second=0)  # type: ignore[attr-defined]
    assert say(client, opened, "1").status_code == 200
    house = client.app.state.house  # type: ignore[attr-defined]
    monkeypatch.setattr(house, "store", None)
    monkeypatch.setattr(house, "conversations", None)
    late = say(client, opened, "2", "m2")
    assert (late.status_code, late.json()["code"]) == (429, "too-fast")


def test_going_on_again_and_again_is_turned_away_before_the_store_is_asked(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = begin()
    client.app.state.requests = Rate(burst=1, per_second=0)  # type: ignore[attr-defined]
    assert begin()["conversation"] == opened["conversation"]
    house = client.app.state.house  # type: ignore[attr-defined]
    monkeypatch.setattr(house, "conversations", None)
    late = client.post("/api/chat/shop", json={})
    assert (late.status_code, late.json()["code"]) == (429, "too-fast")


@pytest.mark.parametrize("language", ["en", "uk", "ru", "hr", "fa"])
def test_the_word_on_the_button_that_skips_is_understood(
    client: TestClient, begin: Begin, language: str
) -> None:
    opened = begin("skips", language=language)
    prompt = opened["lines"][-1]
    assert (prompt["language"], prompt["optional"]) == (language, True)
    assert "3?" in texts(say(client, opened, prompt["skip"]).json())


def test_a_call_is_begun_only_where_calls_are_taken(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.post("/api/chat/line", json={"channel": "voice"}).status_code == 404
    assert client.post("/api/chat/line", json={"channel": "sms"}).status_code == 400
    monkeypatch.setattr(House, "takes_calls", True)
    begun = begin("line", channel="voice")
    assert [line.get("text") for line in begun["lines"]] == ["Hello.", "end"]
    assert client.post("/api/chat/shop", json={"channel": "voice"}).status_code == 404
