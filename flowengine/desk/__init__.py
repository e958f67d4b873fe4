"""People: queues, routing, presence and wait estimates, as plain functions over immutable values.

No clock, no chance, no storage: `host` brings the moment and the rows and keeps what comes back.
"""
