"""What providers and bridges bring: messages of people, and reports of what became of ours.

Each proves itself by its signature (`host.gateways.signing`); whoever does not is told nothing, not
even whether there is such a gateway. A message is answered only when it is kept: what was answered
202 is not lost. One that comes again is answered 200 and does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from flowengine.host import heard, measures
from flowengine.host.gateways import signing
from flowengine.host.gateways.sender import Gateway, short
from flowengine.host.refusal import Refusal
from flowengine.host.typed import fit
from flowengine.server.chat import STATUS, answer
from flowengine.server.pages import house
from flowengine.server.rates import knock
from flowengine.store.verbs import Replayed

if TYPE_CHECKING:
    from starlette.requests import Request

    from flowengine.host.heard import Heard

MOST = 100  # messages or reports in one body
LONGEST_ADDRESS = 200  # signs
LONGEST_NAME = 200  # signs of a provider's own name for a message
_EARLY = {"Retry-After": "2", "Cache-Control": "no-store"}


class _Message(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """`id` is the provider's name for it; `picked` the `id` of a button that we sent."""

    id: str
    sender: str
    text: str = ""
    picked: str = ""
    file: Any = None
    picture: Any = None


class _Report(msgspec.Struct, frozen=True):
    """`id` is ours for the message, `name` theirs; one of them is enough."""

    state: str
    id: str = ""
    name: str = ""
    reason: str = ""


_messages = msgspec.json.Decoder(list[_Message] | _Message)
_reports = msgspec.json.Decoder(list[_Report] | _Report)
# A hotline that is not served just now (its file has a mistake) is soon mended: "not found" would
# make the provider throw away what somebody has written.
_STATUS = {"forged": 401, "unknown-message": 404, "only-sends": 404, "unknown-flow": 503}
_ARRIVED = {"sent": True, "delivered": True, "read": True, "failed": False}


async def receive(request: Request) -> Response:
    """Messages of people, one or a list, obeyed in their order."""
    try:
        gateway = await _proved(request)
        messages = _read(_messages, await request.body())
        steps = [(one, _heard(one)) for one in messages]
        if not gateway.flow:
            raise Refusal("only-sends", "This gateway serves no hotline. Set flow= in it.")
        taken = 0
        for message, what in steps:
            taken += await _arrived(request, gateway, message, what)
    except Refusal as refusal:
        return _refused(refusal)
    counts: dict[str, object] = {"accepted": taken, "known": len(steps) - taken}
    return answer(counts, 202 if taken else 200)


async def report(request: Request) -> Response:
    """What became of messages that we sent. 503 where one is still being sent: ask again."""
    try:
        gateway = await _proved(request)
        early = 0
        for one in _read(_reports, await request.body()):
            early += not await _reported(request, gateway, one)
    except Refusal as refusal:
        return _refused(refusal)
    if early:
        body = msgspec.json.encode({"code": "too-early", "text": "It is still being sent."})
        return Response(body, 503, _EARLY, media_type="application/json")
    return answer({})


ROUTES = [
    Route("/gateways/{name}", receive, methods=["POST"]),
    Route("/gateways/{name}/reports", report, methods=["POST"]),
]


async def _proved(request: Request) -> Gateway:
    """The gateway that signed it. Raises Refusal."""
    knock(request)
    body = await request.body()
    found: Gateway | None = house(request).gateways.get(request.path_params["name"])
    secrets = found.secrets if found is not None else ()
    try:
        signing.proved(request.headers, body, secrets, house(request).conversations.clock())
    except signing.Forged:
        raise Refusal("forged", "This message is not signed by a gateway of this server.") from None
    assert found is not None  # noqa: S101 - without secrets nothing is proved
    return found


def _read(decoder: msgspec.json.Decoder[Any], body: bytes) -> list[Any]:
    try:
        found = decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Refusal(
            "not-understood", f"The body is not understood: {short(str(error))}"
        ) from error
    listed = found if isinstance(found, list) else [found]
    if not 0 < len(listed) <= MOST:
        raise Refusal("not-understood", f"A body has from one to {MOST} messages.")
    return listed


def _heard(message: _Message) -> Heard:
    """What the person did. Raises Refusal, and then none of the body was taken."""
    if message.file is not None or message.picture is not None:
        raise Refusal("wrong-type", "This gateway takes no files. Please send the text alone.")
    if not message.id or len(message.id) > LONGEST_NAME:
        raise Refusal("not-understood", f"id has from one to {LONGEST_NAME} signs.")
    if not message.sender.strip() or len(message.sender) > LONGEST_ADDRESS:
        raise Refusal("not-understood", f"from has from one to {LONGEST_ADDRESS} signs.")
    fit(message.id + message.sender)
    if bool(message.text.strip()) == bool(message.picked):
        raise Refusal("not-understood", "A message has either text or picked.")
    if message.picked:
        return _picked(message)
    return heard.said(fit(message.text), message.id)


def _picked(message: _Message) -> Heard:
    turn, colon, choice = message.picked.partition(":")
    if not (colon and choice and turn.isascii() and turn.isdigit() and len(turn) < 10):
        raise Refusal("not-understood", "picked is no id of a button that was sent.")
    return heard.picked(int(turn), fit(choice), message.id)


async def _arrived(request: Request, gateway: Gateway, message: _Message, what: Heard) -> bool:
    """False where it had come before."""
    try:
        await house(request).conversations.arrive(
            gateway=gateway.name,
            address=message.sender.strip(),
            channel=gateway.channel,
            flow=gateway.flow,
            what=what,
            message_id=message.id,
        )
    except Replayed:
        return False
    return True


async def _reported(request: Request, gateway: Gateway, one: _Report) -> bool:
    if one.state not in _ARRIVED:
        raise Refusal("not-understood", f"state is one of {', '.join(_ARRIVED)}.")
    if not (one.id or one.name):
        raise Refusal("not-understood", "A report has id, ours, or name, yours.")
    for text in (one.id, one.name, one.reason):
        fit(text) if text else ""
    try:
        return await house(request).outbox.report(
            gateway.name,
            key=one.id,
            name=short(one.name),
            arrived=_ARRIVED[one.state],
            why=short(one.reason) or "The provider reported that it did not arrive.",
        )
    except LookupError as error:
        raise Refusal("unknown-message", str(error)) from error


def _refused(refusal: Refusal) -> Response:
    measures.refused_total.labels(code=refusal.code).inc()
    status = _STATUS.get(refusal.code)
    return answer(
        {"code": refusal.code, "text": str(refusal)}, status or STATUS.get(refusal.code, 400)
    )
