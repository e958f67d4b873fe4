"""The imperative shell around `step`: folders, conversations, timers, errands, files (`media`).

It owns the clock, the chance and the locks that the interpreter must not know. Begin at
`conversations`. May import every room below it. It speaks no protocol of a browser or a telephone,
reads no configuration, and logs nothing that a person said.
"""

from __future__ import annotations
