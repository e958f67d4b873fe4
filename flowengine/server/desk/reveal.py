"""Two supervisors find out who an unknown person is; see `flowengine.host.revealing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flowengine.host.desk.masking import pseudonym
from flowengine.host.revealing import LONGEST_REASON, MINUTES
from flowengine.server import given
from flowengine.server.desk.board_rows import address
from flowengine.server.desk.pages import TOP

if TYPE_CHECKING:
    from starlette.responses import Response

    from flowengine.host.revealing import Wish
    from flowengine.server.desk.visit import Visit

REVEAL = f"{TOP}/reveal"


class Asked(NamedTuple):
    """A wish as the page shows it: `talk` is what the conversation is called, `queue` where it is,
    `by` and `confirmed` are names that are shown."""

    wish: Wish
    talk: str
    queue: str
    by: str
    confirmed: str


async def show(visit: Visit) -> Response:
    """`item` in the address fills the form: a page leads here with it."""
    return visit.page(
        "reveal.html",
        section="reveal",
        wishes=await _asked(visit),
        address=address,
        item=given.text(visit.request, "item"),
        minutes=MINUTES,
        longest=LONGEST_REASON,
    )


async def _asked(visit: Visit) -> list[Asked]:
    """Who confirms is to know what they say yes to."""
    shown = {one.name: one.shown for one in await visit.house.people.all()}
    found = []
    for wish in await visit.house.revealing.wishes(visit.user):
        item = await visit.store.item(wish.item)
        if item is not None:
            name = visit.words.sentence(pseudonym(item))
            by, confirmed = (shown.get(one, one) for one in (wish.by, wish.confirmed))
            found.append(Asked(wish, name, visit.titled(item.queue), by, confirmed))
    return found


async def ask(visit: Visit) -> Response:
    """Raises Refusal."""
    reason = visit.form.one("reason", LONGEST_REASON + 1)
    await visit.house.revealing.ask(visit.user, visit.form.one("item"), reason)
    return visit.go(REVEAL, "reveal_asked")


async def confirm(visit: Visit) -> Response:
    """Raises Refusal."""
    await visit.house.revealing.confirm(visit.user, visit.request.path_params["wish"])
    return visit.go(REVEAL, "reveal_confirmed")


async def seen(visit: Visit) -> Response:
    """The addresses, once; a page that no cache keeps. Raises Refusal."""
    found = await visit.house.revealing.show(visit.user, visit.request.path_params["wish"])
    return visit.page("revealed.html", section="reveal", addresses=found)
