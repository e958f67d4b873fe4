"""What every answer carries, no request may exceed and no log may tell, as ASGI middleware.

No script, style or picture of anybody else, nothing inline, no frame around us but where a page is
made for it. A body that is too large is refused before it is read, one that does not come is not
waited for. An error of ours is logged by its kind and places; its text could quote what a person
said.
"""

from __future__ import annotations

import asyncio
import logging
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from flowengine.server.logs import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY = 65_536  # bytes
UPLOAD = 10 * 1024 * 1024  # bytes of a file that is sent
BODY_WITHIN = 15.0  # seconds from the head of a request to the end of its body
UPLOADED_PER_SECOND = 4_096  # bytes: a file may take a second longer for each that it has brought
TOO_LARGE = ("too-large", 413, "This message is too large. Please send a shorter one.")
FILE_TOO_LARGE = ("too-large", 413, "This file is too large. A file can have up to 10 MB.")
TOO_SLOW = ("too-slow", 408, "The message did not arrive in time. Please send it again.")
# Programs are refused as RFC 9457 has it; there is a page about the codes.
PROGRAMS, PROBLEMS = "/api/v1/", "/manual/api#refusals"
FAILED = ("failed", 500, "Something went wrong here. Please try again.")


def policy(sites: Sequence[str] = ("'none'",)) -> str:
    """The content security policy of a page that only these sites may hold in a frame.

    `blob:` is what a page has in its memory: a picture that was sent from here and is shown again.
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
        " media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none';"
        f" frame-ancestors {' '.join(sites)}"
    )


HEADERS = {
    "Content-Security-Policy": policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_UNFRAMED = "frame-ancestors 'none'"
# Only where files are taken: any other address that ends so would read 10 MB before it asks who.
_FILES = re.compile(r"POST /api/conversations/[^/]+/uploads|PUT /desk/items/[^/]+/files/[^/]+")

_log = logging.getLogger(__name__)


class SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def adorned(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
                if _UNFRAMED in headers["Content-Security-Policy"]:
                    headers["X-Frame-Options"] = "DENY"  # it knows no list of sites
            await send(message)

        await self._app(scope, receive, adorned)


class Quiet:
    """Answers errors of ours, and tells the log no more than where they were."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        begun = scope["type"] == "websocket"  # Uvicorn closes one whose talk is over

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        except Exception as error:  # noqa: BLE001 - one request's trouble is not the others'
            _log.error("request failed: %s", place(error))
            if not begun:
                await _refuse(FAILED, scope, receive, send)


class BodyLimit:
    """Counts what comes in, for a length that is announced may be a lie."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = _FILES.fullmatch(f"{scope['method']} {scope['path']}") is not None
        limit, too_large = (UPLOAD, FILE_TOO_LARGE) if sent else (BODY, TOO_LARGE)
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdigit() and int(announced[:20]) > limit:
            await _refuse(too_large, scope, receive, send)
            return
        counter = _Counter(receive, limit, UPLOADED_PER_SECOND if sent else 0)
        try:
            await self._app(scope, counter, send)
        except _TooLarge:
            await _refuse(too_large, scope, receive, send)
        except _TooSlow:
            await _refuse(TOO_SLOW, scope, receive, send)
        except ClientDisconnect:
            return  # in the middle of its body; there is nobody to answer


class _TooLarge(Exception):
    pass


class _TooSlow(Exception):
    pass


class _Counter:
    """With `per_second` the time begins when somebody asks for the body, and what came gives more
    of it: a slow line is no fault, a line that stands still holds a place of others."""

    def __init__(self, receive: Receive, limit: int, per_second: int) -> None:
        self._receive = receive
        self._limit = limit
        self._per_second = per_second
        self._read = 0
        self._until: float | None = None if per_second else self._now() + BODY_WITHIN

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    async def __call__(self) -> Message:
        if self._per_second and not self._read:
            self._until = self._now() + BODY_WITHIN
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError as error:
            raise _TooSlow from error
        came = len(message.get("body", b""))
        self._read += came
        if self._until is not None and self._per_second:
            self._until += came / self._per_second
        if self._read > self._limit:
            raise _TooLarge
        if not message.get("more_body", False):
            self._until = None  # from here on the sender is only watched for going away
        return message


async def _refuse(why: tuple[str, int, str], scope: Scope, receive: Receive, send: Send) -> None:
    code, status, text = why
    headers = {"Connection": "close"} if why is TOO_SLOW else None
    if scope["path"].startswith(PROGRAMS):
        title = HTTPStatus(status).phrase
        found = {"type": PROBLEMS, "title": title, "status": status, "detail": text, "code": code}
        answer = JSONResponse(found, status, headers, media_type="application/problem+json")
    else:
        answer = JSONResponse({"type": "refused", "code": code, "text": text}, status, headers)
    await answer(scope, receive, send)
