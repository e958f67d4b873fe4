"""Our people in real calls: who is heard by whom, and what becomes of a caller when one of us goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.desk.calling import (
    CALLER_HERTZ,
    OLENA,
    OLENA_HERTZ,
    Hotline,
    played,
)

pytestmark = pytest.mark.slow


def test_caller_and_agent_hear_each_other(tmp_path: Path) -> None:
    async def scene(hotline: Hotline) -> None:
        caller, item = await hotline.called()
        item = await hotline.takes(OLENA, item)
        agent = await hotline.joins(OLENA, item, OLENA_HERTZ)
        await caller.hears(OLENA_HERTZ, nor=(CALLER_HERTZ,))
        await agent.hears(CALLER_HERTZ, nor=(OLENA_HERTZ,))

    played(tmp_path, scene)
