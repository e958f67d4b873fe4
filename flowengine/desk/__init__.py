"""People: queues, routing, presence and wait estimates, as plain functions over immutable values.

`items` is what is waited for and handled, `moves` all that can become of it, `people` who handles
it, `permissions` who may do what, `log` what happened. `routing` chooses who gets what, and says
why. Everything that is counted is counted from the log: `waits` and `pacing` of today, `reports`
with `episodes`, `figures` and `service` of any day, `forecast`, `erlang`, `staffing`, `planning`
and `simulation` of days to come.

No clock, no chance, no storage: `host` brings the moment and the rows and keeps what comes back.
It may import `runtime` and `language`, never a clock, a socket or a store.
"""
