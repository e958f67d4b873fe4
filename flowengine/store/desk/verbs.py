"""The desk's verbs, part of `store.verbs.Store`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.desk.moves import Move
    from flowengine.desk.people import Presence, Remark, Standing, Switch, User
    from flowengine.store.records import Outgoing


MOVED, GONE, FULL = "moved", "gone", "full"  # what became of a move
WORD = "word "  # how the kind of an errand begins that tells a person a `moves.words.Word`


class DeskVerbs(Protocol):
    """Every verb may also raise StoreError. Other nodes hear of each change as news `desk`, with
    the item's or agent's id as key, a remark's conversation, "" for a switch.

    The desk's part of a turn is in `records.Turn`: `joined`, `left` and `also` become moves inside
    its transaction, and so does the end of a conversation whose items are open.
    """

    # ------------------------------------------------------------ items

    async def move(
        self, moves: Sequence[Move], node: str, letters: Mapping[str, Outgoing] | None = None
    ) -> tuple[str, ...]:
        """Each by itself: MOVED; GONE when the item is not at the version of `before` any more (or,
        joining, when it is there, or there is an open callback to its number in its queue); FULL
        when the agent has no slot for it. Only MOVED wrote.

        A move's `tell` becomes an errand of `node` whose kind is the event's tag, and the word
        that the person is told of it one whose kind begins with WORD. Of `letters`, by the id of
        their item, each is sent where its move was written, and never without it.
        """

    async def item(self, key: str) -> Item | None: ...

    async def by_token(self, token: str) -> Item | None:
        """The offered item whose offer has this token."""

    async def items(
        self,
        *,
        states: Sequence[str] = (),
        queue: str = "",
        agent: str = "",
        conversation: str = "",
        contact: str = "",
        limit: int = 1000,
    ) -> tuple[Item, ...]:
        """Those that fit, the longest on the clock first. `agent` finds guests' items too.

        Without `states`: of a conversation and of a contact all, else those that are open."""

    async def loads(self) -> dict[str, dict[str, int]]:
        """Slots in use by agent and media."""

    # ------------------------------------------------------------ agents

    async def attend(self, agent: str, device: str, node: str, seconds: float) -> Presence:
        """A page of an agent begins (again): a new epoch, and every older one of that device is
        over."""

    async def beat_at(self, presence: Presence, seconds: float) -> bool:
        """It is still there. False when a newer epoch has taken over, or its lease has run out: it
        has to begin again."""

    async def part_at(self, presence: Presence) -> None:
        """The page has said goodbye."""

    async def presences(self) -> tuple[Presence, ...]:
        """Those whose lease holds, by the store's clock."""

    async def standings(self) -> tuple[Standing, ...]: ...

    async def stand(self, standing: Standing, entries: Sequence[Entry] = ()) -> bool:
        """Write a status over the version before it. False when somebody else has meanwhile."""

    async def users(self) -> tuple[User, ...]: ...

    async def write_user(self, user: User) -> bool:
        """New with version 1, else over the version before it. False when that is not so, or when
        another has that name."""

    # ------------------------------------------------------------ queues, notes, the log

    async def switches(self) -> tuple[Switch, ...]:
        """All that are set, those past their end too."""

    async def switch(self, switch: Switch, entry: Entry, *, on: bool) -> None: ...

    async def remark(self, remark: Remark) -> None: ...

    async def remarks(self, conversation: str) -> tuple[Remark, ...]: ...

    async def mentions(self, user: str, since: float) -> tuple[Remark, ...]: ...

    async def log(self, entries: Sequence[Entry]) -> None:
        """Add entries that belong to no move."""

    async def declare(self, entries: Sequence[Entry]) -> int:
        """Add those of the kind `declared` that say something else than the last one of their
        queue; how many they were. Of nodes that say the same at once one writes it."""

    async def declared(self) -> tuple[Entry, ...]:
        """All of the kind `declared`, in the order in which they were written."""

    async def entries(
        self,
        *,
        since: float = 0.0,
        until: float = 0.0,
        after: int = 0,
        item: str = "",
        limit: int = 100_000,
    ) -> tuple[Entry, ...]:
        """In the order in which they were written; `after` goes on behind a number, and none comes
        late before it. `since` and `until` bound their time, `until` 0.0 not at all."""
