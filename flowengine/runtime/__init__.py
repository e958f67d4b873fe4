"""The interpreter: `step(program, session, event) -> (session, effects)`. Begin reading at `step`.

A turn (`turn`) takes an event in at the wait the session stands at (`taking`) and runs blocks
until it waits again (`run`). What waits for a person: `questions` (menu, ask, browse) and `forms`;
for something else: `fetching`, `handoffs`, `pausing`. Understanding is in `hearing` and `readers`,
failing in `ladders`, asking back in `sureness`; what is too long for a small screen is cut in
`screens` (choices) and `paging` (texts). What is said gets the shape of its language in `formats`.
`moving` takes a conversation over to another version of its flow.

May import `language`, `grammar` and msgspec. It must never read a clock, draw a random number, open
a file or a socket, log, or wait: time comes with the event, chance from the session's seed, and
everything slow leaves as an effect and comes back as an event.
"""

from __future__ import annotations

from flowengine.runtime.session import Session, decode, encode
from flowengine.runtime.step import begin, step

__all__ = ["Session", "begin", "decode", "encode", "step"]
