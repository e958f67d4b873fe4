"""A store in one file: SQLite, its schema by numbered files, and an engine that runs scripts on it.

It decides nothing of what is kept; that is in the scripts beside this package.
"""

from __future__ import annotations
