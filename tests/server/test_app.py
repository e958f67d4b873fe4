from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flowengine.host.house import House
from flowengine.server.app import application
from flowengine.store.opening import opened


def test_it_is_healthy_when_a_hotline_is_served(client: TestClient) -> None:
    for address in ("/healthz", "/readyz"):
        answer = client.get(address)
        assert (answer.status_code, answer.text) == (200, "ok\n")
    # Starlette's client is no machine, and so no local one.
    assert client.get("/metrics").status_code == 403


def test_it_says_when_nothing_is_served(tmp_path: Path) -> None:
    house = House(tmp_path, opened(tmp_path / "store.db"))
    with TestClient(application(house, watch=False)) as client:
        assert client.get("/readyz").status_code == 503
        assert "No hotline is served here yet." in client.get("/").text


def test_it_says_when_the_store_was_taken_away(client: TestClient, folder: Path) -> None:
    """It read on happily from a file without a name, while nothing could be kept any more."""
    client.app.state.health.trouble.seconds = 0  # type: ignore[attr-defined]
    (folder.parent / "store.db").rename(folder.parent / "away.db")
    assert client.get("/readyz").status_code == 503
    (folder.parent / "away.db").rename(folder.parent / "store.db")
    assert client.get("/readyz").status_code == 200


def test_a_restart_with_a_broken_flow_serves_the_version_before_and_says_so(folder: Path) -> None:
    told: list[list[str]] = []

    def house() -> House:
        store = opened(folder.parent / "store.db")
        found = House(folder, store, announce=lambda library: told.append(sorted(library.programs)))
        found.read()
        return found

    with TestClient(application(house(), watch=False)) as client:
        client.post("/api/chat/shop", json={})
    (folder / "shop.flow").write_text("nonsense")
    with TestClient(application(house(), watch=False)) as client:
        assert client.post("/api/chat/shop", json={}).status_code == 200
    all_of_them = ["line", "safe", "sends", "shop", "shows", "skips"]
    assert told == [all_of_them, ["line", "safe", "sends", "shows", "skips"], all_of_them]


def test_a_restart_of_the_application_loses_no_line(folder: Path) -> None:
    def house() -> House:
        found = House(folder, opened(folder.parent / "store.db"))
        found.read()
        return found

    with TestClient(application(house(), watch=False)) as client:
        begun = client.post("/api/chat/shop", json={}).json()
        cookie = f"conversation={begun['conversation']}.{begun['token']}"
    with TestClient(application(house(), watch=False)) as client:
        again = client.post("/api/chat/shop", json={}, headers={"cookie": cookie}).json()
    assert again == begun


@pytest.mark.parametrize("path", ["/chat/shop/", "/static", "//evil.example/chat/shop"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:99@x", "[", "a b", ""])
def test_no_answer_leads_to_the_host_a_request_claims(
    client: TestClient, path: str, host: str
) -> None:
    answer = client.get(path, headers={"host": host}, follow_redirects=False)
    assert answer.status_code in (200, 400, 404)
    assert "location" not in answer.headers
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "[", "a b", ""])
def test_a_strange_host_is_served_like_any_other(client: TestClient, host: str) -> None:
    answer = client.post("/api/chat/shop", json={}, headers={"host": host})
    assert answer.status_code == 200
    assert "domain" not in answer.headers["set-cookie"].lower()
