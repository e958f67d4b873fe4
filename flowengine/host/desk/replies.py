"""Canned replies in the person's language, their holes filled as the flow itself would fill them.

What a hole shows is what the flow may say, except secrets, and `agent`, who is answering. A hole
that nothing fills stays to be seen, so that no agent sends half a sentence; nothing is sent here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.language.expressions.closures import show
from flowengine.language.expressions.compiling import compile_expression
from flowengine.language.expressions.fault import Fault
from flowengine.language.expressions.texts import Hole, parse_text
from flowengine.runtime.events import Accepted
from flowengine.runtime.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.language.program import Program, Reply
    from flowengine.runtime import Session
    from flowengine.runtime.values import Values

UNKNOWN = "…"  # in the place of what nobody knows


def filled(
    replies: Iterable[Reply], program: Program, session: Session, agent: str, at: float
) -> tuple[tuple[str, str], ...]:
    """Label and text of each. `agent` is the shown name, `at` POSIX seconds."""
    values = {name: value for name, value in session.values.items() if name not in program.secrets}
    known = replace(session, values={**values, "agent": agent})
    turn = Turn(program, known, Accepted(at=at), None)
    return tuple((one.label, _text(written(one, program, session), turn.values)) for one in replies)


def written(reply: Reply, program: Program, session: Session) -> str:
    """In the conversation's language, else in the one the flow is written in, else in any."""
    texts = reply.texts
    for language in (session.language, program.written_in, ""):
        if language in texts:
            return texts[language]
    return next(iter(texts.values()), "")


def _text(text: str, values: Values) -> str:
    parts, _ = parse_text(text)
    return "".join(part if isinstance(part, str) else _hole(part, values) for part in parts)


def _hole(hole: Hole, values: Values) -> str:
    try:
        return show(values, compile_expression(hole.tree)(values), 0) or UNKNOWN
    except Fault:
        return UNKNOWN
