"""How much one expression or text may ask of the engine. Ample for people."""

from __future__ import annotations

MAX_SOURCE = 500  # characters in one expression
MAX_DEPTH = 30  # brackets in brackets, conditions in conditions
MAX_TEXT = 10_000  # characters a text may grow to while it is put together
MAX_NUMBER = 10**18  # every number is smaller than this, positive or negative
