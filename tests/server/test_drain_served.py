"""A node that is told to end ends, whatever has become of its database."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from tests.database import Server, fresh, served
from tests.nodes import Node

FLOW = 'flow shop "Shop"\n\nstart:\n  ask name: text "Name?"\n  ask more: text "More?"\n  end\n'


@pytest.mark.slow
@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_it_ends_also_where_the_database_is_gone(tmp_path: Path, how: str) -> None:
    """With a turn in hand that nobody answers any more; and never by being ended at last."""
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "shop.flow").write_text(FLOW)
    with served() as server, fresh(server.address) as address:
        node = Node(flows, address, program="tests.server.hasty").open()
        try:
            begun = httpx2.post(f"{node.address}/api/chat/shop", json={}, timeout=60).json()
            (server.kill if how == "killed" else server.freeze)()
            saying = threading.Thread(target=_says, args=(node.address, begun))
            saying.start()
            try:
                node.stop()
            finally:
                _back(server, how)
            saying.join()
        finally:
            node.kill()
        assert "did not come to its end" not in "".join(node.told)


def _says(address: str, begun: dict[str, str]) -> None:
    where = f"{address}/api/conversations/{begun['conversation']}/lines"
    with suppress(httpx2.HTTPError):
        httpx2.post(
            where,
            json={"type": "say", "id": "m1", "text": "Olena"},
            headers={"authorization": f"Bearer {begun['token']}"},
            timeout=170,
        )


def _back(server: Server, how: str) -> None:
    (server.start if how == "killed" else server.thaw)()
