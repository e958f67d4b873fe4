"""A command that cannot be carried out as it was given: a sentence for whoever typed it."""

from __future__ import annotations


class Refusal(Exception):
    """Ends the command with exit code 2."""
