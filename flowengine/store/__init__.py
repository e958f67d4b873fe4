"""Where conversations are kept: verbs, written once, and SQLite or PostgreSQL beneath them.

Begin at `verbs` (what a store does) and `records` (what it keeps). `opening` gives a store by its
address, a `database` that runs each verb as a `script` on an `engine`: `sqlite` or `postgresql`.
The scripts are written once for both: `turns`, `reading` and `finding`, `claims` of nodes, the
`outbox`, `versions`, `contacts`, `access`, `keeping` house with `removing` and `verifying`. All
there is comes out and goes in by `dumping`, as a file by `exporting`. In `desk` are the scripts of
items, their places at agents, and who is there.

A store keeps bytes and numbers. What a session, a message or an errand means is decided above it.
It imports nothing of ours but this room, and never looks into what it keeps; only of the room
`desk` it knows items and their moves, for a turn moves them in its own transaction.
"""

from __future__ import annotations
