"""The web: pages, the web chat, the manual. It turns requests into the host's calls and back.

No dialog is decided here. `serve` runs everything in one process.
"""

from __future__ import annotations

from flowengine.server.start import serve

__all__ = ["serve"]
