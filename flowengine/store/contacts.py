"""Scripts of people: whose address it is, what is known of them, merging, parting, erasing.

A merge only sets a pointer. Every row stays with the contact it was written for, so that parting
gives each again what was its own; reading joins them, and of two values the newer counts.
"""

from __future__ import annotations

import math
import secrets
from operator import attrgetter
from typing import TYPE_CHECKING

from flowengine.store.desk.erasing import erase_items
from flowengine.store.finding import in_json, likened
from flowengine.store.records import Attribute, Consent, Contact, Identity, Known, Tag
from flowengine.store.removing import remove
from flowengine.store.script import Ask, Each

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowengine.store.script import Row, Script

SUBJECT = "contact/"

_IDENTITY = attrgetter(*Identity.__slots__)
_ATTRIBUTE = attrgetter(*Attribute.__slots__)
_TAG = attrgetter(*Tag.__slots__)
_CONSENT = attrgetter(*Consent.__slots__)
_CONSENTS = ", ".join(Consent.__slots__)

# ---------------------------------------------------------------- whose address


def identify(gateway: str, address: str, at: float) -> Script[Contact]:
    found_one = yield from found(gateway, address)
    if found_one is not None:
        return found_one
    # Letters and digits: people type it on a command line, where a dash at its head is an option.
    new = Contact(secrets.token_hex(9), at)
    yield Ask("INSERT INTO contact (id, at, merged) VALUES (?, ?, '')", (new.id, new.at))
    mine = yield Ask(
        "INSERT INTO identity (gateway, address, contact, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING contact",
        (gateway, address, new.id, at),
    )
    if mine:
        return new
    # Somebody else was first, and is committed: only PostgreSQL comes here.
    yield Ask("DELETE FROM contact WHERE id = ?", (new.id,))
    return (yield from found(gateway, address)) or new


def found(gateway: str, address: str) -> Script[Contact | None]:
    rows = yield Ask(
        "SELECT contact FROM identity WHERE gateway = ? AND address = ?", (gateway, address)
    )
    return (yield from followed(rows[0][0])) if rows else None


def followed(contact: str) -> Script[Contact | None]:
    """The contact that stands for this one, itself when it is not merged; None when unknown."""
    rows = yield Ask(
        "WITH RECURSIVE up (id, at, merged) AS ("
        " SELECT id, at, merged FROM contact WHERE id = ?"
        " UNION ALL SELECT above.id, above.at, above.merged"
        " FROM contact AS above JOIN up ON above.id = up.merged)"
        " SELECT id, at FROM up WHERE merged = ''",
        (contact,),
    )
    return Contact(*rows[0]) if rows else None


# ---------------------------------------------------------------- what is known


def known(contact: str) -> Script[Known | None]:
    main = yield from followed(contact)
    if main is None:
        return None
    (one,) = yield from _all_of([main])
    return one


def contacts(
    text: str = "", *, before: float = 0.0, behind: str = "", limit: int = 50
) -> Script[tuple[Known, ...]]:
    newest = (before or math.inf, behind, limit)
    if text:
        plain = likened(text)
        rows = yield Ask(_MATCHING, (plain, likened(in_json(text)), plain, *newest))
    else:
        rows = yield Ask(
            "SELECT id, at FROM contact WHERE merged = '' AND (at, id) < (?, ?)"
            " ORDER BY at DESC, id DESC LIMIT ?",
            newest,
        )
    return (yield from _all_of([Contact(*row) for row in rows]))


_MATCHING = (
    "WITH RECURSIVE hit (id) AS ("
    " SELECT contact FROM identity WHERE folded(address) LIKE ? ESCAPE '!'"
    " UNION SELECT contact FROM attribute WHERE folded(value) LIKE ? ESCAPE '!'"
    f" UNION SELECT substr(subject, {len(SUBJECT) + 1}) FROM tag"
    f" WHERE is_set = 1 AND subject LIKE '{SUBJECT}%' AND folded(tag) LIKE ? ESCAPE '!'),"
    " up (id, merged) AS ("
    " SELECT id, merged FROM contact WHERE id IN (SELECT id FROM hit)"
    " UNION SELECT above.id, above.merged"
    " FROM contact AS above JOIN up ON above.id = up.merged)"
    " SELECT id, at FROM contact WHERE merged = '' AND id IN (SELECT id FROM up)"
    " AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?"
)


def _all_of(mains: Sequence[Contact]) -> Script[tuple[Known, ...]]:
    """What is known of these, who stand for themselves, and of those they stand for."""
    found_ones = []
    for main in mains:
        below = yield from _below(main.id)
        ids = [main.id, *(one.id for one in below)]
        found_ones.append(
            Known(
                main,
                identities=(yield from _identities(ids)),
                attributes=(yield from _attributes(ids)),
                tags=(yield from _tags(ids)),
                consents=_counting((yield from _consents(ids))),
                merged=below,
            )
        )
    return tuple(found_ones)


def _below(contact: str) -> Script[tuple[Contact, ...]]:
    rows = yield Ask(
        "WITH RECURSIVE below (id, at, merged) AS ("
        " SELECT id, at, merged FROM contact WHERE merged = ?"
        " UNION ALL SELECT under.id, under.at, under.merged"
        " FROM contact AS under JOIN below ON under.merged = below.id)"
        " SELECT id, at, merged FROM below ORDER BY at, id",
        (contact,),
    )
    return tuple(Contact(*row) for row in rows)


def _identities(ids: Sequence[str]) -> Script[tuple[Identity, ...]]:
    rows = yield Ask(
        "SELECT gateway, address, contact, at FROM identity"
        f" WHERE contact IN ({_marks(ids)}) ORDER BY at, gateway, address",
        ids,
    )
    return tuple(Identity(*row) for row in rows)


def _attributes(ids: Sequence[str]) -> Script[tuple[Attribute, ...]]:
    rows = yield Ask(
        "SELECT contact, name, value, at FROM attribute"
        f" WHERE contact IN ({_marks(ids)}) ORDER BY name, at, contact",
        ids,
    )
    newest = {row[1]: Attribute(*row) for row in rows}
    return tuple(one for one in newest.values() if one.value)


def _tags(ids: Sequence[str]) -> Script[tuple[str, ...]]:
    rows = yield Ask(
        f"SELECT tag, is_set FROM tag WHERE subject IN ({_marks(ids)}) ORDER BY tag, at, is_set",
        [SUBJECT + one for one in ids],
    )
    newest: dict[str, int] = dict(rows)
    return tuple(tag for tag, is_set in newest.items() if is_set)


def consents(contact: str) -> Script[tuple[Consent, ...]]:
    main = yield from followed(contact)
    if main is None:
        return ()
    below = yield from _below(main.id)
    return (yield from _consents([main.id, *(one.id for one in below)]))


def _consents(ids: Sequence[str]) -> Script[tuple[Consent, ...]]:
    rows = yield Ask(
        f"SELECT {_CONSENTS} FROM consent WHERE contact IN ({_marks(ids)}) ORDER BY at, number",
        ids,
    )
    return tuple(_consent(row) for row in rows)


def _consent(row: Row) -> Consent:
    contact, purpose, channel, given, wording, how, at = row
    return Consent(contact, purpose, channel, bool(given), wording, how, at)


def _counting(history: Iterable[Consent]) -> tuple[Consent, ...]:
    """The last word on each purpose and channel."""
    return tuple({(one.purpose, one.channel): one for one in history}.values())


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


# ---------------------------------------------------------------- writing


def keep(
    *,
    identities: Sequence[Identity] = (),
    attributes: Sequence[Attribute] = (),
    tags: Sequence[Tag] = (),
    consents: Sequence[Consent] = (),
) -> Script[None]:
    """Write these. A contact that an identity names is made where it is new; what is said of one
    that is unknown (erased meanwhile) is not kept, and an older value does not replace a newer."""
    if identities:
        yield Each(
            "INSERT INTO contact (id, at, merged) VALUES (?, ?, '') ON CONFLICT DO NOTHING",
            [(one.contact, one.at) for one in identities],
        )
        yield Each(
            "INSERT INTO identity (gateway, address, contact, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [_IDENTITY(one) for one in identities],
        )
    if attributes:
        yield Each(_KEEP_ATTRIBUTE, [(*_ATTRIBUTE(one), one.contact) for one in attributes])
    if tags:
        yield Each(_KEEP_TAG, [(*_TAG(one), one.subject, one.subject) for one in tags])
    if consents:
        yield Each(_KEEP_CONSENT, [(*_CONSENT(one), one.contact) for one in consents])


_KEEP_ATTRIBUTE = (
    "INSERT INTO attribute (contact, name, value, at) SELECT ?, ?, ?, ?"
    " WHERE EXISTS (SELECT 1 FROM contact WHERE id = ?)"
    " ON CONFLICT (contact, name) DO UPDATE SET value = excluded.value, at = excluded.at"
    " WHERE excluded.at >= attribute.at"
)
_KEEP_TAG = (
    "INSERT INTO tag (subject, tag, at, is_set) SELECT ?, ?, ?, ?"
    f" WHERE ? NOT LIKE '{SUBJECT}%'"
    f" OR EXISTS (SELECT 1 FROM contact WHERE id = substr(?, {len(SUBJECT) + 1}))"
    " ON CONFLICT (subject, tag) DO UPDATE SET at = excluded.at, is_set = excluded.is_set"
    " WHERE excluded.at >= tag.at"
)
_KEEP_CONSENT = (
    f"INSERT INTO consent ({_CONSENTS}) SELECT ?, ?, ?, ?, ?, ?, ?"
    " WHERE EXISTS (SELECT 1 FROM contact WHERE id = ?)"
)


# ---------------------------------------------------------------- merging


def merge(contact: str, into: str) -> Script[bool]:
    # Writing nothing new holds both, so that two merges cannot close a circle between them.
    rows = yield Ask(
        "UPDATE contact SET merged = merged WHERE id IN (?, ?) AND merged = '' RETURNING id",
        (contact, into),
    )
    if len(rows) != 2:  # not both, or one and the same
        return False
    yield Ask("UPDATE contact SET merged = ? WHERE id = ?", (into, contact))
    return True


def part(contact: str) -> Script[bool]:
    rows = yield Ask(
        "UPDATE contact SET merged = '' WHERE id = ? AND merged <> '' RETURNING id", (contact,)
    )
    return bool(rows)


# ---------------------------------------------------------------- erasing


def erase_contact(contact: str) -> Script[int]:
    main = yield from followed(contact)
    if main is None:
        return 0
    below = yield from _below(main.id)
    ids = [main.id, *(one.id for one in below)]
    talks = yield Ask(f"SELECT id FROM conversation WHERE contact IN ({_marks(ids)})", ids)
    yield from remove([row[0] for row in talks])
    yield from erase_items(ids)
    yield from _erase_letters(ids)
    yield Ask(f"DELETE FROM tag WHERE subject IN ({_marks(ids)})", [SUBJECT + one for one in ids])
    # What is known of them goes with them (ON DELETE CASCADE), as does what is just being written.
    yield Ask(f"DELETE FROM contact WHERE id IN ({_marks(ids)})", ids)
    return len(talks)


def _erase_letters(ids: Sequence[str]) -> Script[None]:
    """Messages to their addresses that belong to no conversation of theirs."""
    yield Ask(
        'DELETE FROM outgoing WHERE (gateway, "to") IN'
        f" (SELECT gateway, address FROM identity WHERE contact IN ({_marks(ids)}))",
        ids,
    )
