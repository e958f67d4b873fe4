"""What stands beside a text (a place, a contact, a link), where only words can be shown."""

from __future__ import annotations


def in_words(kind: str, reference: object) -> str:
    """Its words; empty for what has none: a picture, a file."""
    match kind, reference:
        case "contact" | "location", dict():
            return ", ".join(str(part) for part in reference.values() if part not in (None, ""))
        case "contact" | "location" | "link", _:
            return str(reference)
    return ""
