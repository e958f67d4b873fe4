"""Whether the people of the desk fit its flows: each queue is answered, by somebody who knows what
is asked for, and nobody waits at a queue that there is not.

Plain data in, findings out. Whoever needs a skill or a language that none of those who answer the
queue has is not told that nobody is there: they wait, while others are at work beside them.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from flowengine.desk.people import AGENT
from flowengine.language.program import Handoff
from flowengine.server.checkup.finding import OK, WARN, Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from flowengine.desk.people import User
    from flowengine.language.program import Program, Queue

ABOUT, ALL, LANGUAGE = "desk", "*", "language"


def staffed(programs: Iterable[Program], users: Iterable[User]) -> Iterator[Finding]:
    """Nothing where no flow hands anybody over."""
    served = [one for one in programs if any(_handoffs(one))]
    people = sorted((one for one in users if not one.disabled), key=lambda one: one.name)
    if not served:
        return
    found = list(_all(served, people))
    yield from found or [Finding(OK, ABOUT, "Somebody answers each queue and knows what it needs.")]


def _all(served: list[Program], people: list[User]) -> Iterator[Finding]:
    queues = sorted({name for program in served for name in program.queues})
    agents = [one for one in people if AGENT in one.roles]
    for queue in queues:
        if not _of(queue, agents):
            yield Finding(
                WARN,
                ABOUT,
                f"Nobody answers the queue {queue}: whoever is handed to it hears that nobody is"
                " there.",
                f"flowengine users add NAME --queues {queue}, or change NAME, or /desk/users.",
            )
    for user in people:
        yield from _misnamed(user, queues)
        yield from _unheard(user, {one for program in served for one in program.languages})
    seen = set[str]()
    for program in served:
        for finding in _lacking(program, agents):
            if finding.what not in seen:
                seen.add(finding.what)
                yield finding


def _misnamed(user: User, queues: list[str]) -> Iterator[Finding]:
    for name in user.queues:
        if name != ALL and name not in queues:
            right = _near(name, queues) or "QUEUES"
            yield Finding(
                WARN,
                ABOUT,
                f"{user.name} has the queue {name}, and no flow has one of that name.",
                f"flowengine users change {user.name} --queues {right}",
            )


def _unheard(user: User, languages: Collection[str]) -> Iterator[Finding]:
    """Only where none of theirs is: a language more than the flows speak harms nobody."""
    if user.languages and not languages & user.languages.keys() and AGENT in user.roles:
        yield Finding(
            WARN,
            ABOUT,
            f"No flow speaks a language of {user.name} ({', '.join(user.languages)}).",
            f"Flows speak {', '.join(sorted(languages))}: flowengine users change {user.name}"
            " --languages …",
        )


def _lacking(program: Program, agents: list[User]) -> Iterator[Finding]:
    for handoff in _handoffs(program):
        queue = program.queues[handoff.queue]
        there = [one for name in _asked(handoff.queue, queue) for one in _of(name, agents)]
        given_up = {name for ring in queue.rings for name in ring.without}
        for _, skill, least in handoff.needs if there else ():
            if (skill or LANGUAGE) in given_up:
                continue
            level = _least(least, queue)
            wanted = program.languages if skill is None else (skill,)
            for name in wanted:
                known = [_level(one, name, of_language=skill is None) for one in there]
                if max(known) < level:
                    what = "speaks" if skill is None else "has the skill"
                    option = "--languages" if skill is None else "--skills"
                    yield Finding(
                        WARN,
                        ABOUT,
                        f"Nobody who answers {handoff.queue} {what} {name} (level {level}), which"
                        f" {program.name} asks for: such people wait and are offered to nobody.",
                        f"flowengine users change NAME {option} {name}:{level}, or let the queue"
                        f" relax: `relax after 1m without {_without(skill)}`.",
                    )


def _least(least: int, queue: Queue) -> int:
    """The level that is asked for when it has relaxed as far as it does."""
    relaxed = min((queue.level, *(ring.level for ring in queue.rings)))
    return relaxed if not least else min(least, relaxed) if queue.rings else least


def _without(skill: str | None) -> str:
    return LANGUAGE if skill is None else f'skill "{skill}"'


def _level(user: User, name: str, *, of_language: bool) -> int:
    known: Mapping[str, int] = user.languages if of_language else user.skills
    return known.get(name, 0)


def _handoffs(program: Program) -> Iterator[Handoff]:
    return (one.exit for one in program.blocks.values() if isinstance(one.exit, Handoff))


def _asked(name: str, queue: Queue) -> tuple[str, ...]:
    """The queues whose people may be asked, in the end."""
    return (name, *(over for _, over in queue.overflow))


def _of(queue: str, agents: Iterable[User]) -> list[User]:
    return [one for one in agents if ALL in one.queues or queue in one.queues]


def _near(name: str, names: list[str]) -> str:
    return next(iter(difflib.get_close_matches(name, names, 1)), "")
