"""Two hundred deaths on each store, and nothing that was accepted is lost or done twice."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from statistics import median

import pytest

from tests.chaos.campaign import Campaign

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("FLOWENGINE_TEST_KILLS", "200"))
SEED = int(os.environ.get("FLOWENGINE_TEST_SEED", "4"))


@pytest.mark.parametrize(("kind", "nodes"), [("sqlite", 1), ("postgresql", 2)])
def test_every_accepted_message_and_every_promise_is_accounted_for(
    kind: str, nodes: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = str(tmp_path / "store.db")
    if kind == "postgresql":
        address = request.getfixturevalue("postgresql")

    async def whole() -> Campaign:
        campaign = Campaign(address, tmp_path / "flows", SEED, nodes=nodes)
        accounts = await campaign.run(KILLS)
        print(f"\n{kind}, {nodes} at once\n{accounts}")
        assert not accounts.wrong, "\n".join(accounts.wrong[:40])
        return campaign

    campaign = asyncio.run(whole())
    print(dict(campaign.deaths.most_common()), "accepted in a life:", median(campaign.lives))
    assert campaign.deaths.total() == KILLS
    assert sum(count > 0 for count in campaign.lives) > KILLS / 2, "they died before they worked"
