from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request

from flowengine.host.refusal import Refusal
from flowengine.server import given


def asked(query: str = "", body: bytes = b"", kind: str = given.FORM) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/operators/outbox",
        "query_string": query.encode(),
        "headers": [(b"content-type", kind.encode()), (b"host", b"testserver")],
        "server": ("testserver", 80),
    }
    return Request(scope, receive)


@pytest.mark.parametrize(
    ("query", "found"),
    [("", ""), ("text=%20a%20b%20", "a b"), ("text=a%00b", "ab"), ("text=" + "x" * 300, "x" * 200),
     ("text=%ED%A0%80", "���"), ("text=1&text=2", "2")],
)  # fmt: skip
def test_text_is_clean_and_short(query: str, found: str) -> None:
    assert given.text(asked(query), "text") == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 0.0), ("before=1.5", 1.5), ("before=-1", 0.0), ("before=nan", 0.0), ("before=inf", 0.0),
     ("before=x", 0.0), ("before=1e999", 0.0), ("before=1790000000.1234567", 1790000000.1234567)],
)  # fmt: skip
def test_a_moment_is_a_time_or_none(query: str, found: float) -> None:
    assert given.moment(asked(query), "before") == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("", None), ("n=0", 0), ("n=12", 12), ("n=-1", None), ("n=1e3", None), ("n=٣", None),
     ("n=9999999999", None)],
)  # fmt: skip
def test_a_number_is_whole_or_none(query: str, found: int | None) -> None:
    assert given.number(asked(query), "n") == found


def test_an_address_keeps_what_is_not_changed() -> None:
    request = asked("state=failed&before=3&junk=%00")
    assert given.address(request, before="") == "/operators/outbox?state=failed"
    assert given.address(request, state="", before="") == "/operators/outbox"
    assert given.address(request, state="a&b=c") == "/operators/outbox?state=a%26b%3Dc&before=3"


def test_a_form_has_each_key_once_and_no_more_than_it_says() -> None:
    form = asyncio.run(given.form(asked(body=b"key=a&key=b&key=a&text=%00x&empty=")))
    assert form.all("key") == ("a", "b")
    assert form.one("text") == "x"
    assert form.one("empty") == form.one("missing") == ""
    assert "x" not in repr(form)


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [(b"{}", "application/json", "not-understood"), (b"a=1", "text/plain", "not-understood"),
     (b"a=1&" * 300, given.FORM, "too-large")],
)  # fmt: skip
def test_what_is_no_form_is_refused(body: bytes, kind: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        asyncio.run(given.form(asked(body=body, kind=kind)))
    assert refusal.value.code == code
