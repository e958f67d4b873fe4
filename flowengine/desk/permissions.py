"""Who may do what: a table of rules, and the reading of a nonprofit's own rules over it.

A rule is a list of ways, each a list of conditions that all hold; one way is enough, and no way at
all means nobody. Nothing here knows how somebody signed in, and nothing is allowed by being
forgotten: an action without a rule is a mistake of ours, an account that is disabled may nothing.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flowengine.desk import items
from flowengine.desk.people import ADMINISTRATOR, AGENT, AUDITOR, SUPERVISOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.desk.items import Item
    from flowengine.desk.people import User

FILE = "permissions.toml"  # in the folder of flows
RECENT = 24 * 3600.0  # seconds after its end that an item counts as recent

Ways = tuple[tuple[str, ...], ...]


class Mistaken(ValueError):
    """A nonprofit's own rules cannot be read; the sentence says where and what helps."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody wants something: of an item, of a colleague, of a queue, or of all there is. `at` is
    POSIX seconds."""

    user: User
    item: Item | None
    queue: str
    at: float
    of: User | None = None

    def role(self, role: str) -> bool:
        return role in self.user.roles

    def owner(self) -> bool:
        """Theirs by having accepted it; an offer is not theirs yet."""
        one = self.item
        return one is not None and one.agent == self.user.id and one.state != items.OFFERED

    def offered(self) -> bool:
        one = self.item
        return one is not None and one.agent == self.user.id and one.state == items.OFFERED

    def guest(self, *modes: str) -> bool:
        """Has a part in it; with `modes`, one of these."""
        guests = self.item.guests if self.item is not None else ()
        return any(one.agent == self.user.id and (not modes or one.mode in modes) for one in guests)

    def in_queue(self) -> bool:
        """Of the queues that it is about they have at least one; where it is about all of them,
        they have all."""
        own, named = self.user.queues, self._queues()
        return "*" in own or not named.isdisjoint(own) or (own != () and "*" in named)

    def _queues(self) -> frozenset[str]:
        """Empty for no queue in particular; those of a colleague may be all ("*")."""
        if self.item is not None:
            found: tuple[str, ...] = (self.item.queue, *self.item.also)
        elif self.of is not None:
            found = self.of.queues
        else:
            found = (self.queue,)
        return frozenset(name for name in found if name)

    def state(self, states: Iterable[str]) -> bool:
        return self.item is not None and self.item.state in states

    def recent(self) -> bool:
        """Over, and not for longer than RECENT."""
        one = self.item
        return one is not None and self.state(_OVER) and self.at - one.since <= RECENT


_OVER = frozenset((items.CLOSED, items.ABANDONED))
CONDITIONS: Mapping[str, Callable[[Asked], bool]] = {
    "everyone": lambda _: True,  # who is signed in
    "is_agent": lambda asked: asked.role(AGENT),
    "is_supervisor": lambda asked: asked.role(SUPERVISOR),
    "is_administrator": lambda asked: asked.role(ADMINISTRATOR),
    "is_auditor": lambda asked: asked.role(AUDITOR),
    "in_queue": Asked.in_queue,
    "is_owner": Asked.owner,
    "is_offered": Asked.offered,
    "is_guest": lambda asked: asked.guest(),
    "is_speaker": lambda asked: asked.guest(items.TALK, items.BARGE),
    "is_waiting": lambda asked: asked.state((items.WAITING, items.LATER)),
    "is_talking": lambda asked: asked.state(items.TALKING),
    "is_open": lambda asked: asked.state(items.OPEN),
    "is_recent": Asked.recent,
}

_MINE: Ways = (("is_owner", "is_open"),)
_SUPERVISED: Ways = (("is_supervisor", "in_queue"),)
_SUPERVISED_OPEN: Ways = (("is_supervisor", "in_queue", "is_open"),)
_PARTS: Ways = (("is_owner", "is_open"), ("is_owner", "is_recent"), ("is_guest", "is_open"))

RULES: Mapping[str, Ways] = {
    # Items, by their agent.
    "item.offer": (("is_agent", "in_queue"),),
    "item.accept": (("is_agent", "is_offered"),),  # and refuse
    "item.pull": (("is_agent", "in_queue", "is_waiting"),),
    "item.read": (("is_offered",), *_PARTS, *_SUPERVISED),  # the conversation and its answers
    "item.talk": (("is_owner", "is_talking"), ("is_speaker", "is_talking")),  # hold, typing too
    "item.remark": (*_PARTS, *_SUPERVISED),
    "item.invite": (("is_owner", "is_talking"), *_SUPERVISED_OPEN),
    "item.send_back": (("is_owner", "is_talking"),),
    "item.callback": _MINE,
    "item.close": (*_MINE, *_SUPERVISED_OPEN),  # finish and extend too
    "item.transfer": (*_MINE, *_SUPERVISED_OPEN),
    "item.raise": (*_MINE, *_SUPERVISED_OPEN),
    "item.lower": _SUPERVISED_OPEN,
    "item.why": (("is_owner",), *_SUPERVISED, ("is_administrator",)),
    # Items, by supervisors.
    "item.listen": _SUPERVISED_OPEN,
    "item.whisper": _SUPERVISED_OPEN,
    "item.barge": _SUPERVISED_OPEN,
    "item.takeover": _SUPERVISED_OPEN,
    "item.reassign": _SUPERVISED_OPEN,
    "item.hide": (),  # being there without the agent's knowing
    # People we talk with.
    "contact.read": (*_PARTS, *_SUPERVISED),
    "contact.reveal": _SUPERVISED,  # ask; and another confirms
    "recording.listen": _SUPERVISED,
    # The desk.
    "status.set": (("is_agent",),),
    "status.others": _SUPERVISED,
    "queue.read": (("is_agent", "in_queue"), *_SUPERVISED),
    "queue.switch": _SUPERVISED,
    "board.read": (("is_supervisor",),),
    "report.read": (*_SUPERVISED, ("is_auditor",)),
    "report.agent": _SUPERVISED,
    "user.read": (*_SUPERVISED, ("is_administrator",)),
    "user.write": (("is_administrator",),),
    "audit.read": (("is_administrator",), ("is_auditor",)),
    "export": (*_SUPERVISED, ("is_administrator",)),
}
ACTIONS = tuple(RULES)


@dataclass(frozen=True, slots=True)
class Permissions:
    """The rules of a house; `own` are those that it changed."""

    own: Mapping[str, Ways] = field(default_factory=dict)

    def allowed(
        self,
        user: User,
        action: str,
        item: Item | None = None,
        *,
        at: float = 0.0,
        queue: str = "",
        of: User | None = None,
    ) -> bool:
        """Whether they may: with the item, else with that colleague, else in that queue, else in
        all queues. KeyError: there is no such action."""
        ways = self.own.get(action, RULES[action])
        if user.disabled:
            return False
        asked = Asked(user, item, queue, at, of)
        return any(all(CONDITIONS[name](asked) for name in way) for way in ways)


STANDARD = Permissions()
allowed = STANDARD.allowed


def read(text: str) -> Permissions:
    """A nonprofit's own rules: TOML, `item.listen = []` or `[item]` and `listen = []` below it.

    Raises Mistaken for what is no rule; a rule that is not understood must not count as none.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Mistaken(f"{FILE} is no TOML: {error}.") from error
    return Permissions({action: _ways(action, value) for action, value in _flat("", found)})


def _flat(before: str, table: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{before}{key}.", value)
        else:
            yield f"{before}{key}", value


def _ways(action: str, value: Any) -> Ways:
    if action not in RULES:
        raise Mistaken(f"{FILE} has a rule for {action}, which is no action.{_near(action, RULES)}")
    if not isinstance(value, list) or not all(_is_way(one) for one in value):
        raise Mistaken(
            f"The rule for {action} in {FILE} is no list of lists of conditions. Write for example"
            f' {action} = [["is_supervisor", "in_queue"]], or [] for nobody.'
        )
    for name in (name for way in value for name in way):
        if name not in CONDITIONS:
            raise Mistaken(
                f"The rule for {action} in {FILE} asks for {name}, which is no condition."
                f"{_near(name, CONDITIONS)}"
            )
    return tuple(tuple(way) for way in value)


def _is_way(value: Any) -> bool:
    """An empty one would let everybody in; who wants that says `everyone`."""
    return isinstance(value, list) and value != [] and all(isinstance(one, str) for one in value)


def _near(word: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(word, list(known), 1)
    return f" Did you mean {found[0]}?" if found else f" There are: {', '.join(sorted(known))}."
