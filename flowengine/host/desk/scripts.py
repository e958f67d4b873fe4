"""A queue's script: a flow that the agent is led by, beside the talk, as a conversation of its own.

It is one for each item: whoever the item is passed on to goes on in it, with a secret of their own,
and the old one opens nothing. What it saves is shown with the item's context.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flowengine.host import keys
from flowengine.host.beginning import Beginning
from flowengine.host.desk import masking
from flowengine.host.refusal import Refusal
from flowengine.host.wish import Wish
from flowengine.runtime import decode
from flowengine.store.records import Turn
from flowengine.store.verbs import Stale

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.host.desk.talk import Talk
    from flowengine.store.records import Conversation

CHANNEL = "agent"  # text that an agent types
NONE = "This queue has no script."


def key(item: Item) -> str:
    """The name of the script's conversation."""
    return f"{item.id}-script"


def flow(talk: Talk, item: Item) -> str:
    """The flow that leads agents of the item's queue, "" for none."""
    queue = talk.desk.queues.get(item.queue)
    return "" if queue is None else queue.script


async def begun(talk: Talk, user: User, item_id: str) -> tuple[str, str]:
    """As `Talk.begin_script`. Raises Refusal `no-script`."""
    item = await talk.may(user, item_id, "item.remark")
    name = flow(talk, item)
    if not name:
        raise Refusal("no-script", NONE)
    if await talk.store.conversation(key(item)) is None:
        try:
            opened = await talk.conversations.begun(await _beginning(talk, item, name))
        except Stale:  # begun in another tab a moment ago
            pass
        else:
            return opened.conversation.id, opened.token
    return key(item), await _reopened(talk, key(item))


async def _beginning(talk: Talk, item: Item, name: str) -> Beginning:
    """With what is known already, as a page would tell it: a script takes what is `from page`."""
    person = await talk.store.conversation(item.conversation)
    page = {} if person is None else await _known(talk, item, person)
    wish = Wish(language=item.language or await _language(person), page=page)
    return Beginning(flow=name, channel=CHANNEL, wish=wish, key=key(item))


async def _known(talk: Talk, item: Item, person: Conversation) -> dict[str, str]:
    if not person.session:
        return {}
    program = await talk.conversations.editions.pinned(person.flow, person.digest)
    session = decode(person.session)
    if masking.is_anonymous(talk.desk.queues.get(item.queue), person):
        session = masking.unnamed_session(session)
    return {
        name: str(value)
        for name, value in session.values.items()
        if name not in program.secrets and _plain(value)
    }


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


async def _language(person: Conversation | None) -> str:
    return decode(person.session).language if person is not None and person.session else ""


async def _reopened(talk: Talk, name: str) -> str:
    """A new secret for the script's conversation; the old one opens it no more."""
    token = keys.new_token()

    async def once(before: Conversation) -> Conversation:
        anew = replace(before, token=keys.hashed(token))
        return await talk.conversations.commit(Turn(anew))

    await talk.conversations.write(name, once)
    return token
