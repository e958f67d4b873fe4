"""The script that looks for what cannot be: rows nobody can reach, and promises without ground.

It says what it found, one sentence each, and mends nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.store.auditing import broken
from flowengine.store.dumping import UNFINISHED
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Script

_OF_A_CONVERSATION = {
    "message": "lines",
    "trace": "traces",
    "fact": "results",
    "upload": "files",
    "timer": "timers",
    "errand": "errands",
    "taken": "names of messages",
    "remark": "remarks",
}

# Each a sentence with {count} and {example}, and a query that gives both.
_QUESTIONS = [
    (
        f"{{count}} {what} belong to no conversation (as of {{example}}).",
        f"SELECT count(*), min(conversation) FROM {table} WHERE NOT EXISTS"
        f" (SELECT 1 FROM conversation WHERE conversation.id = {table}.conversation)",
    )
    for table, what in _OF_A_CONVERSATION.items()
] + [
    (
        "The sources of {count} open conversations are missing (as {example}):"
        " these can be read, but not continued.",
        "SELECT count(*), min(id) FROM conversation WHERE ended = 0 AND NOT EXISTS"
        " (SELECT 1 FROM sources WHERE sources.digest = conversation.digest)",
    ),
    (
        "The sources of {count} publications are missing (as of {example}).",
        "SELECT count(*), min(flow) FROM publication WHERE NOT EXISTS"
        " (SELECT 1 FROM sources WHERE sources.digest = publication.digest)",
    ),
    (
        "{count} conversations have lines behind their last one (as {example}).",
        "SELECT count(*), min(id) FROM conversation WHERE messages <"
        " (SELECT max(number) FROM message WHERE message.conversation = conversation.id)",
    ),
    (
        "{count} timers belong to conversations that have ended (as {example}).",
        "SELECT count(*), min(conversation) FROM timer WHERE EXISTS (SELECT 1 FROM conversation"
        " WHERE conversation.id = timer.conversation AND conversation.ended = 1)",
    ),
    (
        "{count} addresses have more than one open conversation (as of {example}).",
        "SELECT count(*), min(id) FROM (SELECT min(id) AS id FROM conversation"
        " WHERE gateway <> '' AND ended = 0 GROUP BY gateway, address"
        " HAVING count(*) > 1) AS twice",
    ),
    (
        "{count} addresses belong to no contact (as of {example}).",
        "SELECT count(*), min(contact) FROM identity WHERE NOT EXISTS"
        " (SELECT 1 FROM contact WHERE contact.id = identity.contact)",
    ),
    (
        "{count} contacts are merged into one that is not there (as {example}).",
        "SELECT count(*), min(id) FROM contact WHERE merged <> '' AND NOT EXISTS"
        " (SELECT 1 FROM contact AS other WHERE other.id = contact.merged)",
    ),
    (
        "{count} messages are in a state that there is not (as {example}).",
        "SELECT count(*), min(key) FROM outgoing"
        " WHERE state NOT IN ('queued', 'sending', 'sent', 'failed', 'ambiguous')",
    ),
    (
        "{count} items are held by an agent and fill no place of theirs (as {example}).",
        "SELECT count(*), min(id) FROM item WHERE agent <> '' AND open = 1 AND NOT EXISTS"
        " (SELECT 1 FROM slot WHERE slot.item = item.id AND slot.agent = item.agent)",
    ),
    (
        "{count} places of agents are filled by items that they do not hold (as by {example}).",
        "SELECT count(*), min(item) FROM slot WHERE NOT EXISTS (SELECT 1 FROM item"
        " WHERE item.id = slot.item AND item.agent = slot.agent AND item.open = 1)",
    ),
    (
        "{count} people wait or talk in conversations that have ended (as {example}).",
        "SELECT count(*), min(id) FROM item WHERE open = 1 AND turn > 0"
        " AND state IN ('waiting', 'offered', 'active', 'lost') AND EXISTS"
        " (SELECT 1 FROM conversation WHERE conversation.id = item.conversation"
        " AND conversation.ended = 1)",
    ),
    (
        "{count} items are open, and their conversations are gone (as {example}).",
        "SELECT count(*), min(id) FROM item WHERE open = 1 AND conversation <> '' AND NOT EXISTS"
        " (SELECT 1 FROM conversation WHERE conversation.id = item.conversation)",
    ),
    (
        "{count} items are in a state that there is not (as {example}).",
        "SELECT count(*), min(id) FROM item WHERE NOT (open = 1 AND state IN"
        " ('later', 'waiting', 'offered', 'active', 'lost', 'wrap-up')"
        " OR open = 0 AND state IN ('closed', 'abandoned'))",
    ),
    (
        "An {example} left this store half filled: remove it and import again.",
        f"SELECT count(*), min(name) FROM chore WHERE name = '{UNFINISHED}'",
    ),
]


def verify(key: bytes = b"") -> Script[tuple[str, ...]]:
    found = []
    for sentence, sql in _QUESTIONS:
        ((count, example),) = yield Ask(sql)
        if count:
            found.append(sentence.format(count=count, example=example))
    return (*found, *(yield from broken(key)))
