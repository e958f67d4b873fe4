"""The web chat over HTTP: begin or go on, say, pick, and wait for news.

The cookie only finds a conversation again after a reload and is sent to one address; every other
request proves itself with the token in its `Authorization` header, so no foreign page can act for
a visitor. A forged token is told so and changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from flowengine.channels.voice import VOICE
from flowengine.host import measures
from flowengine.host.conversations import CAME_BACK, Conversations, Opened
from flowengine.host.heard import filled, located
from flowengine.host.refusal import Refusal
from flowengine.host.typed import fit
from flowengine.host.wish import Wish
from flowengine.server import about, wire
from flowengine.server.logs import place
from flowengine.server.pages import house
from flowengine.server.rates import knock, sender
from flowengine.store.records import Conversation
from flowengine.store.verbs import Replayed, StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from starlette.requests import Request

    from flowengine.server.rates import Rate

_log = logging.getLogger(__name__)

LATER = ("busy", "One moment, please. Then send it again.")
COOKIE = "conversation"
COOKIE_DAYS = 30
LONGEST_WAIT = 25.0  # seconds that a request for news may be held
STATUS = {"forbidden": 403, "unknown-flow": 404, "no-channel": 404, "too-large": 413,
          "wrong-type": 415, "too-many": 409, "not-now": 409, "too-fast": 429, "ended": 409,
          "stranded": 409, "failed": 503, "busy": 503, "no-room": 507}  # fmt: skip


def answer(body: dict[str, object], status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(wire.encoded(body), status, headers, media_type="application/json")


async def refused(_request: Request, error: Exception) -> Response:
    """A Refusal, or a store that failed, as an answer: never a trace, never the sender's words."""
    if not isinstance(error, Refusal):
        measures.store_failures_total.inc()
        _log.error("request failed: %s", error)  # a store quotes nobody
        error = Refusal(*LATER)
    measures.refused_total.labels(code=error.code).inc()
    return answer(wire.refused(error), STATUS.get(error.code, 400))


async def begin(request: Request) -> Response:
    """Begin a conversation, or go on with the one that the page or its cookie can prove."""
    knock(request)  # going on reads a whole transcript
    _json_only(request)
    asked = wire.beginning(await request.body())
    flow = request.path_params["flow"]
    conversations = house(request).conversations
    talk = None if asked.again else await _again(conversations, flow, *_proof(request, asked))
    if talk is None:
        rate: Rate = request.app.state.beginnings
        rate.take(sender(request))
        contact = await _acquainted(conversations, flow, *_proof(request, asked))
        channel = _channel(request, asked)
        talk = await conversations.begin(flow, channel=channel, wish=_wish(asked), contact=contact)
    key, token = talk.conversation.id, talk.token
    found = await conversations.read(key, 0)
    stand = await house(request).desk.talk.stand(talk.conversation)
    # Someone may come back to a hotline that is not served any more.
    program = house(request).library.programs.get(flow)
    leaving = None if program is None else about.leaving(program)
    response = answer(
        {
            "conversation": key,
            "token": token,
            "exit": leaving,
            "titles": {} if program is None else dict(program.titles),
            **wire.news(talk.conversation, found, stand),
        }
    )
    if asked.keep and leaving is None:
        _remember(request, response, flow, f"{key}.{token}", COOKIE_DAYS * 86_400)
    elif COOKIE in request.cookies:
        _remember(request, response, flow, "", 0)
    return response


def _remember(request: Request, response: Response, flow: str, value: str, seconds: int) -> None:
    """Set the cookie, or with 0 seconds take it away."""
    response.set_cookie(
        COOKIE,
        value,
        max_age=seconds,
        path=f"/api/chat/{quote(flow)}",
        secure=request.scope["scheme"] == "https",  # an address of the sender's making says nothing
        httponly=True,
        samesite="strict",
    )


def _channel(request: Request, asked: wire.Begin) -> str:
    """Raises Refusal where it could never be called."""
    if asked.channel == VOICE.name and not house(request).takes_calls:
        raise Refusal("no-channel", "No calls are taken here. Please write.")
    return asked.channel


def _wish(asked: wire.Begin) -> Wish:
    """Values that cannot be read are left out: nobody typed them here, so nobody can mend them."""
    page: dict[str, str] = {}
    for name, value in asked.page.items():
        with suppress(Refusal):
            page[name] = fit(value)
    return Wish(asked.language, asked.entry, page)


def _proof(request: Request, asked: wire.Begin) -> tuple[str, str]:
    """Conversation and token: from the page, else from the cookie of a page that may have one."""
    if asked.conversation or not asked.keep:
        return asked.conversation, asked.token
    key, _, token = request.cookies.get(COOKIE, "").partition(".")
    return key, token


async def _again(conversations: Conversations, flow: str, key: str, token: str) -> Opened | None:
    """The conversation; one that is lost, foreign, forged or left behind without a trace is simply
    not there."""
    try:
        found = await conversations.opened(key, token)
        if found.flow != flow or not found.session:
            return None
        if not found.ended and conversations.clock() - found.changed > CAME_BACK:
            found = await conversations.come_back(key)
    except Refusal:
        return None
    return Opened(found, token)


async def _acquainted(conversations: Conversations, flow: str, key: str, token: str) -> str:
    """The contact that an earlier conversation of this page was with; "" where nobody may know."""
    try:
        found = await conversations.opened(key, token)
        program = await conversations.editions.newest(flow)
    except Refusal:
        return ""
    return "" if program.exit is not None else found.contact


async def tell(request: Request) -> Response:
    """One message of the person; answers with the news since line `since`."""
    _json_only(request)
    conversation = await opened(request)
    message = wire.message(await request.body())
    if not isinstance(message, wire.Leave):
        rate: Rate = request.app.state.messages
        rate.take(conversation.id)
    conversations = house(request).conversations
    await heard(conversations, conversation.id, message)
    response = await news(request, conversation.id)
    if isinstance(message, wire.Leave):
        _remember(request, response, conversation.flow, "", 0)
    return response


async def listen(request: Request) -> Response:
    """The news since line `since`; waits up to `wait` seconds for some."""
    ends = house(request).draining.is_set()
    wait = 0.0 if ends else min(_number(request, "wait"), LONGEST_WAIT)
    since = _number(request, "since")
    listeners = house(request).conversations.listeners
    with listeners.listening(request.path_params["conversation"]) as bell:
        conversation = await opened(request)
        if conversation.messages <= since and wait and not conversation.ended:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await bell.wait()
    return await news(request, conversation.id)


async def heard(conversations: Conversations, key: str, message: wire.Told) -> None:
    """Give a message to its conversation. Raises Refusal; a replay does nothing."""
    match message:
        case wire.Say():
            await told(key, conversations.say(key, fit(message.text), message.id))
        case wire.Pick():
            picked = conversations.pick(key, message.turn, message.choice, message.id)
            await told(key, picked)
        case wire.Fill():
            # What is left empty is told: optional fields are then not asked for again.
            values = {
                slot: fit(text) if text.strip() else "" for slot, text in message.values.items()
            }
            form = filled(message.turn, values, message.id)
            await told(key, conversations.hear(key, form))
        case wire.Place():
            place = located(message.latitude, message.longitude, message.id)
            await told(key, conversations.hear(key, place))
        case wire.Leave():
            await told(key, conversations.leave(key))


async def told(key: str, turn: Awaitable[object]) -> None:
    """Await a turn of the conversation; whatever goes wrong is a Refusal.

    `busy` when the store could not keep it: the page sends it again by itself, with the same id.
    """
    try:
        await turn
    except Replayed:
        return
    except Refusal:
        raise
    except StoreError as error:  # it tells what its owner has to mend
        measures.store_failures_total.inc()
        _log.error("message not taken: %s", error, extra={"conversation": key})
        raise Refusal(*LATER) from error
    except Exception as error:
        # Its text could quote what the person said.
        _log.error("message not taken: %s", place(error), extra={"conversation": key})
        raise Refusal("failed", "Something went wrong here. Please try again.") from error


async def opened(request: Request) -> Conversation:
    """The conversation in the address, for whom the `Authorization` header proves.

    A flood is turned away before the store is asked about it.
    """
    knock(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = ""
    return await house(request).conversations.opened(request.path_params["conversation"], token)


async def news(request: Request, key: str) -> Response:
    """How the conversation stands, with its lines after line `since`."""
    conversations = house(request).conversations
    found = await conversations.read(key, int(_number(request, "since")))
    talk = await conversations.look(key)
    return answer(wire.news(talk, found, await house(request).desk.talk.stand(talk)))


def _number(request: Request, name: str) -> float:
    text = request.query_params.get(name, "0")
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refusal("not-understood", f"The value of {name} must be a number.")
    return float(text)


def _json_only(request: Request) -> None:
    """Foreign pages can send forms without asking, but not JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refusal("not-understood", "The server understands only JSON here.")
