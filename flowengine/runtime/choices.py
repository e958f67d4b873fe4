"""The options of a question as they stand now: which are offered, their keys and labels.

Written keys stay; dashes take the free numbers in order. What is the same in every conversation
is worked out once for each channel and language and kept with the question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flowengine.language import program as p
from flowengine.runtime import formats
from flowengine.runtime.effects import Choice
from flowengine.runtime.phrases import phrase
from flowengine.runtime.words import filled, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flowengine.runtime.turn import Turn

SIGNS = {"star": "*", "hash": "#"}
MOST = 200  # options that data may bring
_COUNTED = ("choice", "yes/no", "text")  # answers that no number can be mistaken for


@dataclass(frozen=True, slots=True)
class Shown:
    """One option now. `option` is None for what data or yes/no brings; then `value` counts."""

    id: str
    key: str
    label: str
    value: Any
    option: p.Option | None
    quiet: bool = False

    def as_choice(self) -> Choice:
        return Choice(id=self.id, key=self.key, label=self.label, quiet=self.quiet)


def shown(turn: Turn, wait: p.Question) -> tuple[Shown, ...]:
    """All that can be chosen at this question, quiet options included, before any paging."""
    key = kept_under("shown", turn)
    known: tuple[Shown, ...] | None = wait.cache.get(key)
    if known is not None:
        return known
    found = _numbered(list(_all(turn, wait)), wait)
    if is_static(wait):
        wait.cache[key] = found
    return found


def kept_under(what: str, turn: Turn) -> tuple[str, str, str]:
    """A place in the cache of a question for what may differ by channel and language."""
    return what, turn.session.channel, turn.language


def is_static(wait: p.Question) -> bool:
    """True where the options depend on nothing but channel and language."""
    static: bool | None = wait.cache.get("static")
    if static is None:
        from_data = isinstance(wait, p.Ask) and wait.type.source is not None
        static = not (from_data or isinstance(wait, p.Browse)) and all(
            option.condition is None
            and option.each is None
            and all(isinstance(label, str) for label in option.labels.values())
            for option in wait.options
        )
        wait.cache["static"] = static
    return static


def label_of(turn: Turn, option: p.Option) -> str:
    """The most exact for this channel and language, else as the flow was written."""
    tags = nearest(option.labels, turn.session.channel, turn.language)
    label = option.labels[tags]
    if isinstance(label, str):
        return label
    return filled(turn, tags[1] or option.written or turn.language, label)


def _all(turn: Turn, wait: p.Question) -> Iterator[Shown]:
    if isinstance(wait, p.Ask):
        yield from _of_type(turn, wait)
    for option in wait.options:
        if option.key in ("yes", "no") and isinstance(wait, p.Ask):
            continue  # taken above: they are labels of the type's own answers
        if option.each is not None:
            yield from _each(turn, option, option.each)
        elif option.condition is None or option.condition(turn.values):
            key = SIGNS.get(option.key, option.key)
            yield Shown(option.id, key, label_of(turn, option), option.value, option, option.quiet)
    if isinstance(wait, p.Browse):
        yield from _turning(turn, wait)


def _of_type(turn: Turn, ask: p.Ask) -> Iterator[Shown]:
    if ask.type.name == "yes/no":
        for key, value, number in (("yes", True, "1"), ("no", False, "2")):
            own = next((o for o in ask.options if o.key == key), None)
            label = label_of(turn, own) if own else phrase(turn.language, key)
            yield Shown(key, number, label, value, None)
    elif ask.type.source is not None:
        for index, item in enumerate(_items(ask.type.source(turn.values))):
            yield Shown(f"item{index}", "-", _item_label(turn, item, ask.type.by), item, None)


def _turning(turn: Turn, wait: p.Browse) -> Iterator[Shown]:
    """Next and previous, where there is one."""
    found, index = wait.items(turn.values), turn.so_far.index
    if isinstance(found, list | tuple) and index < len(found) - 1:
        yield Shown("next", "-", phrase(turn.language, "next"), None, None)
    if index:
        yield Shown("previous", "-", phrase(turn.language, "previous"), None, None)


def _each(turn: Turn, option: p.Option, each: p.Each) -> Iterator[Shown]:
    """The loop's name is a value of its own only while labels and values are worked out."""
    values = turn.values
    missing = object()
    outer = values.get(each.name, missing)
    try:
        for index, item in enumerate(_items(each.items(values))):
            values[each.name] = item
            value = option.value_code(values) if option.value_code else item
            yield Shown(f"{option.id}:{index}", "-", label_of(turn, option), value, option)
    finally:
        values.pop(each.name, None)
        if outer is not missing:
            values[each.name] = outer


def _items(found: Any) -> Sequence[Any]:
    return list(found)[:MOST] if isinstance(found, list | tuple) else ()


def _item_label(turn: Turn, item: Any, by: str) -> str:
    if by and isinstance(item, dict):
        item = item.get(by)
    return formats.plain(item, turn.language)


def _numbered(found: list[Shown], wait: p.Question) -> tuple[Shown, ...]:
    """Dashes take the free numbers in order, except where a number would be an answer itself."""
    if isinstance(wait, p.Ask) and wait.type.name not in _COUNTED:
        return tuple(replace(one, key="") if one.key == "-" else one for one in found)
    taken, number, done = {one.key for one in found}, 0, []
    for one in found:
        if one.key == "-" and one.quiet:
            one = replace(one, key="")
        elif one.key == "-":
            number += 1
            while str(number) in taken:
                number += 1
            one = replace(one, key=str(number))
        done.append(one)
    return tuple(done)
