from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from flowengine.host.refusal import Refusal
from flowengine.server.given import Form
from flowengine.server.manners import demand_own_page, demand_proof, told
from flowengine.server.rates import Rate
from flowengine.store.verbs import Busy, StoreError


def request(**headers: str) -> Any:
    given = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    state = SimpleNamespace(requests=Rate(burst=1, per_second=0.001))
    return SimpleNamespace(headers=given, app=SimpleNamespace(state=state), client=None)


def sorry(_request: Any, status: int, why: str, refusal: Refusal | None) -> Response:
    return PlainTextResponse(f"{why}: {refusal or ''}", status)


ENDINGS: list[tuple[Exception, int, str]] = [
    (HTTPException(404), 404, "gone: "),
    (Refusal("forbidden", "No."), 403, "refused: No."),
    (Refusal("not-understood", "What?"), 400, "refused: What?"),
    (Refusal("something-else", "Late."), 409, "refused: Late."),
    (Busy("x"), 503, "busy: "),
    (StoreError("what nobody is to read"), 503, "no_store: "),
]


@pytest.mark.parametrize(("error", "status", "text"), ENDINGS)
def test_whatever_fails_is_a_page_and_kept_by_no_cache(
    error: Exception, status: int, text: str
) -> None:
    async def fails() -> Response:
        raise error

    answer = asyncio.run(told(request(), fails, sorry))
    assert (answer.status_code, bytes(answer.body).decode()) == (status, text)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_who_is_too_fast_is_told_before_anybody_works() -> None:
    async def works() -> Response:
        worked.append(1)
        return PlainTextResponse("well")

    worked: list[int] = []
    same = request()
    answers = [asyncio.run(told(same, works, sorry)).status_code for _ in range(2)]
    assert (answers, len(worked)) == ([200, 429], 1)


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "same-site", "origin": "http://us", "host": "us"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"origin": "http://us", "host": "us"}, True),
        ({"origin": "http://us:81", "host": "us"}, False),
        ({"origin": "null", "host": "us"}, False),
        ({"host": "us"}, False),
        ({}, False),
    ],
)
def test_a_form_is_of_our_own_page_when_the_browser_says_so(
    headers: dict[str, str], own: bool
) -> None:
    assert accepted(request(**headers)) is own


def accepted(asked: Any) -> bool:
    try:
        demand_own_page(asked)
    except Refusal:
        return False
    return True


def test_a_form_carries_the_proof_of_its_session() -> None:
    demand_proof(Form((("form", "abc"),)), "abc")
    for fields in ((), (("form", ""),), (("form", "abd"),), (("form", "ż"),)):
        with pytest.raises(Refusal, match="older than your sign-in"):
            demand_proof(Form(fields), "abc")
