"""The names a flow gives to values, where each comes from, and what type it has.

It only collects: whether two names clash or one is never set is for the checks to say. A type is
claimed only where the author wrote one; anything else is «any value», so that no check is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flowengine.language import nodes
from flowengine.language.checks.index import Found, index_of
from flowengine.language.expressions.vocabulary import VALUES, Type


class Kind(StrEnum):
    """Where a name comes from; the string is the author's word for it."""

    SLOT = "a slot"
    ANSWER = "an answer"
    RESULT = "the result of a fetch"
    SET = "a value that is set"
    CHOSEN = "what a menu keeps"
    PARAMETER = "a parameter"
    HOURS = "opening hours"
    TABLE = "a table"
    LOOP = "an item of a list"


@dataclass(frozen=True, slots=True)
class Named:
    """`where` is the name as written; `type` is None where this line says nothing about it."""

    name: str
    kind: Kind
    where: nodes.Node
    type: Type | None = None


BUILTINS: Mapping[str, Type] = {
    **VALUES,
    "event": Type.RECORD,
    "caller": Type.RECORD,
    "contact": Type.RECORD,
    "channel": Type.CHANNEL,
    "language": Type.TEXT,
    "queue": Type.QUEUE,
    "secret": Type.RECORD,
    "talk": Type.RECORD,
}

TYPES: Mapping[str, Type] = {
    "text": Type.TEXT,
    "number": Type.NUMBER,
    "digits": Type.TEXT,
    "yes/no": Type.BOOL,
    "date": Type.DATE,
    "time": Type.TIME,
    "phone": Type.TEXT,
    "email": Type.TEXT,
    "money": Type.NUMBER,
    "name": Type.TEXT,
}
"""Types of answers as types of values; the others hold whatever the channel or the data gives."""


def variables(files: Iterable[nodes.File]) -> Mapping[str, Type]:
    """Every name that is not local to a loop; two types for one name make it any value.

    A queue has a name of its own family; where nothing else has that name, it can be asked for.
    """
    found: dict[str, set[Type | None]] = {}
    queues: dict[str, Type] = {}
    for file in files:
        queues.update((queue.name.text, Type.QUEUE) for queue in file.queues)
        for named in names(file):
            if named.kind is not Kind.LOOP:
                found.setdefault(named.name, set()).add(named.type)
    return {**queues, **{name: _joined(types) for name, types in found.items()}, **BUILTINS}


def _joined(types: set[Type | None]) -> Type:
    """The one type that is written; a `set` or an `ask` without a type leaves it as it is."""
    written = [kind for kind in types if kind is not None]
    return written[0] if len(written) == 1 else Type.ANY


def names(file: nodes.File) -> Iterator[Named]:
    """Everything in the file that gives a value a name, kind by kind."""
    for slot in file.slots:
        yield Named(slot.name.text, Kind.SLOT, slot.name, answer_type(slot.type))
    for hours in file.hours:
        yield Named(hours.name.text, Kind.HOURS, hours.name, Type.HOURS)
    for table in file.tables:
        yield Named(table.name.text, Kind.TABLE, table.name, Type.LIST)
    yield from _asked(file)
    yield from _set(file)
    yield from _looped(file)


def _asked(file: nodes.File) -> Iterator[Named]:
    index = index_of(file)
    for ask in index.nodes(nodes.Ask):
        yield Named(ask.slot.text, Kind.ANSWER, ask.slot, _asked_type(ask))
    for menu in index.nodes(nodes.Menu):
        if menu.into is not None:
            yield Named(menu.into.text, Kind.CHOSEN, menu.into)


def _set(file: nodes.File) -> Iterator[Named]:
    index = index_of(file)
    for fetch in index.nodes(nodes.Fetch):
        yield Named(fetch.name.text, Kind.RESULT, fetch.name, Type.ANY)
    for change in index.nodes(nodes.Set):
        if change.path.parts[0] not in BUILTINS:
            yield Named(change.path.parts[0], Kind.SET, change.path)
    for step in file.steps:
        for parameter in step.parameters:
            yield Named(parameter.text, Kind.PARAMETER, parameter)


def _looped(file: nodes.File) -> Iterator[Named]:
    for loop in loops(file):
        yield Named(loop.node.name.text, Kind.LOOP, loop.node.name)


def loops(file: nodes.File) -> Iterator[Found[nodes.For | nodes.Browse | nodes.Each]]:
    index = index_of(file)
    yield from index.all(nodes.For)
    yield from index.all(nodes.Browse)
    yield from index.all(nodes.Each)


def _asked_type(ask: nodes.Ask) -> Type | None:
    """An option may give the answer a value that its type would not."""
    if any(isinstance(o, nodes.Each) or o.key not in ("yes", "no") for o in ask.options):
        return Type.ANY
    return answer_type(ask.type) if ask.type is not None else None


def answer_type(written: nodes.AnswerType) -> Type:
    return TYPES.get(written.name, Type.ANY)
