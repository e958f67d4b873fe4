"""Contacts over the API: found by an address, changed, exported, erased, merged and parted.

An address is never part of a URL, for those end in the logs of every machine between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host.telling import moment
from flowengine.server.api import given, people, taken, views
from flowengine.server.api.endpoint import Reply
from flowengine.server.api.paging import behind, cursor
from flowengine.server.api.reach import noted

if TYPE_CHECKING:
    from flowengine.server.api.endpoint import Asked
    from flowengine.store.records import Known


async def identify(asked: Asked) -> Reply:
    wanted: taken.Identify = asked.body
    return _answer(await people.identify(asked.house, wanted.gateway, wanted.address))


async def find(asked: Asked) -> Reply:
    wanted: taken.Identify = asked.body
    return _answer(await people.found(asked.house, wanted.gateway, wanted.address))


async def contact(asked: Asked) -> Reply:
    return _answer(await people.known(asked.house, asked.path["contact"]))


async def contacts(asked: Asked) -> Reply:
    wanted: taken.Paged = asked.query
    found = await people.listed(asked.house, *behind(wanted.cursor), wanted.limit)
    await noted(asked, "listed contacts over the API", "")
    last = found[-1].contact if len(found) == wanted.limit else None
    return Reply(
        given.Contacts(
            contacts=tuple(views.contact(one) for one in found),
            next="" if last is None else cursor(last.at, last.id),
        )
    )


async def change(asked: Asked) -> Reply:
    return _answer(await people.change(asked.house, asked.path["contact"], asked.body))


async def allow(asked: Asked) -> Reply:
    by = f"token/{asked.token.id}"
    return _answer(await people.allow(asked.house, asked.path["contact"], asked.body, by))


async def export(asked: Asked) -> Reply:
    body = await people.export(asked.house, asked.path["contact"])
    await noted(asked, "exported the contact over the API", _subject(asked))
    return Reply(body)


async def erase(asked: Asked) -> Reply:
    count = await people.erase(asked.house, asked.path["contact"])
    await noted(asked, "erased the contact over the API", _subject(asked))
    now = moment(asked.house.conversations.clock())
    return Reply(given.Erased(contact=asked.path["contact"], at=now, conversations=count))


async def merge(asked: Asked) -> Reply:
    wanted: taken.Into = asked.body
    found = await people.merge(asked.house, asked.path["contact"], wanted.into)
    await noted(asked, f"merged over the API into {wanted.into}", _subject(asked))
    return _answer(found)


async def part(asked: Asked) -> Reply:
    found = await people.part(asked.house, asked.path["contact"])
    await noted(asked, "parted over the API", _subject(asked))
    return _answer(found)


def _answer(found: Known) -> Reply:
    return Reply(views.contact(found))


def _subject(asked: Asked) -> str:
    return f"contact/{asked.path['contact']}"
