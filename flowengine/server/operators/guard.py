"""The one door of the operators' room: who somebody is, whether they meant it, what is said if not.

A page is shown, and an action done, only for a session that holds (`sessions`). An action must
also come from a page of ours: the browser says so (`Sec-Fetch-Site`, else `Origin`), and the form
carries the session's own proof.
"""

from __future__ import annotations

import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from flowengine.host.refusal import Refusal
from flowengine.server.operators import given, sessions
from flowengine.server.operators.pages import page
from flowengine.server.operators.visit import Visit
from flowengine.server.rates import knock
from flowengine.store.verbs import Busy, StoreError

if TYPE_CHECKING:
    from starlette.requests import Request

COOKIE = "operator"
TOP = "/operators"
SIGN_IN = f"{TOP}/sign-in"
_STATUS = {"forbidden": 403, "not-understood": 400, "too-fast": 429, "too-large": 413,
           "busy": 503, "failed": 503}  # fmt: skip
_log = logging.getLogger(__name__)

Endpoint = Callable[["Request"], Awaitable[Response]]
Handler = Callable[[Visit], Awaitable[Response]]


def signed_in(handler: Handler) -> Endpoint:
    """The page or action for operators only."""

    async def guarded(request: Request) -> Response:
        return await told(request, lambda: _admitted(request, handler))

    return guarded


def anybody(handler: Endpoint) -> Endpoint:
    """The same manners where nobody has to be known: the sign-in itself."""

    async def open_to_all(request: Request) -> Response:
        return await told(request, lambda: handler(request))

    return open_to_all


async def _admitted(request: Request, handler: Handler) -> Response:
    house = request.app.state.house
    at = time.time()
    operator = await sessions.find(house.store, request.cookies.get(COOKIE, ""), at)
    if operator is None:
        return to_sign_in(request)
    request.state.operator = operator
    if request.method != "POST":
        return await handler(Visit(request, operator, at))
    demand_own_page(request)
    form = await given.form(request)
    if not hmac.compare_digest(form.one("form").encode(), operator.form.encode()):
        raise Refusal("forbidden", "This page is older than your sign-in. Load it again, please.")
    return await handler(Visit(request, operator, at, form))


def to_sign_in(request: Request) -> Response:
    """Somebody who only wants to look comes back here after it."""
    wanted = given.address(request) if request.method in {"GET", "HEAD"} else ""
    query = f"?next={quote(wanted, safe='')}" if wanted not in {"", TOP} else ""
    return RedirectResponse(SIGN_IN + query, 303)


def demand_own_page(request: Request) -> None:
    """Raises Refusal `forbidden` where a browser sends a form of somebody else's page.

    Fetch Metadata where there is any, which is on secure connections; else RFC 6454, 7.
    """
    site = request.headers.get("sec-fetch-site")
    if site is None:
        origin = urlsplit(request.headers.get("origin", "")).netloc
        own = origin != "" and origin == request.headers.get("host", "")
    else:
        own = site == "same-origin"
    if not own:
        raise Refusal("forbidden", "This form did not come from a page of this server.")


async def told(request: Request, answer: Callable[[], Awaitable[Response]]) -> Response:
    """An answer, or a page that says why there is none; kept by no cache either way."""
    try:
        knock(request)
        response = await answer()
    except HTTPException as error:
        response = _sorry(request, error.status_code, "gone")
    except Refusal as refusal:
        response = _sorry(request, _STATUS.get(refusal.code, 409), "refused", str(refusal))
    except Busy:
        response = _sorry(request, 503, "busy")
    except StoreError as error:
        _log.error("request failed: %s", error)  # a store quotes nobody
        response = _sorry(request, 503, "no_store")
    response.headers["Cache-Control"] = "no-store"
    # With none at all, a browser would not say on plain HTTP where a form comes from.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _sorry(request: Request, status: int, why: str, sentence: str = "") -> Response:
    return page(request, "sorry.html", status, why=why, sentence=sentence)
