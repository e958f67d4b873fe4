"""All that is kept of one person, as one JSON document that they can be given.

Secrets of ours stay out: the hash that opens a conversation, the state of the interpreter.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flowengine.host.calls.recordings import NOTHING_RECORDED, Recordings, Unopened

if TYPE_CHECKING:
    from flowengine.store.records import Conversation, Known, Upload
    from flowengine.store.verbs import Store

PAGE = 200  # conversations read at once
_OURS = frozenset(("token", "session", "prompt", "gathered"))
_JSON = frozenset(("body", "value", "event", "effects"))


async def disclosed(
    store: Store,
    known: Known,
    *,
    files: bool = False,
    recordings: Recordings = NOTHING_RECORDED,
) -> bytes:
    """With `files` what the person sent is in it, as base64; else only named. `recordings` open
    their voice; one that was sealed with a key we have not is in it as it is kept."""
    talks = []
    before, behind = 0.0, ""
    while True:
        found = await store.search(
            contact=known.contact.id, before=before, behind=behind, limit=PAGE
        )
        for one in found:
            talk = await _talk(store, one)
            if files:
                talk["files"] = await _files(store, one.id, talk["messages"], recordings)
            talks.append(talk)
        if len(found) < PAGE:
            break
        before, behind = found[-1].changed, found[-1].id
    everything = {"contact": _plain(asdict(known)), "conversations": talks}
    return json.dumps(everything, ensure_ascii=False, indent=2).encode()


async def _talk(store: Store, talk: Conversation) -> dict[str, Any]:
    kept = {name: value for name, value in asdict(talk).items() if name not in _OURS}
    return {
        **kept,
        "messages": [_plain(asdict(one)) for one in await store.messages(talk.id, 0)],
        "traces": [_plain(asdict(one)) for one in await store.traces(talk.id)],
        "facts": [_plain(asdict(one)) for one in await store.facts(talk.id)],
        "outgoing": [
            _plain(asdict(one)) for one in await store.outgoing(conversation=talk.id, limit=1000)
        ],
    }


async def _files(
    store: Store, key: str, messages: list[Any], recordings: Recordings
) -> list[dict[str, Any]]:
    references = (one["body"].get("reference") for one in messages)
    names = [one["upload"] for one in references if isinstance(one, dict) and "upload" in one]
    found = [await store.upload(key, name) for name in names]
    bodies = [(one, _opened(recordings, key, one)) for one in found if one]
    return [{**asdict(one), "body": base64.b64encode(body).decode()} for one, body in bodies]


def _opened(recordings: Recordings, key: str, upload: Upload) -> bytes:
    try:
        return recordings.opened(key, upload.id, upload.body)
    except Unopened:
        return upload.body


def _plain(value: Any, name: str = "") -> Any:
    """JSON that is kept as text is JSON again."""
    match value:
        case dict():
            return {key: _plain(one, key) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case str() if name in _JSON:
            try:
                return json.loads(value)
            except ValueError:
                return value
    return value
