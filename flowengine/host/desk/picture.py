"""The desk at one moment, as the store has it: what all decisions of one look are made from.

Read, never written: whoever decides something makes a move, and the store refuses it where the
picture was old.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from flowengine.desk import items, people
from flowengine.desk.people import Agent, Standing
from flowengine.desk.routing.pool import answers
from flowengine.host.desk import terms as on_terms
from flowengine.host.desk.terms import NO_TERMS, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.desk.items import Item
    from flowengine.desk.people import Presence, Switch, User
    from flowengine.language.program import Queue
    from flowengine.store.verbs import Store

MANY = 10_000  # open items in one look: more than any desk has
# Somebody in one of these will come to what waits.
AT_WORK = frozenset((people.READY, people.WRAPPING, people.BREAK))


@dataclass(frozen=True)
class Picture:
    """`now` is POSIX seconds by the host's clock."""

    now: float
    items: tuple[Item, ...] = ()
    users: Mapping[str, User] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    presences: tuple[Presence, ...] = ()
    terms: Mapping[str, Terms] = field(default_factory=dict)
    switches: Mapping[str, Mapping[str, Switch]] = field(default_factory=dict)
    old_switches: tuple[Switch, ...] = ()

    @cached_property
    def present(self) -> frozenset[str]:
        """Agents of whom a page is open."""
        return frozenset(one.agent for one in self.presences)

    @cached_property
    def queues(self) -> dict[str, Queue]:
        """Every queue that is declared, or that somebody waits in: none is forgotten because a
        flow lost it."""
        named = {name: one.queue for name, one in self.terms.items()}
        return {one.queue: NO_TERMS.queue for one in self.items} | named

    @cached_property
    def by_agent(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for one in self.items:
            if one.agent:
                found.setdefault(one.agent, []).append(one)
        return found

    @cached_property
    def agents(self) -> tuple[Agent, ...]:
        """Everybody who answers queues, as routing sees them."""
        return tuple(
            self._agent(user)
            for user in self.users.values()
            if people.AGENT in user.roles and not user.disabled
        )

    def terms_of(self, queue: str) -> Terms:
        return self.terms.get(queue, NO_TERMS)

    def standing(self, agent: str) -> Standing:
        return self.standings.get(agent) or Standing(agent=agent)

    def status(self, agent: str) -> str:
        """What counts: who writes down a talk is not ready, whatever they said of themselves."""
        said = self.standing(agent).status
        wrapping = any(one.state == items.WRAP_UP for one in self.by_agent.get(agent, ()))
        return people.WRAPPING if wrapping and said == people.READY else said

    def load(self, agent: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.by_agent.get(agent, ()):
            found[one.media] = found.get(one.media, 0) + 1
        return found

    def answered(self, queue: str) -> bool:
        """Somebody is at work who answers it. An agent counts whose connection has just broken, or
        whom a restart has cut off: only `presence` says that they have gone."""
        return any(answers(one, (queue,)) and self.at_work(one.id) for one in self.agents)

    def at_work(self, agent: str) -> bool:
        return self.status(agent) in AT_WORK or any(
            one.state in items.TALKING for one in self.by_agent.get(agent, ())
        )

    def _agent(self, user: User) -> Agent:
        return Agent(
            id=user.id,
            queues=frozenset(user.queues),
            languages=user.languages,
            skills=user.skills,
            caps=user.caps,
            load=self.load(user.id),
            status=self.status(user.id),
            present=user.id in self.present,
            idle=self.standing(user.id).idle,
        )


async def taken(store: Store, now: float, terms: Mapping[str, Terms]) -> Picture:
    """Raises StoreError."""
    switches = await store.switches()
    return Picture(
        now=now,
        # Agents first: an item that moves meanwhile refuses its move, an agent does not.
        presences=await store.presences(),
        standings={one.agent: one for one in await store.standings()},
        users={one.id: one for one in await store.users()},
        items=await store.items(limit=MANY),
        terms=terms,
        switches=on_terms.switched(switches, now),
        old_switches=tuple(one for one in switches if on_terms.over(one, now)),
    )
