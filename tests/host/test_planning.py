"""What publishing would do is told before, on both stores."""

from __future__ import annotations

import pytest

from flowengine.host.planning import BROKEN, CHANGED, NEW, UNCHANGED
from flowengine.host.refusal import Refusal
from tests.host.conftest import Stage
from tests.host.town import LINE, Town


def test_nobody_is_diverted_to_a_place_that_is_not_there(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        with pytest.raises(Refusal, match="no place nowhere"):
            await town.look(divert={"shelter": "nowhere"})
        with pytest.raises(Refusal, match="no flow other"):
            await town.look(flows=["other"])

    stage(scene)


def test_a_flow_is_new_changed_unchanged_or_broken(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        assert (await town.change()).how == NEW
        await town.publishing.publish(await town.look())
        assert (await town.change()).how == UNCHANGED
        town.write('flow other "Other"\n\nstart:\n  end\n', "other")
        plan = await town.look()
        assert [(one.flow, one.how) for one in plan.changes] == [
            ("line", UNCHANGED),
            ("other", NEW),
        ]
        (only,) = (await town.look(flows=["other"])).changes
        assert only.flow == "other"
        town.write(LINE + "# A remark.\n")
        assert (await town.change(flows=["line"])).how == CHANGED
        town.write(LINE.replace("-> shelter", "-> nowhere"))
        change = await town.change(flows=["line"])
        assert change.how == BROKEN
        assert [one.code for one in change.broken] == ["FE080"]
        with pytest.raises(Refusal, match="mistakes in line"):
            await town.publishing.publish(await town.look())
        assert (await town.store.published())["line"].number == 1

    stage(scene)


def test_a_publication_whose_sources_are_lost_counts_as_changed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.publish(await town.look())

        async def lost(_: str) -> None:
            return None

        monkeypatch.setattr(town.store, "sources", lost)
        assert (await town.change()).how == CHANGED

    stage(scene)
