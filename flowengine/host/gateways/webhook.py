"""Messages as signed JSON over HTTP: to any provider or bridge, and to those who subscribed.

What was answered decides what became of a message, and where nothing was, how far it had come: a
request that had not left is tried again, one that may have been heard is not known. Redirects are
not followed, as Standard Webhooks advises.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx2
import msgspec

from flowengine.host import backoff, guarded, parcels
from flowengine.host.address import Forbidden
from flowengine.host.gateways import signing
from flowengine.host.gateways.sender import Later, Outcome, Refused, Sent, Unknown, short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flowengine.store.records import Outgoing

WITHIN = 30.0  # seconds from the request to the status of its answer
NAMED_WITHIN = 5.0  # seconds from there to the end of it
LARGEST = 65_536  # bytes of an answer that are read; only a name is looked for
# RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4: not now, but another time.
_NOT_NOW = frozenset((408, 425, 429))
_IN_PROGRESS = 409  # of a repeated key: the first try is still worked on
_GATEWAY_TIMEOUT = 504  # somebody on the way heard us and waits as we do


class _Answer(msgspec.Struct):
    id: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A provider at `url`. `secrets` sign, the newest first."""

    client: httpx2.AsyncClient
    url: str
    secrets: Sequence[str] = field(repr=False)
    clock: Callable[[], float]
    idempotent: bool = False

    async def send(self, message: Outgoing) -> Outcome:
        body = msgspec.json.encode(body_of(message))
        post = Post(self.client, self.clock, self.idempotent)
        return await post.send(self.url, message.key, body, self.secrets)

    async def close(self) -> None:
        """The client is everybody's."""


@dataclass(frozen=True, slots=True)
class Subscribers:
    """Those who asked to be told: each message goes `to` its own address, under its own secret.

    A subscriber knows a repeated notice by its identifier, so one may be sent again.
    """

    client: httpx2.AsyncClient
    secrets: Mapping[str, str] = field(repr=False)
    clock: Callable[[], float]

    async def send(self, message: Outgoing) -> Outcome:
        notice = parcels.notice(message.body)
        name = notice.secret.lower()
        if name not in self.secrets:
            return Later(f"No secret {name}. Set FLOWENGINE_SECRET_{name.upper()}.")
        post = Post(self.client, self.clock, idempotent=True)
        keys = self.secrets[name].split()
        return await post.send(message.to, message.key, bytes(notice.event), keys)

    async def close(self) -> None:
        """The client is everybody's."""


@dataclass(frozen=True, slots=True)
class Post:
    client: httpx2.AsyncClient
    clock: Callable[[], float]
    idempotent: bool

    async def send(self, url: str, key: str, body: bytes, secrets: Sequence[str]) -> Outcome:
        where = guarded.address(url)
        if where is None:
            return Refused("The address is none of the web.")
        try:
            headers = signing.signed(key, self.clock(), body, secrets)
        except ValueError as error:
            return Later(str(error))
        headers |= {"Content-Type": "application/json", "Idempotency-Key": signing.named(key)}
        request = self.client.build_request("POST", where, headers=headers, content=body)
        try:
            async with asyncio.timeout(WITHIN):
                answer = await self.client.send(request, stream=True)
        except Forbidden as error:
            return Refused(str(error))
        except guarded.UNSENT:
            return Later("It could not be reached.")
        except TimeoutError:
            return Unknown(f"It did not answer within {WITHIN:g} seconds.")
        except (OSError, httpx2.HTTPError) as error:
            return Unknown(f"It hung up before it answered ({type(error).__name__}).")
        try:
            if answer.is_success:
                return Sent(await _name(answer))
            return self._judged(answer)
        finally:
            await answer.aclose()

    def _judged(self, answer: httpx2.Response) -> Outcome:
        status = answer.status_code
        why = f"It answered {status}."
        if status == _GATEWAY_TIMEOUT:
            return Unknown(why)
        again = status in _NOT_NOW or status >= 500
        if again or (status == _IN_PROGRESS and self.idempotent):
            return Later(
                why, backoff.retry_after(answer.headers.get("retry-after", ""), self.clock())
            )
        return Refused(why)


async def _name(answer: httpx2.Response) -> str:
    """What they call it. Their yes counts, also where the rest cannot be read."""
    try:
        async with asyncio.timeout(NAMED_WITHIN):
            data = await guarded.body(answer, LARGEST)
        return short(msgspec.json.decode(data or b"{}", type=_Answer).id)
    except (httpx2.HTTPError, msgspec.MsgspecError, TimeoutError):
        return ""


def body_of(message: Outgoing) -> dict[str, Any]:
    """What a provider gets: `id to text channel`, the rest only where there is some."""
    parcel = parcels.decode(message.body)
    body: dict[str, Any] = {
        "id": signing.named(message.key),
        "to": message.to,
        "text": parcel.text,
        "channel": parcel.channel,
        "conversation": message.conversation,
    }
    more = {
        "subject": parcel.subject,
        "language": parcel.language,
        "attachments": [{"kind": kind, "reference": what} for kind, what in parcel.attachments],
        "buttons": [{"id": one.id, "label": one.label} for one in parcel.buttons],
    }
    return body | {name: value for name, value in more.items() if value}
