"""`form`: one utterance may fill several asks; then what is missing; then the read-back.

A form rests at one place only. `Asked.slot` says what is being asked: the opening question (-1),
the read-back (-2), what to change (-3), or the number of an ask. Values found by the way are kept
only when they are allowed; what is wrong is asked for again by its own question and ladder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.runtime import (
    answers,
    changing,
    doubting,
    fields,
    hearing,
    moves,
    prompts,
    questions,
    readers,
    spotting,
    sureness,
)
from flowengine.runtime import effects as fx
from flowengine.runtime.events import Event, Filled, Picked, Pressed, Received, Said, Silence
from flowengine.runtime.ladders import fail
from flowengine.runtime.phrases import phrase
from flowengine.runtime.session import Asked
from flowengine.runtime.words import recording_of, text_of

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.choices import Shown
    from flowengine.runtime.turn import Turn

OPENING, READ_BACK, CHANGE = -1, -2, -3
_NOT = "\0"


def enter(turn: Turn, form: p.Form) -> str | None:
    """Asks what comes next; a form that is complete and has no read-back is left at once."""
    turn.asked = turn.asked or Asked(turn.number, slot=OPENING)
    turn.place = form.name
    if turn.asked.mode:
        sureness.ask(turn, form)
        return None
    slot = _next(turn, form)
    if slot is None:
        return _complete(turn, form)
    turn.asked = replace(turn.asked, slot=slot)
    _present(turn, form, slot)
    return None


def _next(turn: Turn, form: p.Form) -> int | None:
    """What to ask now; None when all is there and nothing is to be read back."""
    asked = turn.so_far
    if asked.slot == CHANGE or (asked.slot == OPENING and form.question and not asked.filled):
        return asked.slot
    for index in range(len(form.asks)):
        if index not in asked.filled:
            return index
    return READ_BACK if form.read_back else None


def _present(turn: Turn, form: p.Form, slot: int) -> None:
    if slot >= 0:
        ask = form.asks[slot]
        turn.mark(ask.place)
        prompts.ask(turn, ask, ask.question, at=form.name)
    elif slot == READ_BACK:
        text = text_of(turn, form.read_back) if form.read_back else ""
        prompts.choose(turn, form, "yes/no", text, prompts.yes_no(turn))
    elif slot == CHANGE:
        text = phrase(turn.language, "what to change")
        prompts.choose(turn, form, "form", text, changing.offered(turn, form))
    else:
        _open(turn, form)


def _open(turn: Turn, form: p.Form) -> None:
    message = turn.instead or form.question
    turn.emit(
        fx.Prompt(
            turn=turn.so_far.turn,
            wait=form.name,
            kind="form",
            text=text_of(turn, message) if message else "",
            language=turn.language,
            hint=text_of(turn, form.hint) if form.hint else "",
            recording=recording_of(turn, message) if message else "",
            fields=fields.fields(turn, form),
            interrupt=form.manner.interrupt,
            patience=form.manner.patience,
            pause=form.manner.pause,
        )
    )


def hear(turn: Turn, form: p.Form, event: Event) -> str | None:
    asked = turn.so_far
    if isinstance(event, Filled):
        return _filled(turn, form, event)
    if isinstance(event, Silence):
        return fail(turn, form, _ladders(form, asked), "silence")
    if asked.slot == READ_BACK and not asked.mode:
        agreed = _read_back(turn, form, event)
        if agreed is not _NOT:
            return agreed
    back = doubting.doubted(turn, form, _ladders(form, asked), event, hear)
    if back is not doubting.ON:
        return back
    if isinstance(event, Received):
        return _received(turn, form, event)
    again = changing.chosen(turn, form, event) if asked.slot == CHANGE else None
    if again is not None:
        kept = tuple(index for index in asked.filled if index != again)
        turn.asked = Asked(asked.turn, slot=again, filled=kept)
        return form.name
    if asked.slot >= 0:
        heard = _direct(turn, form, form.asks[asked.slot], event)
        if heard is not _NOT:
            return heard
    return _indirect(turn, form, event)


def _read_back(turn: Turn, form: p.Form, event: Event) -> str | None:
    """A yes or a no to all that was read back; what puts something right is no mere no."""
    if sureness.is_faint(turn, event):
        return form.name
    said = sureness.answer(turn, event)
    if said is True:
        return _complete(turn, form)
    corrected = spotting.spotted(turn, form, event.text) if isinstance(event, Said) else {}
    if said is None or corrected:
        return _NOT
    asked = turn.so_far
    turn.asked = Asked(asked.turn, slot=CHANGE, filled=asked.filled)
    return form.name


def _filled(turn: Turn, form: p.Form, event: Filled) -> str | None:
    """Keeps what fits of a page's fields, and goes on with the first that does not."""
    found, amiss = fields.read(turn, form, event.values)
    asked, empty = turn.so_far, [index for index, value in found.items() if value is None]
    for index in empty:
        turn.keep(form.asks[index].slot, None)
    turn.asked = replace(asked, filled=tuple(dict.fromkeys((*asked.filled, *empty))))
    then = _fill(turn, form, {i: value for i, value in found.items() if i not in empty})
    if not amiss or then != form.name:
        return then
    index = min(amiss)
    turn.asked = replace(turn.so_far, slot=index)
    return fail(turn, form, form.asks[index].ladders, amiss[index])


def _received(turn: Turn, form: p.Form, event: Received) -> str | None:
    """A photo or a recording where one of the asks wants it; the one we are at before others."""
    asked = turn.so_far
    order = sorted(range(len(form.asks)), key=lambda i: (i != asked.slot, i in asked.filled))
    wanted = next((i for i in order if form.asks[i].type.name == event.kind), None)
    if wanted is not None:
        return _fill(turn, form, {wanted: event.reference}, event.label)
    handler = turn.program.blocks[form.name].part.handlers.get("wrong media", "")
    if handler:
        return moves.handle(turn, handler)
    return fail(turn, form, _ladders(form, asked), "no match")


def _direct(turn: Turn, form: p.Form, ask: p.Ask, event: Event) -> str | None:
    """An answer to the ask we are at: its key, its option, or the whole message as its value."""
    keys = event.keys if isinstance(event, Pressed) else ""
    text = event.text if isinstance(event, Said) else keys
    offered = questions.on_offer(turn, ask)
    for one in offered:
        if (isinstance(event, Picked) and one.id == event.choice) or (
            text and one.key == text.strip()
        ):
            return _chosen(turn, form, ask, one)
    if isinstance(event, Said):
        option = hearing.option_exactly(turn, ask, offered, text)
        if option is not None:
            return _chosen(turn, form, ask, option)
    whole = _command(turn, form, event)
    if whole is not None:
        return moves.command(turn, whole)
    numbered = _numbered(turn, ask, offered, event)
    if numbered is not None:
        return _chosen(turn, form, ask, numbered)
    return _value(turn, form, ask, text, keys)


def _numbered(turn: Turn, ask: p.Ask, offered: tuple[Shown, ...], event: Event) -> Shown | None:
    """An option by its key in words, where a number is no answer itself."""
    if ask.type.name not in ("choice", "yes/no") or not isinstance(event, Said):
        return None
    return hearing.by_number(turn, offered, event.text)


def _value(turn: Turn, form: p.Form, ask: p.Ask, text: str, keys: str) -> str | None:
    """The whole message as a value of the ask we are at, or _NOT."""
    again = changing.corrected(turn, form, text) if ask.type.name in changing.FREE else None
    if again is not None:
        return _correct(turn, form, *again)
    readings = (
        readers.read_keys(turn, ask.type, keys) if keys else readers.read(turn, ask.type, text)
    )
    if not readings:
        return _NOT
    fitting = [one for one in readings if readers.allowed(turn, ask.type, one.value)]
    if not fitting:
        return fail(turn, form, ask.ladders, "wrong")
    return _fill(turn, form, {_index(form, ask): fitting[0].value}, said=text)


def _correct(turn: Turn, form: p.Form, index: int, values: list[Any]) -> str | None:
    """Another answer to a question that has one; what is not allowed there is asked for again."""
    if values:
        return _fill(turn, form, {index: values[0]})
    asked = turn.so_far
    filled = tuple(one for one in asked.filled if one != index)
    turn.asked = replace(asked, slot=index, filled=filled)
    return fail(turn, form, form.asks[index].ladders, "wrong")


def _chosen(turn: Turn, form: p.Form, ask: p.Ask, one: Shown) -> str | None:
    """Turns the page, leads where the option leads, or fills the ask we are at."""
    if questions.turns_page(one):
        questions.turn_page(turn, ask, one)
        return form.name
    option = one.option
    if option is None:
        return _fill(turn, form, {_index(form, ask): one.value}, one.label)
    turn.mark(option.place)
    if option.goes is not None and option.visits:
        return moves.visit(turn, option.goes)
    if option.goes is not None or option.body:
        turn.answered()
        return moves.jump(turn, option.goes) if option.goes is not None else option.body
    value = one.value if option.keeps else one.label
    return _fill(turn, form, {_index(form, ask): value}, one.label)


def _index(form: p.Form, ask: p.Ask) -> int:
    return form.asks.index(ask)


def _command(turn: Turn, form: p.Form, event: Event) -> p.Option | None:
    """To the word, or by its key. A digit typed at the opening is rather a value."""
    part, slot = turn.program.blocks[form.name].part, turn.so_far.slot
    asked = form.asks[slot].type.name if slot >= 0 else ""
    match event:
        case Pressed(keys=keys):
            return hearing.command_by_key(turn, part, keys, asked)
        case Said(text=text):
            asked = "number" if slot == OPENING else asked
            exact = hearing.command_exactly(turn, part, text)
            return exact or hearing.command_by_key(turn, part, text.strip(), asked)
    return None


def _indirect(turn: Turn, form: p.Form, event: Event) -> str | None:
    """Values found anywhere in what was said; else a command; else it was not understood."""
    asked = turn.so_far
    command = _command(turn, form, event)
    if command is not None:
        return moves.command(turn, command)
    if isinstance(event, Said):
        found = spotting.spotted(turn, form, event.text)
        if found:
            return _fill(turn, form, found)
        part = turn.program.blocks[form.name].part
        option, _ = hearing.command_meant(turn, part, event.text)
        if option is not None:
            return moves.command(turn, option)
    return fail(turn, form, _ladders(form, asked), "no match")


def _ladders(form: p.Form, asked: Asked) -> p.Ladders:
    return form.asks[asked.slot].ladders if asked.slot >= 0 else form.ladders


def _fill(
    turn: Turn, form: p.Form, found: dict[int, Any], label: str = "", said: str = ""
) -> str | None:
    """Keeps what is right; the first value that a `wrong if` refuses is asked for again.

    `label` and `said` belong to an answer that was given to one question directly.
    """
    asked = turn.so_far
    filled = list(asked.filled)
    refused: tuple[str, int] | None = None
    for index, value in sorted(found.items()):
        ask = form.asks[index]
        shown = label or answers.label_of(turn, ask, value)
        filled = [one for one in filled if one != index]
        wrong = answers.refused(turn, ask, value, shown)
        if wrong:
            refused = refused or (wrong, index)
            continue
        answers.keep(turn, ask, value, shown, said)
        filled.append(index)
    slot = min((i for i in range(len(form.asks)) if i not in filled), default=READ_BACK)
    turn.asked = Asked(asked.turn, slot=slot, filled=tuple(filled))
    if refused is not None:
        block, index = refused
        turn.asked = replace(asked, slot=index, filled=tuple(filled))
        return fail(turn, form, form.asks[index].ladders, "wrong", block)
    return form.name


def skips(turn: Turn, form: p.Form) -> bool:
    """Whether the ask we are at may be left empty."""
    return turn.so_far.slot >= 0 and form.asks[turn.so_far.slot].optional


def skip(turn: Turn, form: p.Form) -> str:
    asked = turn.so_far
    turn.keep(form.asks[asked.slot].slot, None)
    turn.asked = Asked(asked.turn, slot=0, filled=(*asked.filled, asked.slot))
    return form.name


def back(turn: Turn, form: p.Form) -> str:
    """To what was answered last in this form; from its beginning to the question before it."""
    asked = turn.so_far
    if not asked.filled:
        return moves.back(turn)
    last = asked.filled[-1]
    turn.keep(form.asks[last].slot, None)
    turn.asked = Asked(asked.turn, slot=last, filled=asked.filled[:-1])
    return form.name


def _complete(turn: Turn, form: p.Form) -> str:
    turn.answered()
    return form.after
