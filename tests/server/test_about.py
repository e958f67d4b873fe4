from __future__ import annotations

from starlette.testclient import TestClient

from flowengine.server import about


def test_a_flow_without_a_quick_exit_leads_nowhere(client: TestClient) -> None:
    programs = client.app.state.house.library.programs  # type: ignore[attr-defined]
    assert about.leaving(programs["shop"]) is None
    found = about.description(programs["shop"])
    assert found["calls"] is False
    assert (found["exit"], found["entries"]) == (None, [])
    assert found["titles"] == {"en": "The <shop> & more"}
