from __future__ import annotations

from tests.server.operators.conftest import Desk


def test_living_nodes_and_the_store(desk: Desk) -> None:
    assert "No process has said that it lives." in desk.get("/nodes")
    desk.do(desk.store.beat, "node<1>", 30.0)
    page = desk.get("/nodes")
    assert "node&lt;1&gt;" in page
    assert "one file, one process" in page
    assert "GB" in page or "MB" in page
