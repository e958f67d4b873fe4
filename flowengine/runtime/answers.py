"""An answer to an `ask`: allowed or wrong, confirmed or not, checked by the flow, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.runtime import formats, hearing, readers, rivals, sureness
from flowengine.runtime.choices import shown
from flowengine.runtime.ladders import fail
from flowengine.runtime.session import CHECK, Frame

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.events import Said
    from flowengine.runtime.readers import Read
    from flowengine.runtime.turn import Turn


def judge(turn: Turn, ask: p.Ask, readings: list[Read], event: Said) -> str | None:
    """What was understood: wrong where none is allowed, asked back between equals, or if faint."""
    said, typed = event.text, event.confidence == 1.0
    fitting = [one for one in readings if readers.allowed(turn, ask.type, one.value)]
    if not fitting:
        return fail(turn, ask, ask.ladders, "wrong")
    believed = [one for one in fitting if typed or not is_refused(turn, one.value)]
    if not believed:
        return fail(turn, ask, ask.ladders, "no match")
    best = [one for one in believed if one.score == believed[0].score]
    held = [("", label_of(turn, ask, one.value), one.value, said) for one in best]
    if len(best) > 1:
        return sureness.hold(turn, ask, held)
    value, score = best[0].value, event.confidence * best[0].score
    if not typed and not ask.confirm and score < hearing.SURE:
        label = held[0][1] or formats.plain(value, turn.language)
        rest = rivals.next_best(turn, ask, shown(turn, ask), event)
        mode = sureness.IN_TURN if rest else sureness.CHOOSE
        return sureness.hold(turn, ask, [("", label, value, said), *rest], mode)
    return accept(turn, ask, value, held[0][1], said, score)


def is_refused(turn: Turn, value: Any) -> bool:
    """Whether it was denied at this question."""
    return sureness.is_refused(turn, ("", "", value, ""))


def label_of(turn: Turn, ask: p.Ask, value: Any) -> str:
    """What was shown for it: the label of a yes or a choice, else the value as it reads."""
    if isinstance(value, bool) or ask.type.name == "choice":
        return next((one.label for one in shown(turn, ask) if one.value == value), "")
    return "" if isinstance(value, str) else formats.plain(value, turn.language)


def accept(
    turn: Turn,
    ask: p.Ask,
    value: Any,
    label: str,
    said: str,
    score: float,
    *,
    confirmed: bool = False,
) -> str | None:
    """The next block: a confirmation, a `wrong if`, the fetches of the ask, or onwards."""
    if (
        ask.confirm
        and not confirmed
        and score * 100 < ask.confirm.below + (ask.confirm.below == 100)
    ):
        label = label or formats.plain(value, turn.language)
        return sureness.hold(turn, ask, [("", label, value, said)], sureness.CONFIRM)
    if turn.asked is not None and turn.asked.mode:
        turn.asked = replace(turn.asked, mode="", held=())
    if ask.wrong_ifs and not ask.check:
        wrong = refused(turn, ask, value, label)
        if wrong:
            return fail(turn, ask, ask.ladders, "wrong", wrong)
    asked = turn.so_far
    turn.answered()
    keep(turn, ask, value, label, said)
    if not ask.check:
        return ask.after
    turn.push(Frame(ask.name, CHECK, asked))
    return ask.check


def checked(turn: Turn, ask: p.Ask) -> str:
    """The fetches inside the ask are done: its `wrong if` lines may look at what they brought."""
    frame = turn.stack[-1]
    turn.stack = turn.stack[:-1]
    value = turn.values.get(ask.slot)
    wrong = refused(turn, ask, value, turn.values.get(f"{ask.slot}.label") or "")
    if not wrong:
        return ask.after
    turn.undo()  # the answer did not count
    turn.asked, turn.place = frame.asked, ask.name
    return fail(turn, ask, ask.ladders, "wrong", wrong)


def skip(turn: Turn, ask: p.Ask) -> str:
    """An optional question is left unanswered."""
    turn.answered()
    turn.keep(ask.slot, None)
    return ask.after


def refused(turn: Turn, ask: p.Ask, value: Any, label: str) -> str:
    """The block of the first `wrong if` that holds for this value, or ""."""
    if not ask.wrong_ifs:
        return ""
    values = turn.values
    before = {name: values[name] for name in (ask.slot, f"{ask.slot}.label") if name in values}
    values[ask.slot], values[f"{ask.slot}.label"] = value, label
    try:
        return next((w.block for w in ask.wrong_ifs if w.condition(values)), "")
    finally:
        values.pop(ask.slot)
        values.pop(f"{ask.slot}.label")
        values.update(before)


def keep(turn: Turn, ask: p.Ask, value: Any, label: str, said: str) -> None:
    """A label or the raw words are kept only where they say more than the value itself."""
    plain = value if isinstance(value, str) else None
    own_label = label if label and label != plain and _is_choice(ask) else ""
    raw = said if said and said != plain and not ask.secret and _differs(said, value) else ""
    if isinstance(value, bool):
        _mark(turn, ask, "yes" if value else "no")
    turn.keep(ask.slot, value, own_label, raw)


def _mark(turn: Turn, ask: p.Ask, word: str) -> None:
    """A `yes` or `no` line below the question is run by its answer, however that was given."""
    for option in ask.options:
        if option.key == word:
            turn.mark(option.place)


def _is_choice(ask: p.Ask) -> bool:
    return ask.type.name in ("choice", "yes/no", *readers.MEDIA) or bool(ask.options)


def _differs(said: str, value: Any) -> bool:
    return said.strip() != str(value)
