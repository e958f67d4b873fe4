"""What an agent wants of a call: obeyed, shown and written down; and nobody else's wish is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flowengine.desk import items, log
from flowengine.host.desk import wanting as module
from flowengine.speech.duplex import reports
from flowengine.store.verbs import StoreError
from tests.host.desk.talks import MARKO
from tests.host.desk.test_calls import Scene, run


async def _keyed(desk: Scene) -> list[Any]:
    entries = await desk.office.store.entries(item=desk.item.id)
    return [one for one in entries if one.kind == log.KEYED]


def test_keys_go_to_the_caller_and_are_written_once_for_those_that_follow_soon(
    tmp_path: Path,
) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        await desk.joins()
        await desk.invites(MARKO, items.TALK)
        await desk.joins(MARKO, "leg2")
        for call, key in (("leg", "4"), ("leg", "2"), ("leg2", "9")):
            desk.legs.reported(call, reports.Keyed(at=1.0, key=key))
        assert desk.meeting.sent == "42"
        for key in "42":
            desk.legs.keys_sent(desk.meeting, key)
        await desk.settled()
        for call in ("leg", "leg2"):
            shown = [one for one in desk.carrier.of(call) if one[0] == "caption"]
            assert shown == [("caption", "sent", "4"), ("caption", "sent", "2")]
        (entry,) = await _keyed(desk)
        assert (entry.agent, entry.body) == (desk.item.agent, {})
        desk.office.now += module.TOGETHER
        desk.legs.keys_sent(desk.meeting, "1")
        await desk.settled()
        assert len(await _keyed(desk)) == 2

    run(tmp_path, scene)


def test_keys_are_sent_though_nobody_can_write_that_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(desk: Scene) -> None:
        desk.legs.began(desk.meeting)
        await desk.joins()

        async def broken(*_: object) -> None:
            raise StoreError("the disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(desk.office.bureau, "act", broken)
            desk.legs.keys_sent(desk.meeting, "7")
            await desk.settled()
        assert ("caption", "sent", "7") in desk.carrier.of("leg")
        assert "not written: StoreError" in caplog.text
        assert "7" not in caplog.messages[-1]
        assert await _keyed(desk) == []

    run(tmp_path, scene)
