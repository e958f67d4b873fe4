"""What cannot be at the desk is found: here it is made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from tests.store.desk.rows import CALL, ITEM, joins, offer, said, staffed

if TYPE_CHECKING:
    from flowengine.store.database import Database

# Each a wrong that is done, and the beginning of what is said of it.
WRONGS = {
    "DELETE FROM slot": "1 items are held by an agent and fill no place of theirs (as i1).",
    "UPDATE slot SET agent = 'marko'": "1 items are held by an agent and fill no place",
    "INSERT INTO slot VALUES ('marko', 'chat', 1, 'i2')": "1 places of agents are filled by items"
    " that they do not hold (as by i2).",
    "UPDATE conversation SET ended = 1 WHERE id IN ('c2', 'c3')": "1 people wait or talk in"
    " conversations that have ended (as i2).",
    "DELETE FROM conversation WHERE id = 'c3'": "1 items are open, and their conversations are gone"
    " (as b1).",
    "UPDATE item SET state = 'lost for good' WHERE id = 'i2'": "1 items are in a state that there"
    " is not (as i2).",
    "UPDATE item SET open = 0 WHERE id = 'i2'": "1 items are in a state that there is not (as i2).",
    "INSERT INTO remark (conversation, at, by, text, mentions) VALUES ('c9', 1, '', '', '[]')": "1"
    " remarks belong to no conversation (as of c9).",
}
MEND = ("DELETE FROM item", "DELETE FROM slot", "DELETE FROM remark", "DELETE FROM conversation")


async def test_what_cannot_be_at_the_desk_is_found(store: Database) -> None:
    await store.keep_sources("d1", b"")
    await staffed(store)
    for wrong, sentence in WRONGS.items():
        held, *_ = await joins(
            store,
            ITEM,
            changed(ITEM, id="i2", conversation="c2"),
            changed(CALL, conversation="c3"),
        )
        assert await store.move([offer(held)], "n1") == ("moved",)
        assert await store.verify() == ()
        await said(store, wrong)
        assert any(line.startswith(sentence) for line in await store.verify()), wrong
        for sql in MEND:
            await said(store, sql)
        if store.alone:
            store._memory.clear()
