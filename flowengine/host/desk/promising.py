"""What a person who waits was really told of their wait, for the log: pure data.

That a range is known is no promise yet; it is one when a turn has said it to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import log
from flowengine.desk.log import Entry
from flowengine.language.program import Handoff
from flowengine.runtime import formats
from flowengine.runtime.effects import Say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.language.program import Program
    from flowengine.runtime import Session
    from flowengine.runtime.effects import Effect
    from flowengine.store.records import Conversation


def promised(
    program: Program, before: Conversation, session: Session, effects: Sequence[Effect], at: float
) -> tuple[Entry, ...]:
    """The line of the log of a turn that said the range; `session` is the one after it."""
    known = session.values.get("queue") if program.queues else None
    wait = known.get("wait") if isinstance(known, dict) else None
    if not wait or not wait[1]:
        return ()
    words = formats.estimate(wait[0], wait[1], session.language)
    if not any(isinstance(one, Say) and words in one.text for one in effects):
        return ()
    return _told(program, before, session, (wait[0], wait[1]), at)


def _told(
    program: Program, before: Conversation, session: Session, wait: tuple[int, int], at: float
) -> tuple[Entry, ...]:
    stands = ((session.place, session.asked), *((f.then, f.asked) for f in session.stack))
    for place, asked in stands:
        block = program.blocks.get(place)
        if asked is not None and block is not None and isinstance(block.exit, Handoff):
            entry = Entry(
                at=at,
                kind=log.PROMISED,
                item=f"{before.id}-{asked.turn}",
                conversation=before.id,
                flow=before.flow,
                queue=block.exit.queue,
                channel=session.channel,
                body={"low": wait[0], "high": wait[1]},
            )
            return (entry,)
    return ()
