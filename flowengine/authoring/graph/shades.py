"""How much of a place has been walked, as a name, a sign and a colour: never by colour alone."""

from __future__ import annotations

SHADES = {
    "walked": "fill:#d8f0dc,stroke:#2b7a3d,color:#10331a",
    "partly": "fill:#fdf0cc,stroke:#9a6b00,color:#3d2b00",
    "never": "fill:#fbdcd7,stroke:#b3261e,color:#410e0b",
}
SIGNS = {"walked": "✓", "partly": "◐", "never": "✗"}


def shade(covered: float | None) -> str:
    """The name of the shade for a share from 0 to 1; "" where nobody has counted."""
    if covered is None:
        return ""
    return "walked" if covered >= 1 else "partly" if covered > 0 else "never"
