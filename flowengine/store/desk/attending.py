"""Scripts of agents: whether they are there, what they said of themselves, who they are.

Whether somebody is there goes by the database's own clock, which all nodes share.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk.people import Presence, Standing, User
from flowengine.store.desk.noting import add_entries
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.log import Entry
    from flowengine.store.script import Row, Script

FORGOTTEN = 86_400  # seconds after which a page that is over takes no room any more
_USER = msgspec.json.Decoder(User)
_PRESENCE = "agent, device, node, epoch, until"
_STANDING = "agent, status, since, idle, until, back, version"
_STANDS = attrgetter(*_STANDING.split(", "))

# ---------------------------------------------------------------- pages


def attend(agent: str, device: str, node: str, seconds: float) -> Script[Presence]:
    """Epochs are milliseconds of the database's clock, one more where that would not be more: so
    they go on, too, when the row of an older one is gone."""
    yield Ask("DELETE FROM presence WHERE until < {now} - ?", (FORGOTTEN,))
    rows = yield Ask(
        f"INSERT INTO presence ({_PRESENCE})"
        " VALUES (?, ?, ?, CAST({now} * 1000 AS bigint), {now} + ?)"
        " ON CONFLICT (agent, device) DO UPDATE SET node = excluded.node, until = excluded.until,"
        " epoch = CASE WHEN excluded.epoch > presence.epoch THEN excluded.epoch"
        f" ELSE presence.epoch + 1 END RETURNING {_PRESENCE}",
        (agent, device, node, seconds),
    )
    return _presence(rows[0])


def _presence(row: Row) -> Presence:
    agent, device, node, epoch, until = row
    return Presence(agent=agent, device=device, node=node, epoch=epoch, lease=until)


def beat_at(presence: Presence, seconds: float) -> Script[bool]:
    """A lease that has run out is not taken up again: others have acted on it."""
    rows = yield Ask(
        "UPDATE presence SET until = {now} + ?, node = ?"
        " WHERE agent = ? AND device = ? AND epoch = ? AND until > {now} RETURNING 1",
        (seconds, presence.node, presence.agent, presence.device, presence.epoch),
    )
    return bool(rows)


def part_at(presence: Presence) -> Script[None]:
    yield Ask(
        "UPDATE presence SET until = 0 WHERE agent = ? AND device = ? AND epoch = ?",
        (presence.agent, presence.device, presence.epoch),
    )


def presences() -> Script[tuple[Presence, ...]]:
    rows = yield Ask(
        f"SELECT {_PRESENCE} FROM presence WHERE until > {{now}} ORDER BY agent, device"
    )
    return tuple(_presence(row) for row in rows)


# ---------------------------------------------------------------- statuses


def standings() -> Script[tuple[Standing, ...]]:
    rows = yield Ask(f"SELECT {_STANDING} FROM standing ORDER BY agent")
    names = _STANDING.split(", ")
    return tuple(Standing(**dict(zip(names, row, strict=True))) for row in rows)


def stand(standing: Standing, entries: Sequence[Entry] = ()) -> Script[bool]:
    values = _STANDS(standing)
    if standing.version == 1:
        done = yield Ask(
            f"INSERT INTO standing ({_STANDING}) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING RETURNING 1",
            values,
        )
    else:
        done = yield Ask(
            "UPDATE standing SET status = ?, since = ?, idle = ?, until = ?, back = ?, version = ?"
            " WHERE agent = ? AND version = ? RETURNING 1",
            (*values[1:], standing.agent, standing.version - 1),
        )
    if done and entries:
        yield from add_entries(entries)
    return bool(done)


# ---------------------------------------------------------------- users


def users() -> Script[tuple[User, ...]]:
    rows = yield Ask("SELECT body FROM desk_user ORDER BY name")
    return tuple(_USER.decode(body) for (body,) in rows)


def write_user(user: User) -> Script[bool]:
    body = msgspec.json.encode(user).decode()
    if user.version == 1:
        done = yield Ask(
            "INSERT INTO desk_user (id, name, version, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING RETURNING 1",
            (user.id, user.name, user.version, body),
        )
    else:
        done = yield Ask(
            "UPDATE desk_user SET name = ?, version = ?, body = ? WHERE id = ? AND version = ?"
            " AND NOT EXISTS (SELECT 1 FROM desk_user AS other WHERE other.name = ?"
            " AND other.id <> ?) RETURNING 1",
            (user.name, user.version, body, user.id, user.version - 1, user.name, user.id),
        )
    return bool(done)
