"""The manners of pages for people who sign in: forms come from pages of ours, a failure is a page
that says why, and no cache keeps anything either way.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Match

from flowengine.host.refusal import Refusal
from flowengine.server import given
from flowengine.server.rates import knock
from flowengine.store.verbs import Busy, StoreError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from flowengine.server.given import Form

# What a page of a room says where there is no answer: status, a key of its words, who refused.
Sorry = Callable[["Request", int, str, Refusal | None], "Response"]

_STATUS = {"forbidden": 403, "not-understood": 400, "too-fast": 429, "too-large": 413,
           "busy": 503, "failed": 503}  # fmt: skip
_log = logging.getLogger(__name__)


async def told(
    request: Request, answer: Callable[[], Awaitable[Response]], sorry: Sorry
) -> Response:
    """An answer, or a page that says why there is none."""
    try:
        knock(request)
        response = await answer()
    except HTTPException as error:
        response = sorry(request, error.status_code, "gone", None)
    except Refusal as refusal:
        response = sorry(request, _STATUS.get(refusal.code, 409), "refused", refusal)
    except Busy:
        response = sorry(request, 503, "busy", None)
    except StoreError as error:
        _log.error("request failed: %s", error)  # a store quotes nobody
        response = sorry(request, 503, "no_store", None)
    response.headers["Cache-Control"] = "no-store"
    # With none at all, a browser would not say on plain HTTP where a form comes from.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


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
        text = "This form did not come from a page of this server."
        raise Refusal("forbidden", text, about="form")


def demand_proof(form: Form, proof: str) -> None:
    """Raises Refusal `forbidden` where a form was not made for this session."""
    if not hmac.compare_digest(form.one("form").encode(), proof.encode()):
        text = "This page is older than your sign-in. Load it again, please."
        raise Refusal("forbidden", text, about="old")


def back(request: Request, top: str) -> str:
    """The page below `top` from which a form was sent that is refused, to go on with; "" where
    nobody says so. A page that can only be sent to leads to the one above it."""
    named = urlsplit(request.headers.get("referer", ""))
    if request.method != "POST" or named.netloc != request.headers.get("host", ""):
        return ""
    path = named.path
    while path.startswith(f"{top}/"):
        if _shown(request, path):
            kept = [(name, value) for name, value in parse_qsl(named.query) if name != "notice"]
            return path + (f"?{urlencode(kept)}" if kept and path == named.path else "")
        path = path.rpartition("/")[0]
    return ""


def _shown(request: Request, path: str) -> bool:
    """Whether there is a page at this path."""
    scope = {**request.scope, "path": path, "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def to_sign_in(request: Request, top: str, sign_in: str) -> Response:
    """Somebody who only wants to look comes back here after it. `top` is where they begin anyway,
    `sign_in` the page to go to."""
    wanted = given.address(request) if request.method in {"GET", "HEAD"} else ""
    query = f"?next={quote(wanted, safe='')}" if wanted not in {"", top} else ""
    return RedirectResponse(sign_in + query, 303)
