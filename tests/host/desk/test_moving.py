from __future__ import annotations

from msgspec.structs import replace

from flowengine.desk import moves
from flowengine.desk.items import Guest, Item
from flowengine.host.desk.moving import concerned
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift

ITEM = Item(id="i", conversation="c", queue="q", channel="chat", turn=3, state="waiting", version=1)


def test_all_who_had_have_or_share_it_are_concerned() -> None:
    talked = replace(ITEM, state="active", agent="a", guests=(Guest("g", "talk"),))
    assert set(concerned(moves.transferred(talked, 5.0, agent="b"))) == {"a", "b", "g"}
    assert list(concerned(moves.joined(ITEM, 5.0))) == []


def test_the_bells_of_the_desk_and_of_its_agents_ring(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.agent("olena")
        bell = shift.desk.bell
        with (
            bell.listening("desk") as desk,
            bell.listening("agent/olena") as hers,
            bell.listening("agent/marko") as his,
        ):
            assert await shift.desk.make() == ()
            assert not desk.is_set()
            await shift.waiting()
            assert (desk.is_set(), hers.is_set(), his.is_set()) == (True, True, False)

    work_here(scene)
