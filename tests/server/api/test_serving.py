"""Who may ask, and what is refused before anybody works for it."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from flowengine.host.access import OPERATOR
from flowengine.server.api.endpoint import Endpoint
from flowengine.server.api.routes import ENDPOINTS, TOP
from flowengine.server.api.serving import LARGEST
from flowengine.server.rates import Rate
from flowengine.store.verbs import StoreError
from tests.server.api.conftest import Program, Server

NAMED = {one.name: one for one in ENDPOINTS}
OPERATORS = [one for one in ENDPOINTS if one.role == OPERATOR]
TALKS = [one for one in ENDPOINTS if "conversation" in one.places]
BODIES: dict[str, Any] = {
    "begin": {"flow": "desk"},
    "hear": {"event": "said", "text": "1"},
    "identify": {"gateway": "sms", "address": "+380501112233"},
    "find": {"gateway": "sms", "address": "+380501112233"},
    "allow": {"purpose": "news", "channel": "sms", "given": True},
    "merge": {"into": "other"},
    "send_again": {"message": "c1/4/0"},
    "subscribe": {
        "url": "https://crm.example.org/",
        "events": ["result.saved"],
        "secret": "webhook_crm",
    },
}


def ask(server: Server, endpoint: Endpoint, headers: dict[str, str], where: str = "x") -> Any:
    path = endpoint.path
    for place in endpoint.places:
        path = path.replace(f"{{{place}}}", where)
    body = {"json": BODIES.get(endpoint.name, {})} if endpoint.body is not None else {}
    return server.client.request(endpoint.method, TOP + path, headers=headers, **body)


def code(answer: Any) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def refusals(server: Server, endpoints: list[Endpoint], secret: str, where: str = "x") -> Any:
    """What each endpoint answers to this secret, by its name."""
    header = {"authorization": f"Bearer {secret}"} if secret else {}
    return {one.name: code(ask(server, one, header, where)) for one in endpoints}


def test_nobody_without_a_token_gets_anywhere(server: Server) -> None:
    server.client.app.state.integration.failures = Rate(1000, 1000)  # type: ignore[attr-defined]
    found = refusals(server, list(ENDPOINTS), "")
    assert found == {one.name: (401, "no-token") for one in ENDPOINTS}


def test_what_is_for_operators_is_not_for_programs(server: Server, crm: Program) -> None:
    found = refusals(server, OPERATORS, crm.secret)
    assert len(found) >= 9
    assert set(found.values()) == {(403, "not-allowed")}


def test_an_operator_is_refused_nothing_for_the_role(server: Server, operator: Program) -> None:
    header = {"authorization": f"Bearer {operator.secret}"}
    found = {one.name: ask(server, one, header).status_code for one in ENDPOINTS}
    assert not {name: status for name, status in found.items() if status in (401, 403, 500)}


HEADERS = ["", "Bearer", "Bearer ", "Bearer x", "Basic Y3JtOng=", "Bearer fe_" + "A" * 43,
           "Bearer fe_" + "A" * 5000, "fe_" + "A" * 43]  # fmt: skip


def test_a_token_that_is_none_opens_nothing(server: Server, crm: Program) -> None:
    for header in HEADERS:
        answer = server.client.get(f"{TOP}/flows", headers={"authorization": header})
        assert code(answer) == (401, "no-token"), header


def test_the_scheme_may_be_written_in_any_case(server: Server, crm: Program) -> None:
    """RFC 9110, 11.1."""
    for scheme in ("bearer", "BEARER"):
        header = {"authorization": f"{scheme} {crm.secret}"}
        assert server.client.get(f"{TOP}/flows", headers=header).status_code == 200


def test_a_token_in_the_address_opens_nothing(server: Server, crm: Program) -> None:
    """Addresses end in logs (RFC 6750, 5.3)."""
    answer = server.client.get(f"{TOP}/flows", params={"access_token": crm.secret})
    assert code(answer) == (401, "no-token")


def test_a_revoked_token_and_one_that_is_over_open_nothing(
    server: Server, crm: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    crm.get("/flows")
    (token,) = server.run(server.house.access.listed)
    server.run(server.house.access.revoke, token.id)
    assert code(crm("GET", "/flows")) == (401, "no-token")
    short = server.program("till", days=1)
    short.get("/flows")
    monkeypatch.setattr(server.house.access, "ended", lambda _token: True)
    assert code(short("GET", "/flows")) == (401, "no-token")


def test_a_conversation_of_somebody_else_is_not_there(server: Server, crm: Program) -> None:
    """Not one that another program began, not one of a visitor's, and none that there is not."""
    other = server.program("till")
    theirs = crm.begin()["id"]
    visitors = server.client.post("/api/chat/desk", json={}).json()["conversation"]
    wanted = {
        one.name: (403, "not-allowed") if one.role == OPERATOR else (404, "unknown")
        for one in TALKS
    }
    for where in (theirs, visitors, "nothing"):
        assert refusals(server, TALKS, other.secret, where) == wanted
    assert crm.get(f"/conversations/{theirs}")["state"] == "person"


def test_a_new_token_of_the_same_name_goes_on_and_an_operator_is_written_down(
    server: Server, crm: Program, operator: Program
) -> None:
    talk = crm.begin()["id"]
    renewed = server.program("crm")
    assert renewed.get(f"/conversations/{talk}")["id"] == talk
    assert operator.get(f"/conversations/{talk}/transcript")["lines"]
    noted = [one for one in server.run(server.house.store.audits) if "over the API" in one.what]
    assert [(one.who.split()[0], one.subject) for one in noted] == [
        ("olena", f"conversation/{talk}")
    ]


def test_the_secret_of_a_program_does_not_open_its_conversations_for_visitors(
    server: Server, crm: Program
) -> None:
    talk = crm.begin()["id"]
    lines = f"/api/conversations/{talk}/lines"
    for secret in (crm.secret, "crm", ""):
        answer = server.client.get(lines, headers={"authorization": f"Bearer {secret}"})
        assert answer.status_code == 403


BROKEN = [
    (b"", 400), (b"[", 400), (b"[]", 400), (b"null", 400), (b'"x"', 400), (b"{}", 400),
    (b'{"flow": 7}', 400), (b'{"flow": ""}', 400), (b'{"flow": "desk", "psst": 1}', 400),
    (b'{"flow": "desk\\u0000"}', 400), (b'{"flow": "\\ud800"}', 400), (b'{"flow": "\xff"}', 400),
    (b'{"flow": "desk", "values": {"campus": "\\u0000"}}', 400),
    (b'{"flow": "desk", "values": {"campus": "\\u202e"}}', 400),
    (b'{"flow": "desk", "values": {"other": "x"}}', 400),
    (b'{"flow": "desk", "language": "uk"}', 400), (b'{"flow": "desk", "entry": "main"}', 400),
    (b'{"flow": "desk", "gateway": "sms"}', 400), (b'{"flow": "desk", "address": "+380"}', 400),
    (b'{"flow": "desk", "contact": "nobody"}', 404), (b'{"flow": "nothing"}', 404),
    (b'{"flow": "desk", "channel": "voice"}', 404), (b"[" * 20_000, 400),
    (b'{"flow": "' + b"x" * LARGEST + b'"}', 413),
]  # fmt: skip


def test_a_body_that_is_not_fit_is_refused_whole(crm: Program, operator: Program) -> None:
    header = {"content-type": "application/json"}
    for body, status in BROKEN:
        answer = crm("POST", "/conversations", content=body, headers=header)
        assert code(answer)[0] == status, body[:60]
        assert "psst" not in answer.text
    assert operator.get("/conversations")["conversations"] == []


def test_only_json_is_taken(crm: Program) -> None:
    """A form of a foreign page, for one, is not."""
    for kind in ("", "text/plain", "application/x-www-form-urlencoded"):
        header = {"content-type": kind}
        answer = crm("POST", "/conversations", content=b'{"flow":"desk"}', headers=header)
        assert code(answer) == (415, "not-json"), kind


def test_a_body_that_announces_too_much_is_not_read(crm: Program) -> None:
    header = {"content-type": "application/json"}
    answer = crm("POST", "/conversations", content=b" " * 100_000, headers=header)
    assert code(answer) == (413, "too-large")


QUERIES = ["limit=0", "limit=201", "limit=x", "limit=1.5", "limit=1&limit=2", "psst=1",
           "cursor=%00", "cursor=!!", "cursor=AAAA", "state=other"]  # fmt: skip


def test_what_stands_behind_the_question_mark_is_looked_at(operator: Program) -> None:
    for query in QUERIES:
        answer = operator("GET", f"/conversations?{query}")
        assert code(answer)[0] == 400, query
        assert "psst" not in answer.text


NOWHERE = ["", "/", "/nothing", "/conversations/", "/conversations/a/b/c", "/conversations/a%00b",
           "/conversations/a%20b", "/conversations/" + "x" * 65, "/conversations/%D0%B0",
           "/conversations/a%0A", "/conversations/..%2F..%2Fetc"]  # fmt: skip


def test_what_there_is_not_is_a_problem_too(crm: Program) -> None:
    found = {path: code(crm("GET", path)) for path in NOWHERE}
    assert found == dict.fromkeys(NOWHERE, (404, "unknown"))


def test_a_key_that_is_none_is_refused(crm: Program) -> None:
    for key in ("a b", "x" * 65, "é"):
        headers = {b"idempotency-key": key.encode("latin-1")}
        answer = crm("POST", "/conversations", json={"flow": "desk"}, headers=headers)
        assert code(answer) == (400, "not-understood"), key


def test_a_method_that_there_is_not_is_told_which_there_are(crm: Program) -> None:
    for method in ("PUT", "TRACE", "OPTIONS", "PATCH", "DELETE"):
        answer = crm(method, "/conversations")
        assert code(answer) == (405, "no-method")
        assert answer.headers["allow"] == "GET, HEAD, POST"
        assert "access-control-allow-origin" not in answer.headers


def test_guessing_becomes_slow(server: Server, crm: Program) -> None:
    server.client.app.state.integration.failures = Rate(burst=2, per_second=0)  # type: ignore[attr-defined]
    header = {"authorization": "Bearer fe_" + "A" * 43}
    found = [server.client.get(f"{TOP}/flows", headers=header) for _ in range(3)]
    assert [one.status_code for one in found] == [401, 401, 429]
    assert found[2].headers["retry-after"]
    crm.get("/flows")  # whoever has a token does not wait for who has none


def test_a_program_has_its_own_pace(server: Server, crm: Program) -> None:
    server.client.app.state.integration.tokens = Rate(burst=1, per_second=0)  # type: ignore[attr-defined]
    other = server.program("till")
    assert [crm("GET", "/flows").status_code for _ in range(2)] == [200, 429]
    other.get("/flows")


@pytest.mark.parametrize(
    ("error", "status"), [(StoreError("The database is gone."), 503), (OSError("psst"), 500)]
)
def test_a_store_that_fails_is_told_without_its_words(
    server: Server,
    crm: Program,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
) -> None:
    async def broken(_key: str) -> None:
        raise error

    monkeypatch.setattr(server.house.store, "conversation", broken)
    with caplog.at_level(logging.DEBUG):
        answer = crm("GET", "/conversations/abc")
    assert code(answer) == (status, "failed")
    assert "gone" not in answer.text
    assert "psst" not in answer.text + caplog.text
