"""Scripts of what flows were compiled from, which of it is published, and who still waits in it.

Sources are kept by their digest and never changed; a publication only points at them.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from flowengine.store.reading import COLUMNS, as_conversation
from flowengine.store.records import Conversation, Publication, Waiting
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Script

_PUBLICATION = ", ".join(Publication.__slots__)
_BESIDE_NUMBER = attrgetter("digest", "at", "policy", "by", "note")


def keep_sources(digest: str, bundle: bytes) -> Script[None]:
    yield Ask("INSERT INTO sources VALUES (?, ?) ON CONFLICT DO NOTHING", (digest, bundle))


def sources(digest: str) -> Script[bytes | None]:
    rows = yield Ask("SELECT bundle FROM sources WHERE digest = ?", (digest,))
    return bytes(rows[0][0]) if rows else None


def publish(publication: Publication) -> Script[Publication]:
    """The number is the next one of the flow, whatever the given one says."""
    ((number,),) = yield Ask(
        "INSERT INTO publication (flow, number, digest, at, policy, by, note)"
        " SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? FROM publication WHERE flow = ?"
        " RETURNING number",
        (publication.flow, *_BESIDE_NUMBER(publication), publication.flow),
    )
    return replace(publication, number=number)


def published() -> Script[dict[str, Publication]]:
    rows = yield Ask(
        f"SELECT {_PUBLICATION} FROM publication AS newest"
        " WHERE number = (SELECT max(number) FROM publication WHERE flow = newest.flow)"
        " ORDER BY flow"
    )
    return {row[0]: Publication(*row) for row in rows}


def publications(flow: str) -> Script[tuple[Publication, ...]]:
    rows = yield Ask(
        f"SELECT {_PUBLICATION} FROM publication WHERE flow = ? ORDER BY number DESC",
        (flow,),
    )
    return tuple(Publication(*row) for row in rows)


def waiting(flow: str = "") -> Script[tuple[Waiting, ...]]:
    rows = yield Ask(
        "SELECT flow, digest, place, count(*) FROM conversation"
        " WHERE ended = 0 AND (? = '' OR flow = ?)"
        " GROUP BY flow, digest, place ORDER BY flow, digest, place",
        (flow, flow),
    )
    return tuple(Waiting(*row) for row in rows)


def waiting_at(
    flow: str, digest: str, after: str = "", limit: int = 200
) -> Script[tuple[Conversation, ...]]:
    rows = yield Ask(
        f"SELECT {COLUMNS} FROM conversation"
        " WHERE flow = ? AND digest = ? AND ended = 0 AND id > ? ORDER BY id LIMIT ?",
        (flow, digest, after, limit),
    )
    return tuple(as_conversation(row) for row in rows)


def recorded(flow: str, limit: int) -> Script[tuple[Conversation, ...]]:
    rows = yield Ask(
        f"SELECT {COLUMNS} FROM conversation"
        " WHERE flow = ? AND EXISTS"
        " (SELECT 1 FROM trace WHERE trace.conversation = conversation.id)"
        " ORDER BY changed DESC, id LIMIT ?",
        (flow, limit),
    )
    return tuple(as_conversation(row) for row in rows)
