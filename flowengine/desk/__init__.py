"""People: queues, routing, presence and wait estimates, as plain functions over immutable values.

No clock, no chance, no storage: `host` brings the moment and the rows and keeps what comes back.

`items` is what is waited for and handled, `moves` all that can become of it, `people` who handles
it, `log` what happened. `routing` chooses who gets what, and says why. It may import `runtime` and
`language`, never a clock, a socket or a store.
"""
