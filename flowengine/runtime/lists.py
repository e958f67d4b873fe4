"""Long lists on the phone: five choices at a time, then a key for more.

Only choices that data brings are parted so; what the author wrote keeps its key and is heard with
each part. The keys of the list are 1 to 5 afresh in each part, as far as no written choice or
command has them, and the way on keeps one key from the first part to the last. Whoever knows what
they want names it in any part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.runtime import hearing
from flowengine.runtime.choices import Shown
from flowengine.runtime.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.runtime.turn import Turn

AT_ONCE = 5
WHOLE = 6  # a list as long as this is heard at once: the way on would take as long as the sixth
KEYS = "123456789"


def is_long(turn: Turn, offered: tuple[Shown, ...]) -> bool:
    """Whether these choices are heard in parts."""
    return turn.session.channel == "voice" and len(_listed(offered)) > WHOLE


def goes_on(turn: Turn, offered: tuple[Shown, ...]) -> bool:
    """Whether a first part was heard before this one."""
    return is_long(turn, offered) and first_of(turn, offered) > 0


def part_now(turn: Turn, offered: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """The choices that are heard now, by their keys in this part."""
    listed, first = _listed(offered), first_of(turn, offered)
    own = [one for one in offered if one not in listed]
    free = _free(turn, own)
    ways = _ways(turn, free, first, first + AT_ONCE < len(listed))
    written = [_keyed(one, free) for one in own]
    part = zip(listed[first : first + AT_ONCE], [*free, *[""] * AT_ONCE], strict=False)
    return (*(replace(one, key=key) for one, key in part), *ways, *written)


def first_of(turn: Turn, offered: tuple[Shown, ...]) -> int:
    """Where this part begins; the list may have become shorter since."""
    last = (len(_listed(offered)) - 1) // AT_ONCE * AT_ONCE
    return min(turn.so_far.page // AT_ONCE * AT_ONCE, last)


def turned(turn: Turn, offered: tuple[Shown, ...], by: int) -> int:
    """Where the next part begins (`by` 1), or the one before (-1)."""
    return max(0, first_of(turn, offered) + by * AT_ONCE)


def _listed(offered: Iterable[Shown]) -> list[Shown]:
    """What data brought: items of a type, and options written once for each of something."""
    return [one for one in offered if _is_from_data(one) and one.key and not one.quiet]


def _is_from_data(one: Shown) -> bool:
    if one.option is None:
        return one.id.startswith("item")
    return one.option.each is not None


def _free(turn: Turn, own: list[Shown]) -> list[str]:
    """The single keys that are neither a written choice's nor a command's.

    Where these are fewer than a part needs, a command gives way: it can still be said.
    """
    taken = {one.key for one in own if not _is_numbered(one)}
    part = turn.program.blocks[turn.place].part
    free = [key for key in KEYS if key not in taken]
    kept = [key for key in free if hearing.command_by_key(turn, part, key) is None]
    return kept if len(kept) >= AT_ONCE + 2 else free


def _is_numbered(one: Shown) -> bool:
    """Written with a dash: its number is ours to choose."""
    return one.option is not None and one.option.key == "-" and bool(one.key)


def _ways(turn: Turn, free: list[str], first: int, goes_on: bool) -> list[Shown]:
    more, less = (free.pop() if free else "" for _ in range(2))
    found = [Shown("more", more, phrase(turn.language, "more"), None, None)] if goes_on else []
    if first:
        found.append(Shown("less", less, phrase(turn.language, "less"), None, None))
    return found


def _keyed(one: Shown, free: list[str]) -> Shown:
    """The last free key, so that the list has the first ones; without one it is only said."""
    if not _is_numbered(one):
        return one
    return replace(one, key=free.pop() if len(free) > AT_ONCE else "")
