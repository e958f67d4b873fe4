"""flowengine: dialogs of hotlines and chat-bots, written in `.flow` files, run on phone and text.

The rooms, from the top down; each may import only from those below it, and siblings do not see
each other (the contract stands in `pyproject.toml` and `make check` enforces it):

    cli        the command line              config     what an installation sets
    authoring  check, format, transcripts    server     routes, web chat, consoles
    host       the imperative shell: load, step, commit, perform
    channels   bytes <-> events and effects  store      what is kept, in SQLite or PostgreSQL
    desk       people: queues and routing    speech     sound <-> words
    runtime    program + session + event -> session + effects
    language   text -> checked program
    grammar    what a caller may say -> matcher, samples, phrase lists

`language`, `grammar`, `runtime` and `desk` know no clock, no chance, no network and no disk but
their own files: time and seeds come in as arguments. Importing this package loads none of them.
"""

from __future__ import annotations

__version__ = "0.1.0"
