"""When a turn takes place: never before what was there already.

The outbox keeps the order of messages by their time. But an event may have waited for its turn
since its time was taken, and the clocks of two nodes differ: without this the second answer could
go out first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host.parcels import STEP

if TYPE_CHECKING:
    from flowengine.store.records import Conversation

BEHIND = 60.0  # seconds that one clock is taken to be behind another; a jump is no order to keep
GAP = 1000 * STEP  # seconds: room for all messages of the turn before


def after(before: Conversation, at: float) -> float:
    """The moment `at`, or the one just after the last turn of `before`; POSIX seconds.

    A clock that was set back further than BEHIND is believed: with the old time all timers of the
    conversation would wait until the clock is there again.
    """
    late = before.changed - at
    return before.changed + GAP if 0 < late <= BEHIND else at
