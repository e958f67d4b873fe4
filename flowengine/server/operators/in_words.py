"""A recording in words, for whoever cannot listen just now: written down when asked, and not kept.

The recording lies sealed; its words would lie beside it in clear. So they are made anew each time,
in a process that ends with them, one after another, and only this page holds them.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from flowengine.host.calls.recordings import Unopened
from flowengine.runtime import decode
from flowengine.server.languages import own_name
from flowengine.server.operators.conversation import subject, wanted

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.server.operators.visit import Visit
    from flowengine.store.records import Conversation

_log = logging.getLogger(__name__)
_ONE = threading.Lock()  # a core that writes is one less for those who call


async def show(visit: Visit) -> Response:
    found = await wanted(visit)
    upload = await visit.store.upload(found.id, visit.request.path_params["upload"])
    if upload is None:
        raise HTTPException(404)
    await visit.read("had the recording written down", f"{subject(found)}/{upload.id}")
    try:
        body = visit.house.recordings.opened(found.id, upload.id, upload.body)
    except Unopened as error:
        raise HTTPException(410) from error
    language = _language(found)
    text, why = await asyncio.to_thread(_written, body, language, visit.house.models)
    return visit.page(
        "in-words.html",
        section="conversations",
        talk=found,
        upload=upload.id,
        spoken=language,
        own_name=own_name(language),
        text=text,
        why=why,
    )


def _language(found: Conversation) -> str:
    """The one that was spoken; English where the conversation cannot tell any more."""
    try:
        return decode(found.session).language
    except msgspec.DecodeError:
        return "en"


def _written(body: bytes, language: str, models: Path | None) -> tuple[str, str]:
    """Its words, or why there are none: a key of the page's words."""
    from flowengine.speech.recognition.transcribing import NoModel, Unwritten, transcribe
    from flowengine.speech.sound.wav import NotSound, read

    try:
        with _ONE:
            text = transcribe(read(body), language, models)
    except NotSound:
        return "", "no_sound"
    except NoModel:
        return "", "no_model"
    except Unwritten as error:
        _log.warning("a recording was not written down: %s", error)
        return "", "not_written"
    return text, "" if text else "no_words"
