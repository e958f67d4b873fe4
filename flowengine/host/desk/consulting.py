"""Colleagues in a talk: asked for advice, invited to talk; and the flow that goes on after it.

Somebody who is consulted reads all and says nothing to the person. Passing a talk on for good is a
transfer (`Desk.transfer`), cold to a queue or warm to the colleague who is already there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves
from flowengine.host.refusal import Refusal

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.people import User
    from flowengine.host.desk.talk import Talk
    from flowengine.language.program import Block

STANDARD = "standard.flow"  # what every flow inherits
MODES = (items.CONSULT, items.TALK)  # what an agent may ask a colleague to


async def invited(talk: Talk, user: User, item_id: str, agent: str, mode: str) -> Item:
    """The colleague takes part from now on. Raises Refusal `unknown`, `no-mode`."""
    if mode not in MODES:
        raise Refusal("no-mode", f"A colleague can be asked to one of: {', '.join(MODES)}.")
    colleague = (await talk.desk.users()).get(agent)
    if colleague is None or colleague.disabled:
        raise Refusal("unknown", "There is no such colleague. Pick one from the list.")
    guest = items.Guest(agent, mode)

    def made(item: Item, at: float) -> Move:
        return moves.guest(item, guest, at)

    return await talk.desk.act(user, item_id, "item.invite", made)


async def uninvited(talk: Talk, user: User, item_id: str, agent: str) -> Item:
    """A guest goes: sent by the item's agent, or of their own accord. Raises Refusal `forbidden`
    for an agent who wants to be rid of a supervisor."""

    def made(item: Item, at: float) -> Move:
        if item.agent == user.id:
            _demand_own_guest(item, agent)
        return moves.unguest(item, agent, at)

    action = "item.read" if agent == user.id else "item.invite"
    return await talk.desk.act(user, item_id, action, made)


def _demand_own_guest(item: Item, agent: str) -> None:
    """A supervisor is there by their own right. Of one who is there unseen, nothing is told."""
    guest = next((one for one in item.guests if one.agent == agent), None)
    if guest is None or guest.hidden:
        raise moves.Impossible("They do not take part.")
    if guest.mode not in MODES:
        raise Refusal("forbidden", "A supervisor leaves by themselves.", about="leaves")


async def sent_back(talk: Talk, user: User, item_id: str, place: str) -> Item:
    """The talk is finished and the flow goes on at that step. Raises Refusal `no-step`."""
    item = await talk.may(user, item_id, "item.send_back")
    if place not in {key for key, _ in await steps(talk, item)}:
        raise Refusal("no-step", "The flow has no such step any more. Pick one from the list.")
    return await talk.desk.finish(user, item_id, place=place)


async def steps(talk: Talk, item: Item) -> tuple[tuple[str, str], ...]:
    """The steps of the conversation's flow that somebody can be sent to, and how each is called:
    an entry by its label, any other by its name."""
    found = await talk.store.conversation(item.conversation)
    if found is None or found.ended or not item.turn:
        return ()
    try:
        program = await talk.conversations.editions.pinned(found.flow, found.digest)
    except Refusal:
        return ()
    labels = {
        one.place: one.labels.get(program.written_in) or one.name
        for one in program.entries.values()
    }
    found_steps = (
        name for name, block in program.blocks.items() if named(name, program.name) and own(block)
    )
    return tuple((name, labels.get(name, words(name))) for name in found_steps)


def named(block: str, flow: str) -> bool:
    """Whether a block is a step of the flow's own file that its author gave a name."""
    part, _, step = block.partition(".")
    return part == flow and step.replace("_", "").isalnum() and not step[0].isdigit()


def own(block: Block) -> bool:
    """Whether the author wrote it: what every flow inherits is no step that somebody is sent to."""
    places = (getattr(one, "place", None) for one in (*block.operations, block.exit))
    first = next((one for one in places if one is not None), None)
    return first is None or first.file != STANDARD


def words(block: str) -> str:
    return block.partition(".")[2].replace("_", " ")
