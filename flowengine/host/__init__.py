"""The imperative shell around `step`: folders, conversations, timers, errands.

It owns the clock, the chance and the locks that the interpreter must not know. It speaks no
protocol of a browser or a telephone; those rooms stand above and below.
"""

from __future__ import annotations
