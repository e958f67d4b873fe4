"""Everything about one person, and nothing of ours."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from flowengine.host import disclosure
from flowengine.host.calls.recordings import Recordings
from flowengine.host.disclosure import disclosed
from flowengine.host.lines import Line
from flowengine.host.media import Media
from flowengine.store.records import Attribute, Consent, Tag, Upload
from tests.host.conftest import Play, Shop

PICTURE = Media("photo", "image/png", "face.png", b"not really")


async def document(shop: Shop, contact: str, *, files: bool = False) -> dict[str, Any]:
    assert shop.store is not None
    known = await shop.store.known(contact)
    assert known is not None
    found: dict[str, Any] = json.loads(await disclosed(shop.store, known, files=files))
    return found


async def person(shop: Shop) -> str:
    assert shop.store is not None
    contact = (await shop.store.identify("sms", "+380671234567", shop.now)).id
    await shop.store.write_contact(
        attributes=[
            Attribute(contact, "name", '"Оля"', shop.now),
            Attribute(contact, "odd", "{x", shop.now),
        ],
        tags=[Tag(f"contact/{contact}", "vip", shop.now)],
        consents=[Consent(contact, "news", "sms", True, "v1", "paper", shop.now)],
    )
    return contact


def test_what_is_kept_as_json_is_json_again_and_nothing_is_ours(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        contact = await person(shop)
        talk = await shop.conversations.begin("shop", channel="chat", contact=contact)
        for text in ("3", "Ann", "1234", "+380501112233"):
            await shop.conversations.say(talk.conversation.id, text)
        found = await document(shop, contact)
        (kept,) = found["conversations"]
        assert kept["facts"][0]["body"]["value"] == "Ann"
        assert kept["outgoing"][0]["body"]["text"] == "Ann was here."
        assert "Ann" in [one["body"]["text"] for one in kept["messages"]]
        assert kept["traces"][0]["event"]["begin"]["flow"] == "shop"
        assert not {"token", "session", "prompt", "gathered"} & kept.keys()
        assert "1234" not in [one["body"]["text"] for one in kept["messages"]]
        known = found["contact"]
        values = {one["name"]: one["value"] for one in known["attributes"]}
        assert values == {"name": "Оля", "odd": "{x"}
        assert known["tags"] == ["vip"]
        assert known["consents"][0]["how"] == "paper"
        assert known["identities"][0]["address"] == "+380671234567"

    play(scene)


def test_it_goes_on_until_the_last_conversation(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "PAGE", 2)

    async def scene(shop: Shop) -> None:
        contact = await person(shop)
        talks = [
            await shop.conversations.begin("shop", channel="chat", contact=contact)
            for _ in range(5)
        ]
        found = (await document(shop, contact))["conversations"]
        assert {one["id"] for one in found} == {one.conversation.id for one in talks}
        assert len(found) == 5

    play(scene)


PHOTO = """flow shop "Photos"

start:
  ask face: photo "A photo, please."
  say "Thank you."
  end
"""


def test_files_are_in_it_where_they_are_wanted(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        shop.flow.write_text(PHOTO, encoding="utf-8")
        shop.library.refresh()
        contact = await person(shop)
        talk = await shop.conversations.begin("shop", channel="chat", contact=contact)
        await shop.conversations.receive(talk.conversation.id, PICTURE)
        (kept,) = (await document(shop, contact, files=True))["conversations"]
        assert base64.b64decode(kept["files"][0]["body"]) == PICTURE.body
        (bare,) = (await document(shop, contact))["conversations"]
        assert "files" not in bare

    play(scene)


@pytest.mark.parametrize(("key", "shown"), [("k" * 32, b"a voice"), ("x" * 32, None)])
def test_a_recording_is_given_to_its_person_in_clear_where_we_have_the_key(
    play: Play, key: str, shown: bytes | None
) -> None:
    async def scene(shop: Shop) -> None:
        contact = await person(shop)
        talk = await shop.conversations.begin("shop", channel="chat", contact=contact)
        talk_id = talk.conversation.id
        sealed = Recordings("k" * 32).sealed(talk_id, "u1", b"a voice")
        upload = Upload("u1", 1.0, "call.wav", "audio/wav", sealed)
        line = Line(kind="recording", reference={"upload": "u1"})
        await shop.conversations.keep(talk_id, upload, line)
        assert shop.store is not None
        known = await shop.store.known(contact)
        assert known is not None
        body = await disclosed(shop.store, known, files=True, recordings=Recordings(key))
        (file,) = json.loads(body)["conversations"][0]["files"]
        assert base64.b64decode(file["body"]) == (shown or sealed)

    play(scene)
