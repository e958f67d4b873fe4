"""The imperative shell around `step`: what lasts, what is slow, and what goes in and out.

Begin at `house`, which holds the rest, or at `conversations`: messages arrive (`arriving`), are
given to one turn at a time (`ownership`, `stepping`, `turn`; `cause` is what begins one), and what
a turn asks for is done after its commit (`timers`, `errands`, `outbox` by way of `gateways`).
`publishing` decides which version of a flow people begin with, `serving` follows it; `contacts` are
who they are, `retention` says how long it is kept. `calls` joins a conversation to a call and its
sound, `desk` to people of ours; `people` are their accounts, `credentials` how they get in, and
`media` looks into what is sent.

It owns the clock, the chance and the locks that the interpreter must not know. May import every
room below it. It speaks no protocol of a browser or a telephone, reads no configuration, and logs
nothing that a person said.
"""

from __future__ import annotations
