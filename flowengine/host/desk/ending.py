"""How a talk ends: it is finished, written down, and closed with what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk import items, moves, presence
from flowengine.host.desk import surveys
from flowengine.host.desk.masking import masked
from flowengine.host.refusal import Refusal
from flowengine.host.typed import fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.desk.items import Item
    from flowengine.desk.people import User
    from flowengine.host.desk.acting import Acting
    from flowengine.host.desk.talk import Talk
    from flowengine.host.desk.terms import Terms
    from flowengine.store.verbs import Store

MORE = 60.0  # seconds of wrap-up that an agent asks for at once
_ACTION = "item.close"


class Ending:
    """`terms` are those of a queue by its name. Every method raises Refusal as `Acting.act` and
    `typed.fit` do, and StoreError."""

    def __init__(
        self, store: Store, acting: Acting, talk: Talk, terms: Callable[[str], Terms]
    ) -> None:
        self._store = store
        self._acting = acting
        self._talk = talk
        self._terms = terms

    async def finish(
        self, user: User, item_id: str, place: str, disposition: str, survey: bool
    ) -> Item:
        """The flow goes on at `place`, "" for where it would, and asks for an opinion only where
        one is welcome."""
        item = await self._acting.may(user, item_id, _ACTION)
        disposition = named(disposition)
        asked = survey and await surveys.welcome(self._talk, item, disposition)
        mine = await self._store.items(agent=item.agent) if item.agent else ()
        seconds = self._terms(item.queue).queue.wrap_up

        def end(found: Item, at: float) -> moves.Move:
            own = [one for one in mine if one.agent == found.agent]
            until = presence.wrap_up_ends(own, seconds, at)
            return moves.finished(
                found, until, at, place=place, disposition=disposition, survey=asked
            )

        return await self._acting.act(user, item_id, _ACTION, end)

    async def close(self, user: User, item_id: str, outcome: str, note: str) -> Item:
        """From whatever state; a talk is finished first. Raises Refusal `outcome-needed` where its
        own agent says none and the queue asks for one."""
        item = await self._acting.may(user, item_id, _ACTION)
        outcome, note = named(outcome), fit(note) if note.strip() else ""
        needed = self._terms(item.queue).queue.outcome_needed and item.agent == user.id
        if needed and not (outcome or item.outcome):
            raise Refusal("outcome-needed", "Say what it was first. This queue asks for it.")
        if note:
            await self._acting.act(
                user, item_id, _ACTION, lambda found, at: moves.noted(found, note, at)
            )
        if item.state in items.TALKING:
            try:
                await self.finish(user, item_id, "", outcome, survey=True)
            except Refusal as refusal:
                if refusal.code != "impossible":  # else they have just hung up: it is over already
                    raise
        return await self._acting.act(
            user, item_id, _ACTION, lambda found, at: moves.closed(found, at, outcome)
        )

    async def extend(self, user: User, item_id: str) -> Item:
        """MORE seconds to write it down."""
        return await self._acting.act(
            user,
            item_id,
            _ACTION,
            lambda found, at: moves.extended(found, max(found.until, at) + MORE, at),
        )


def named(outcome: str) -> str:
    """What an end is called, on one line and without numbers or addresses: reports keep it for
    longer than anybody's words. Raises Refusal as `typed.fit` does."""
    words = " ".join(outcome.split())
    return masked(fit(words)) if words else ""
