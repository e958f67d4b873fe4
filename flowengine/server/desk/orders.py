"""What each message of an agent's page does: one call of the desk, and what its answer says.

Who may do what is not decided here: the desk asks its permissions for every one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.server.desk import wire
from flowengine.server.desk.words import FALLBACK, words

if TYPE_CHECKING:
    from flowengine.desk.people import User
    from flowengine.desk.routing import Decision
    from flowengine.host.desk.context import Context
    from flowengine.host.desk.desk import Desk
    from flowengine.host.desk.talk import Talk
    from flowengine.server.desk.words import Words


async def obey(
    desk: Desk, user: User, order: wire.Order, told: Words | None = None
) -> dict[str, Any]:
    """The fields of the answer. `told` are the words of the page. Raises Refusal."""
    match order:
        case wire.Status():
            await desk.set_status(user, order.status, after=order.after)
        case wire.Accept():
            return {"item": (await desk.accept(user, order.token)).id}
        case wire.Refuse():
            await desk.refuse(user, order.token)
        case wire.Pull():
            return {"item": (await desk.pull(user, order.item)).id}
        case wire.Why():
            await desk.talk.may(user, order.item, "item.why")
            return {"why": _decided(await desk.why(order.item), told or words(FALLBACK))}
        case wire.Ticket():
            return {"ticket": await desk.calls.ticket(user, order.item)}
        case wire.Part():
            await desk.oversight.change(user, order.item, order.mode)
        case wire.Transfer() | wire.Finish() | wire.Close() | wire.Extend() | wire.Raise():
            await _moved(desk, user, order)
        case _:
            return await _talked(desk.talk, user, order, told or words(FALLBACK))
    return {}


async def _moved(
    desk: Desk,
    user: User,
    order: wire.Transfer | wire.Finish | wire.Close | wire.Extend | wire.Raise,
) -> None:
    match order:
        case wire.Transfer():
            await desk.transfer(user, order.item, queue=order.queue, agent=order.agent)
        case wire.Finish():
            await desk.finish(user, order.item, disposition=order.disposition)
        case wire.Close():
            await desk.close(user, order.item, order.outcome, order.note)
        case wire.Extend():
            await desk.extend(user, order.item)
        case wire.Raise():
            await desk.raise_priority(user, order.item, order.priority)


async def _talked(talk: Talk, user: User, order: wire.Order, told: Words) -> dict[str, Any]:
    match order:
        case wire.Say():
            await talk.say(user, order.item, order.text, order.id, aloud=order.aloud)
        case wire.Remark():
            await talk.remark(user, order.item, order.text, order.mentions)
        case wire.Invite():
            await talk.invite(user, order.item, order.agent, order.mode)
        case wire.Uninvite():
            await talk.uninvite(user, order.item, order.agent)
        case wire.SendBack():
            await talk.send_back(user, order.item, order.place)
        case wire.Callback():
            await talk.callback_result(user, order.item, order.result, order.when, order.note)
        case wire.Script():
            conversation, token = await talk.begin_script(user, order.item)
            return {"conversation": conversation, "token": token}
        case wire.Context():
            return {"context": _plain(await talk.context(_reader(user, told), order.item), told)}
        case _:
            raise TypeError(type(order))
    return {}


def _decided(why: Decision, told: Words) -> dict[str, Any]:
    """In the words of the page. It names agents by their ids, as the desk does."""
    found: dict[str, Any] = msgspec.to_builtins(why, enc_hook=str)
    found["words"] = [told.sentence(one) for one in why.words]
    for plain, one in zip(found["candidates"], why.candidates, strict=True):
        plain["words"] = told.sentence(one.words)
    return found


def _reader(user: User, told: Words) -> User:
    """Who reads in the language of the page, whether they chose it or their browser asks for it."""
    if told.language == FALLBACK:
        return user
    return msgspec.structs.replace(user, reads=told.language)


def _plain(context: Context, told: Words) -> dict[str, Any]:
    """The item itself is told with what the agent has before them, and with less."""
    found: dict[str, Any] = msgspec.to_builtins(context, enc_hook=str)
    found["name"] = told.sentence(context.name)
    found["consents"] = [told.sentence(one) for one in context.consents]
    for name in ("answers", "script_results"):
        found[name] = [(label, told.sentence(text)) for label, text in getattr(context, name)]
    del found["item"]
    return found
