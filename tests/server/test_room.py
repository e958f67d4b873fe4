"""The door of a room of pages, with nothing behind it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from flowengine.host.refusal import Refusal
from flowengine.server import visit as visits
from flowengine.server.given import FORM
from flowengine.server.operators.sessions import Operator
from flowengine.server.rates import Rate
from flowengine.server.room import Endpoint, Room

PROOF = "f" * 64
OWN = {"origin": "http://testserver"}


def drawn(request: Request, template: str, status: int = 200, **_values: Any) -> Response:
    assert request.state.signed
    return PlainTextResponse(template, status)


class Visit(visits.Visit[Operator]):
    draws: ClassVar[visits.Page] = staticmethod(drawn)


def sorry(_request: Request, status: int, why: str, refusal: Refusal | None) -> Response:
    return PlainTextResponse(f"{why} {refusal or ''}", status)


async def known(request: Request) -> Operator | None:
    name = request.headers.get("who", "")
    return Operator(name, "s", PROOF) if name else None


ROOM = Room("/room", "/room/sign-in", known, Visit, sorry)


def asked(method: str, form: str, headers: dict[str, str]) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": f"form={form}".encode(), "more_body": False}

    given = {"content-type": FORM, "host": "testserver", **headers}
    return Request(
        {
            "type": "http",
            "method": method,
            "path": "/room/page",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "server": ("testserver", 80),
            "client": ("127.0.0.1", 1),
            "state": {},
            "app": SimpleNamespace(state=SimpleNamespace(requests=Rate(10, 10))),
        },
        receive,
    )


def answered(page: Endpoint, request: Request) -> Response:
    async def done() -> Response:
        return await page(request)

    return asyncio.run(done())


@pytest.mark.parametrize(
    ("method", "headers", "form", "status"),
    [
        ("GET", {"who": "olena"}, "", 200),
        ("GET", {}, "", 303),
        ("GET", {"who": "ivan"}, "", 403),
        ("POST", {"who": "olena", **OWN}, PROOF, 200),
        ("POST", {"who": "olena", "sec-fetch-site": "same-origin"}, PROOF, 200),
        ("POST", {"who": "olena"}, PROOF, 403),
        ("POST", {"who": "olena", "origin": "http://evil.example"}, PROOF, 403),
        ("POST", {"who": "olena", "sec-fetch-site": "same-site"}, PROOF, 403),
        ("POST", {"who": "olena", **OWN}, "", 403),
        ("POST", {"who": "olena", **OWN}, "0" * 64, 403),
        ("POST", {"who": "ivan", **OWN}, PROOF, 403),
        ("POST", OWN, PROOF, 303),
        ("PUT", {"who": "olena", **OWN}, "", 200),
        ("PUT", {"who": "olena"}, "", 403),
        ("PUT", {"who": "olena", "origin": "http://evil.example"}, "", 403),
        ("DELETE", {"who": "olena", "sec-fetch-site": "cross-site"}, "", 403),
        ("HEAD", {"who": "olena"}, "", 200),
    ],
)
def test_a_page_is_for_whom_it_is_for_and_an_action_is_meant(
    method: str, headers: dict[str, str], form: str, status: int
) -> None:
    done = []

    async def handler(visit: Visit) -> Response:
        done.append(visit.signed.name)
        return visit.page("done.html")

    page = ROOM.signed_in(handler, lambda signed: signed.name == "olena")
    answer = answered(page, asked(method, form, headers))
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    assert done == (["olena"] if status == 200 else [])


def test_where_nobody_has_to_be_known_the_manners_are_the_same() -> None:
    async def handler(_request: Request) -> Response:
        raise Refusal("forbidden", "No.")

    answer = answered(ROOM.anybody(handler), asked("GET", "", {}))
    assert (answer.status_code, bytes(answer.body)) == (403, b"refused No.")
    assert answer.headers["cache-control"] == "no-store"
