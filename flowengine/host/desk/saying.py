"""An agent's words as a turn of the conversation that no event made: the flow does not hear them.

Pure: what is to be written, and what goes out by the conversation's gateway. Whether the agent may
is asked by `talk`, and once more by the store, which writes nothing for an item that has gone on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from flowengine.channels.lower import named
from flowengine.desk.clock import asynchronous
from flowengine.desk.log import ANSWERED, REPLIED
from flowengine.desk.moves.making import entry
from flowengine.host import lines
from flowengine.host.parcels import STEP, Roads, parcels
from flowengine.runtime.effects import Say
from flowengine.store.records import Message, Outgoing, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.host.lines import Line
    from flowengine.store.records import Conversation, Upload

FILE = "file"


def spoken(
    before: Conversation,
    item: Item,
    agent: str,
    line: Line,
    at: float,
    *,
    roads: Roads,
    first: bool,
    enclosed: tuple[Upload, ...] = (),
) -> Turn:
    """The turn that writes an agent's line. `agent` is a user's id, and `first` whether these are
    their first words in this item, which the desk's log counts; `enclosed` is a file that
    the line shows."""
    number = before.messages + 1
    message = Message(number, at, lines.AGENT, lines.encode(line))
    return Turn(
        conversation=replace(before, changed=at),
        message_id=f"{agent} {line.id}" if line.id else "",  # a person's names are not ours
        messages=(message,),
        outgoing=() if enclosed else tuple(outgoing(before, line.text, at, roads)),
        uploads=enclosed,
        held=item,
        entries=(answered(item, agent, at),) if first else replied(item, agent, at),
    )


def outgoing(before: Conversation, text: str, at: float, roads: Roads) -> Iterator[Outgoing]:
    """What goes out by the gateway, none on a page of ours; the first has the line's own moment,
    by which its receipt is found again."""
    count = 0
    for piece in pieces(text, named(before.channel).text):
        for one in parcels(before, [Say(text=piece, language="")], at, roads):
            key = f"{before.id}/{before.revision + 1}/{count}"
            moment = at + STEP * count
            yield replace(one, key=key, at=moment)
            count += 1


def pieces(text: str, most: int) -> Iterator[str]:
    """The text in parts of at most so many signs (0: any), broken between words where it can be."""
    while most and len(text) > most:
        cut = max(text.rfind(" ", 0, most + 1), text.rfind("\n", 0, most + 1))
        cut = cut if cut > 0 else most
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def answered(item: Item, agent: str, at: float) -> Entry:
    """The agent's first words."""
    return structs.replace(entry(item, ANSWERED, at), agent=agent)


def replied(item: Item, agent: str, at: float) -> tuple[Entry, ...]:
    """Further words, which the log counts where nobody sits waiting for them."""
    if not asynchronous(item.kind, item.media):
        return ()
    return (structs.replace(entry(item, REPLIED, at), agent=agent),)
