"""Where conversations are kept: one class of verbs, and SQLite or PostgreSQL beneath it.

A store keeps bytes and numbers. What a session, a message or an errand means is decided above it.
It imports nothing of ours but this room, and never looks into what it keeps.
"""

from __future__ import annotations
