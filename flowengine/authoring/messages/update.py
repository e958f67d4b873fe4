"""A catalogue brought to what the flow says now, without losing anybody's work.

A text that stands in another place of the same kind keeps its translation; one that has changed a
little keeps it too, marked fuzzy with the old words beside it, until a person has looked at it;
what the flow no longer says is kept as obsolete, and comes back when the text does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message

from flowengine.authoring.messages.po import forms, messages

if TYPE_CHECKING:
    from collections.abc import Iterator


def updated(old: Catalog, wanted: Catalog) -> Catalog:
    """`old` with exactly the entries of `wanted`, translated as far as anything fits."""
    known = {_key(message) for message in wanted if message.id}
    for message in wanted:
        same = old.get(_first(message), message.context) if message.id else None
        if same is not None and same.id != message.id and is_begun(same):
            same.flags.add("fuzzy")  # the form for many has changed
        elif message.id and same is None and not _revive(old, message):
            _move(old, message, known)
    before = {_key(message): message.previous_id for message in messages(old)}
    old.update(wanted)
    old.obsolete = {key: one for key, one in old.obsolete.items() if is_begun(one)}
    for message in messages(old):
        if not is_begun(message):
            message.flags.discard("fuzzy")
        if not message.fuzzy:
            message.previous_id = []
        elif not message.previous_id:
            message.previous_id = before.get(_key(message), [])
    return old


def is_begun(message: Message) -> bool:
    """Whether anything stands in it."""
    return any(forms(message))


def _key(message: Message) -> tuple[str, str]:
    return _first(message), message.context or ""


def _first(message: Message) -> str:
    """What identifies it: of a text that counts, the form for one."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _revive(old: Catalog, message: Message) -> bool:
    for key, one in list(old.obsolete.items()):
        if _key(one) == _key(message):
            del old.obsolete[key]
            old[one.id] = one
            return True
    return False


def _move(old: Catalog, message: Message, known: set[tuple[str, str]]) -> None:
    """The same words in another place, as when a step got another name."""
    one = next(_elsewhere(old, message), None)
    if one is None:
        return
    if _key(one) not in known:  # it is not needed any more where it stood
        old.delete(_first(one), one.context)
        old.obsolete = {key: each for key, each in old.obsolete.items() if each is not one}
    moved = one.clone()
    moved.context = message.context
    old[moved.id] = moved


def _elsewhere(old: Catalog, message: Message) -> Iterator[Message]:
    for one in messages(old):
        if is_begun(one) and one.id == message.id and _kind(one) == _kind(message):
            yield one


def _kind(message: Message) -> str:
    return (message.context or "").rpartition("/")[2]
