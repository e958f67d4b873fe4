from __future__ import annotations

import json

import pytest

from flowengine.host.refusal import Refusal
from flowengine.server.api.problem import problem, status

STATUS = {"no-token": 401, "not-allowed": 403, "forbidden": 404, "unknown": 404, "key-used": 409,
          "too-large": 413, "not-json": 415, "too-fast": 429, "busy": 503, "failed": 503,
          "empty": 400, "not-understood": 400, "no-such-code": 400}  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), STATUS.items())
def test_each_refusal_has_its_status(code: str, expected: int) -> None:
    assert status(code) == expected


def test_a_problem_says_what_rfc_9457_wants_and_no_more() -> None:
    answer = problem(Refusal("unknown", "There is no such contact."))
    assert (answer.status_code, answer.media_type) == (404, "application/problem+json")
    assert json.loads(bytes(answer.body)) == {
        "type": "/manual/api#refusals",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such contact.",
        "code": "unknown",
    }
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("code", "header", "value"),
    [("no-token", "www-authenticate", "Bearer"),
     ("not-allowed", "www-authenticate", "insufficient_scope"),
     ("too-fast", "retry-after", "2"), ("busy", "retry-after", "2")],
)  # fmt: skip
def test_a_program_is_told_what_to_do_about_it(code: str, header: str, value: str) -> None:
    assert value in problem(Refusal(code, "No.")).headers[header]


def test_further_headers_go_along() -> None:
    assert problem(Refusal("no-method", "No."), {"Allow": "GET"}).headers["allow"] == "GET"
