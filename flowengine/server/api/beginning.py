"""Begin a conversation over the API, once for each `Idempotency-Key`.

The conversation's id follows from the key and the token, so the same key cannot begin two, on
whatever node, and whenever it comes again. A program can be mended, so it is told what a visitor's
page is forgiven: a language, an entry or a value that the flow does not have.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from flowengine.host.refusal import Refusal
from flowengine.host.typed import fit
from flowengine.host.wish import Wish
from flowengine.server.api import people, views
from flowengine.server.api.endpoint import Reply
from flowengine.server.api.reach import owner
from flowengine.store.verbs import Replayed, Stale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.server.api import taken
    from flowengine.server.api.endpoint import Asked
    from flowengine.store.records import Conversation, Token


async def begin(asked: Asked) -> Reply:
    key, digest = _named(asked) if asked.key else ("", "")
    before = await asked.house.store.conversation(key) if key else None
    if before is None:
        try:
            return await _answer(asked, await _begun(asked, asked.body, key, digest), 201)
        except (Replayed, Stale) as error:
            before = await _first(asked, key, error)
    if not await _same(asked, before, digest):
        raise Refusal("key-used", "This Idempotency-Key came with another body. Take a new one.")
    return await _answer(asked, before, 200)


def _named(asked: Asked) -> tuple[str, str]:
    """The id of the new conversation, and what tells this body from another of the same key.

    Nobody without the token's hash can say beforehand which id it is.
    """
    made = hmac.digest(asked.token.hash, b"begin\x00" + asked.key.encode(), "sha256")
    body = hashlib.sha256(asked.key.encode() + b"\x00" + asked.raw).hexdigest()
    return base64.urlsafe_b64encode(made[:15]).decode(), body


async def _first(asked: Asked, key: str, error: Exception) -> Conversation:
    """Who was first: the same request on its other way, or somebody at the same address."""
    found = await asked.house.store.conversation(key) if key else None
    if found is None:
        sentence = "A conversation with this address is open already, or is just beginning."
        raise Refusal("address-busy", sentence) from error
    return found


async def _same(asked: Asked, before: Conversation, digest: str) -> bool:
    """What was erased meanwhile has forgotten with which body it began."""
    return not before.session or await asked.house.store.taken(_scope(asked.token), digest)


async def _answer(asked: Asked, found: Conversation, status: int) -> Reply:
    facts = await asked.house.store.facts(found.id)
    where = {"Location": f"/api/v1/conversations/{found.id}"}
    return Reply(views.conversation(found, facts), status, where)


async def _begun(asked: Asked, wanted: taken.Begin, key: str, digest: str) -> Conversation:
    wish = await _wish(asked, wanted)
    channel = _channel(asked, wanted)
    address = people.sealed(asked.house, wanted.gateway, wanted.address)
    opened = await asked.house.conversations.begin(
        wanted.flow,
        channel=channel,
        wish=wish,
        caller=wanted.caller or ("" if address != wanted.address else address),
        contact=await people.named(asked.house, wanted.contact),
        gateway=wanted.gateway,
        address=address,
        key=key,
        owner=owner(asked.token),
        message_id=digest,
        scope=_scope(asked.token) if digest else "",
    )
    return opened.conversation


def _scope(token: Token) -> str:
    return f"token/{token.id}"


async def _wish(asked: Asked, wanted: taken.Begin) -> Wish:
    program = await asked.house.conversations.editions.newest(wanted.flow)
    if wanted.language and wanted.language not in program.languages:
        raise Refusal("no-language", f"This flow speaks {', '.join(program.languages)}.")
    if wanted.entry and wanted.entry not in program.entries:
        raise Refusal("no-entry", f"This flow has {', '.join(program.entries) or 'no entry'}.")
    if not wanted.values.keys() <= program.from_page.keys():
        raise Refusal("no-value", "Only slots that are `from page` can be set: see /api/v1/flows.")
    return Wish(wanted.language, wanted.entry, fitting(wanted.values))


def _channel(asked: Asked, wanted: taken.Begin) -> str:
    """The one that is named, else the gateway's. Raises Refusal where they do not agree."""
    if bool(wanted.gateway) != bool(wanted.address):
        raise Refusal("not-understood", "Give gateway and address together, or neither.")
    if not wanted.gateway:
        return wanted.channel or "chat"
    gateway = asked.house.gateways.get(wanted.gateway)
    if gateway is None or wanted.channel not in ("", gateway.channel):
        raise Refusal("no-gateway", "The server has no gateway of that name for this channel.")
    return gateway.channel


def fitting(values: Mapping[str, str]) -> dict[str, str]:
    """The values, fit to be read; what is empty stays so. Raises Refusal as `typed.fit` does."""
    return {name: fit(text) if text.strip() else "" for name, text in values.items()}
