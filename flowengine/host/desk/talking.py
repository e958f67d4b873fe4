"""What passes while two people write to each other and is never kept: who types, what was seen.

It is told to the pages that are open now, here and on other nodes, and is gone with the talk. What
a person has seen is told of a talk with one of us only, never of a flow.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TYPING, SEEN = "typing", "seen"  # kinds of news to other nodes
LASTS = 6.0  # seconds that a sign of typing lasts; a page that types sends the next one before
MOST = 10_000  # conversations that are remembered; those that were longest silent go first
PERSON = "person"  # who types, where it is not one of us, by id


@dataclass(slots=True)
class _Moment:
    typing: dict[str, float] = field(default_factory=dict)  # who, and until when
    seen: int = 0


class Talking:
    """`clock` gives POSIX seconds; `ring` is told whose pages should look; `hint` tells other nodes
    of a kind and a key, and keeps nothing."""

    def __init__(
        self,
        clock: Callable[[], float],
        ring: Callable[[str], None],
        hint: Callable[[str, str], None],
    ) -> None:
        self._clock = clock
        self._ring = ring
        self._hint = hint
        self._moments: OrderedDict[str, _Moment] = OrderedDict()

    def typed(self, conversation: str, by: str) -> None:
        """Somebody is about to say something: PERSON, or one of us by id."""
        self._typed(conversation, by)
        self._hint(TYPING, f"{conversation}/{by}")

    def saw(self, conversation: str, number: int) -> None:
        """The person had the transcript up to that line before their eyes."""
        if self._saw(conversation, number):
            self._hint(SEEN, f"{conversation}/{number}")

    def came(self, kind: str, key: str) -> None:
        """The same from another node; what cannot be read says nothing."""
        conversation, _, what = key.partition("/")
        if kind == TYPING and what:
            self._typed(conversation, what)
        elif kind == SEEN and what.isdecimal():
            self._saw(conversation, int(what))

    def said(self, conversation: str, by: str) -> None:
        """What they typed is there: they type no more."""
        moment = self._moments.get(conversation)
        if moment is not None:
            moment.typing.pop(by, None)

    def typing(self, conversation: str) -> tuple[str, ...]:
        """Who types there now."""
        moment = self._moments.get(conversation)
        if moment is None:
            return ()
        now = self._clock()
        return tuple(who for who, until in moment.typing.items() if until > now)

    def seen(self, conversation: str) -> int:
        """The last line that the person has seen, 0 where nobody knows."""
        moment = self._moments.get(conversation)
        return 0 if moment is None else moment.seen

    def forget(self, conversation: str) -> None:
        """The talk is over."""
        self._moments.pop(conversation, None)

    def _typed(self, conversation: str, by: str) -> None:
        self._moment(conversation).typing[by] = self._clock() + LASTS
        self._ring(conversation)

    def _saw(self, conversation: str, number: int) -> bool:
        moment = self._moment(conversation)
        if number <= moment.seen:
            return False
        moment.seen = number
        self._ring(conversation)
        return True

    def _moment(self, conversation: str) -> _Moment:
        moment = self._moments.pop(conversation, None) or _Moment()
        self._moments[conversation] = moment
        if len(self._moments) > MOST:
            self._moments.popitem(last=False)
        return moment
