from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from flowengine.server.protect import BODY
from tests.server.conftest import JSON


@pytest.mark.parametrize(
    "address", ["/", "/chat/shop", "/nowhere", "/static/chat.js", "/healthz", "/manual"]
)
def test_every_answer_forbids_what_is_not_ours(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


def test_a_refusal_carries_the_same_headers(client: TestClient) -> None:
    answer = client.post("/api/chat/shop", content=b"x" * (BODY + 1), headers=JSON)
    assert answer.status_code == 413
    assert "content-security-policy" in answer.headers


def test_a_length_that_lies_is_found_out_while_reading(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(BODY // 1_000 + 2):
            yield b" " * 1_000

    answer = client.post("/api/chat/shop", content=endless(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_words_of_a_conversation_are_kept_by_no_cache(client: TestClient) -> None:
    answer = client.post("/api/chat/shop", json={})
    assert answer.headers["cache-control"] == "no-store"
    assert client.get("/").headers["cache-control"] == "no-cache"
