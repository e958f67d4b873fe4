from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from flowengine.host import conversations
from flowengine.host.calls.recordings import Recordings
from flowengine.host.lines import Line
from flowengine.host.refusal import Refusal
from flowengine.server import uploads as module
from flowengine.server.protect import UPLOAD
from flowengine.server.rates import Rate
from flowengine.store.records import Upload
from flowengine.store.verbs import StoreError
from tests.host.media import samples
from tests.server.conftest import Begin, bearer, lines_of

PHOTO = samples.ALL["jpg"]
NAME = "Оксана, 3 floor.jpg"


def send(
    client: TestClient,
    opened: dict[str, Any],
    body: Any = PHOTO,
    name: str = NAME,
    number: str = "f1",
) -> Any:
    address = f"/api/conversations/{opened['conversation']}/uploads"
    return client.post(
        address, content=body, params={"id": number, "name": name}, headers=bearer(opened)
    )


def texts(answer: Any) -> list[str]:
    return [line.get("text", "") for line in answer.json()["lines"]]


def held(client: TestClient, opened: dict[str, Any]) -> tuple[int, int]:
    store = client.app.state.house.store  # type: ignore[attr-defined]
    assert client.portal is not None
    found: tuple[int, int] = client.portal.call(store.uploads, opened["conversation"])
    return found


def test_a_photo_is_taken_answered_and_given_back_without_its_place(
    client: TestClient, begin: Begin
) -> None:
    opened = begin("sends")
    assert opened["lines"][-1]["accepts"] == "photo"
    answer = send(client, opened)
    assert answer.status_code == 200
    assert texts(answer)[-3:] == [NAME, "Thank you for the photo.", "A paper?"]
    line = answer.json()["lines"][-3]
    assert (line["side"], line["kind"], line["id"]) == ("person", "photo", "f1")
    kept = line["reference"]
    assert kept["type"] == "image/jpeg"
    address = f"/api/conversations/{opened['conversation']}/uploads/{kept['upload']}"
    back = client.get(address, headers=bearer(opened))
    assert back.headers["content-type"] == "image/jpeg"
    assert back.headers["content-disposition"] == (
        "attachment; filename=\"______, 3 floor.jpg\"; filename*=UTF-8''"
        "%D0%9E%D0%BA%D1%81%D0%B0%D0%BD%D0%B0%2C%203%20floor.jpg"
    )
    assert back.headers["content-security-policy"] == module.SANDBOX
    assert back.headers["x-content-type-options"] == "nosniff"
    assert back.headers["cache-control"] == "no-store"
    assert len(back.content) == kept["bytes"]
    assert samples.SECRET not in back.content


def test_nobody_else_gets_it(client: TestClient, begin: Begin) -> None:
    opened, other = begin("sends", again=True), begin("sends", again=True)
    upload = send(client, opened).json()["lines"][-3]["reference"]["upload"]
    mine = f"/api/conversations/{opened['conversation']}/uploads/{upload}"
    theirs = f"/api/conversations/{other['conversation']}/uploads/{upload}"
    assert client.get(mine).status_code == 403
    assert client.get(mine, headers=bearer(other)).status_code == 403
    assert client.get(theirs, headers=bearer(other)).status_code == 404
    assert client.post(mine.rpartition("/")[0], content=PHOTO).status_code == 403


def test_the_same_file_sent_again_after_a_break_is_taken_once(
    client: TestClient, begin: Begin
) -> None:
    opened = begin("sends")
    assert send(client, opened).json() == send(client, opened).json()
    assert held(client, opened)[0] == 1


def test_what_the_flow_did_not_ask_for_is_answered_and_not_kept(
    client: TestClient, begin: Begin
) -> None:
    opened = begin("sends")
    answer = send(client, opened, samples.PDF, "cv.pdf")
    assert "Not that, please." in texts(answer)
    line = next(one for one in answer.json()["lines"] if one["side"] == "person")
    assert (line["text"], "reference" in line) == ("cv.pdf", False)
    assert held(client, opened) == (0, 0)


def test_any_file_is_one_where_a_file_is_asked_for_and_its_result_is_kept(
    client: TestClient, begin: Begin
) -> None:
    opened = begin("sends")
    send(client, opened)
    answer = send(client, opened, samples.WAV, "voice.wav", "f2")
    assert texts(answer)[-2:] == ["Thank you for the paper.", "Anything else?"]
    assert held(client, opened)[0] == 2


@pytest.mark.parametrize(
    ("body", "name", "status", "code"),
    [
        (samples.PDF, "cat.jpg", 415, "wrong-type"),
        (b"MZ\x90\0", "cat.jpg", 415, "wrong-type"),
        (b"", "cat.jpg", 415, "wrong-type"),
        (b"x" * (UPLOAD + 1), "cat.jpg", 413, "too-large"),
        (PHOTO, "x" * 256, 400, "not-understood"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    client: TestClient, begin: Begin, body: bytes, name: str, status: int, code: str
) -> None:
    opened = begin("sends")
    answer = send(client, opened, body, name)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert held(client, opened) == (0, 0)
    assert send(client, opened).status_code == 200


@pytest.mark.parametrize("number", ["", "x" * 65])
def test_a_file_needs_a_name_of_the_page_s_own(
    client: TestClient, begin: Begin, number: str
) -> None:
    assert send(client, begin("sends"), number=number).json()["code"] == "not-understood"


def test_a_length_that_lies_is_found_out_while_reading(client: TestClient, begin: Begin) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(UPLOAD // 100_000 + 2):
            yield b"x" * 100_000

    opened = begin("sends")
    answer = send(client, opened, endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert "10 MB" in answer.json()["text"]


def test_a_conversation_takes_only_so_many(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "UPLOADS", 1)
    opened = begin("sends")
    first = send(client, opened)
    late = send(client, opened, number="f2")
    assert (late.status_code, late.json()["code"]) == (409, "too-many")
    assert send(client, opened).json() == first.json()  # the first again is still no refusal
    monkeypatch.setattr(conversations, "UPLOADS", 9)
    monkeypatch.setattr(conversations, "UPLOADED", len(PHOTO))
    assert send(client, opened, number="f3").json()["code"] == "too-many"


def test_a_conversation_that_is_over_takes_none(client: TestClient, begin: Begin) -> None:
    opened = begin("sends")
    client.post(lines_of(opened), json={"type": "leave", "id": "m"}, headers=bearer(opened))
    answer = send(client, opened)
    assert (answer.status_code, answer.json()["code"]) == (409, "ended")


def test_leaving_takes_the_files_along(client: TestClient, begin: Begin) -> None:
    opened = begin("sends")
    send(client, opened)
    client.post(lines_of(opened), json={"type": "leave", "id": "m"}, headers=bearer(opened))
    assert held(client, opened) == (0, 0)


def test_files_are_refused_before_words_have_no_room(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = begin("sends")
    monkeypatch.setattr(module, "RESERVE", 2**62)
    answer = send(client, opened)
    assert (answer.status_code, answer.json()["code"]) == (507, "no-room")


def test_a_disk_that_fills_while_a_file_comes_is_told(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def __init__(self, _: int) -> None:
            pass

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def write(self, _: bytes) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "SpooledTemporaryFile", Full)
    assert send(client, begin("sends")).json()["code"] == "no-room"


def test_a_store_that_fails_keeps_nothing_and_logs_no_name(
    client: TestClient,
    begin: Begin,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened = begin("sends")

    def full(_: object) -> None:
        raise StoreError("The disk is full.")

    house = client.app.state.house  # type: ignore[attr-defined]
    monkeypatch.setattr(house.store, "commit", full)
    with caplog.at_level(logging.DEBUG):
        answer = send(client, opened)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    told = [one.getMessage() for one in caplog.records if one.name.startswith("flowengine")]
    assert told == ["message not taken: The disk is full."]


def test_one_neighbourhood_sends_only_so_fast(client: TestClient, begin: Begin) -> None:
    client.app.state.uploads = Rate(burst=1, per_second=0)  # type: ignore[attr-defined]
    opened = begin("sends")
    assert send(client, opened).status_code == 200
    late = send(client, opened, number="f2")
    assert (late.status_code, late.json()["code"]) == (429, "too-fast")


def test_doors_let_in_so_many_of_one_and_others_beside_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "OF_ONE", 1)
    monkeypatch.setattr(module, "OF_ALL", 2)
    monkeypatch.setattr(module, "TURN_WITHIN", 0.01)

    async def scene() -> list[str]:
        doors = module.Doors()
        told: list[str] = []

        async def tries(sender: str) -> None:
            try:
                async with doors.passed(sender):
                    told.append(f"{sender} in")
            except Refusal as refusal:
                told.append(f"{sender} {refusal.code}")

        async with doors.passed("a"):
            await tries("a")
            await tries("b")
            async with doors.passed("b"):
                await tries("c")
        await tries("a")
        await tries("c")
        return told

    assert asyncio.run(scene()) == ["a busy", "b in", "c busy", "a in", "c in"]


def test_a_file_that_is_broken_off_leaves_nothing(client: TestClient, begin: Begin) -> None:
    opened = begin("sends")
    address = f"/api/conversations/{opened['conversation']}/uploads"
    pieces: list[Any] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": PHOTO[:50], "more_body": True},
    ]
    sent: list[Any] = []

    async def receive() -> Any:
        return pieces.pop()

    async def send_on(message: Any) -> None:
        sent.append(message)

    token = bearer(opened)["authorization"].encode()
    scope = {
        "type": "http", "method": "POST", "path": address, "query_string": b"id=f1&name=a.jpg",
        "headers": [(b"authorization", token)], "client": ("127.0.0.1", 1),
    }  # fmt: skip
    assert client.portal is not None
    client.portal.call(client.app, scope, receive, send_on)
    assert (sent, pieces) == ([], [])
    assert held(client, opened) == (0, 0)
    assert send(client, opened).status_code == 200


@pytest.mark.parametrize(("key", "status"), [("k" * 32, 200), ("x" * 32, 410)])
def test_a_recording_is_given_in_clear_and_gone_with_its_key(
    client: TestClient, begin: Begin, key: str, status: int
) -> None:
    opened = begin("sends")
    house = client.app.state.house  # type: ignore[attr-defined]
    upload = Upload("u1", 1.0, "call.wav", "audio/wav", b"")
    sealed = Recordings("k" * 32).sealed(opened["conversation"], upload.id, b"a voice")
    line = Line(kind="recording", text="call.wav")
    kept = replace(upload, body=sealed)
    assert client.portal is not None
    client.portal.call(house.conversations.keep, opened["conversation"], kept, line)
    house.recordings = Recordings(key)
    address = f"/api/conversations/{opened['conversation']}/uploads/u1"
    answer = client.get(address, headers=bearer(opened))
    assert answer.status_code == status
    assert (answer.content == b"a voice") is (status == 200)
