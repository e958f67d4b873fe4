"""Whether words may wait: nobody in danger, or about to leave, is kept waiting for a next message.

A question asked beside the turns of a conversation; it changes nothing. The host asks it where it
could hold words back, to join them with what is typed next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.runtime import effects as fx
from flowengine.runtime import hearing
from flowengine.runtime.events import Said
from flowengine.runtime.standing import LEFT
from flowengine.runtime.step import step
from flowengine.runtime.turn import Turn

if TYPE_CHECKING:
    from flowengine.language.program import Program
    from flowengine.runtime.session import Session


def urgent(program: Program, session: Session, text: str) -> bool:
    """True for emergency words, for the word of a quick exit, and for what ends all messages.

    Raises ValueError as `step` does.
    """
    said = Said(at=session.at, text=text)
    if _danger(program, session, said):
        return True
    _, effects = step(program, session, said)
    return any(
        isinstance(one, fx.MessagesStopped) or (isinstance(one, fx.Ended) and one.reason == LEFT)
        for one in effects
    )


def _danger(program: Program, session: Session, said: Said) -> bool:
    block = program.blocks.get(session.place)
    part = block.part if block else program.parts[session.flow]
    if not part.dangers:
        return False
    turn = Turn(program, session, said, None)
    try:
        return hearing.danger(turn, part, said.text) is not None
    finally:
        turn.release()
