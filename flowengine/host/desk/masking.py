"""What agents of an anonymous queue never read: who it is, and where they can be reached.

A name of ours stands for the person, the same as long as their contact exists. Numbers and
addresses that they type themselves are hidden from the page, not from the store: what was said is
the person's, and a supervisor may have to read it.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.desk.sentences import Sentence
from flowengine.host import lines
from flowengine.host.pseudonyms import MARK

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.host.lines import Line
    from flowengine.language.program import Queue
    from flowengine.runtime import Session
    from flowengine.store.records import Conversation

_SIGNS = 4  # of a name of ours: enough to tell apart who is talked with on one day
# A number that can be dialled: with + or 0 before it, or so long that no day and no hour is one.
_PHONE = re.compile(r"(?<![\w.])(?:\+|00?)\d(?:[\s().–-]?\d){6,14}(?!\w)|(?<![\w.])\d{9,15}(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def pseudonym(item: Item) -> Sentence:
    """ "Contact 7F3A": from the contact, or from the conversation where nobody knows them."""
    return Sentence("contact", "Contact {name}", name=signs(item))


def signs(item: Item) -> str:
    """Without the word. Ids begin with the time, so their own letters tell nobody apart."""
    known = item.contact or item.conversation
    return hashlib.sha256(known.encode()).hexdigest()[:_SIGNS].upper()


def masked(text: str) -> str:
    """The text without numbers to call and addresses to write to."""
    return _PHONE.sub(lines.HIDDEN, _EMAIL.sub(lines.HIDDEN, text))


def masked_line(line: Line) -> Line:
    """Also without the name of a message that is not ours: WhatsApp's have the number in them."""
    return replace(line, text=masked(line.text), id=line.id if line.by else "")


def unnamed(item: Item) -> Item:
    """The item without where the person can be reached."""
    return replace(item, phone="", brief=masked(item.brief), note=masked(item.note))


def unnamed_session(session: Session) -> Session:
    """What the flow knows, for whoever fills words for an agent: texts are masked."""
    values = {
        name: masked(value) if isinstance(value, str) else value
        for name, value in session.values.items()
    }
    return replace(session, values=values)


def is_anonymous(queue: Queue | None, found: Conversation | None) -> bool:
    """Whether agents may not know who it is: the queue says so, or the house itself does not."""
    sealed = found is not None and hidden(found)
    return sealed or promised(queue)


def promised(queue: Queue | None) -> bool:
    """Whether who waits there stays unknown. Of a queue that no flow has any more (None) nobody can
    say what was promised in it: so nothing is shown until a colleague passes the person on."""
    return queue is None or queue.anonymous


def hidden(conversation: Conversation) -> bool:
    """True where the house itself does not know the address."""
    return conversation.address.startswith(MARK)
