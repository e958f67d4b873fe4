"""Files of ours for the person in a talk: told by their content, and kept like those of people.

What a file is has been found out before it comes here (`host.media`). It is a line of the agent's
and goes its way: in order, once, never into a talk that has gone on. Files reach pages of ours
only: a gateway's parcels carry words, and an agent is told so before a person waits in vain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.channels.chat import CHAT
from flowengine.channels.voice import VOICE
from flowengine.host import keys, lines
from flowengine.host.refusal import Refusal
from flowengine.store.records import Upload

if TYPE_CHECKING:
    from flowengine.host.lines import Line
    from flowengine.host.media import Media
    from flowengine.store.records import Conversation

PAGES = frozenset((CHAT.name, VOICE.name))  # who calls from a page has it before their eyes


def demand_way(talk: Conversation) -> None:
    """Raises Refusal `no-files` where a file would not arrive."""
    if talk.gateway or talk.channel not in PAGES:
        raise Refusal(
            "no-files",
            f"Files do not reach this person, who writes by {talk.channel}. Say it in words.",
            channel=talk.channel,
        )


def enclosed(media: Media, by: str, message_id: str, at: float) -> tuple[Upload, Line]:
    """The file as it is kept, and the line that shows it under the agent's name."""
    upload = Upload(keys.new_key(), at, media.name, media.type, media.body)
    return upload, lines.enclosed(media.family, upload, by, message_id)
