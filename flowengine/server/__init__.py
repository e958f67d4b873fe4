"""The web: pages, the web chat, the manual. It turns requests into the host's calls and back.

No dialog is decided here, and no word of a person goes into a log or an address. `serve` runs
everything in one process. May import `config` and every room below it, never the author's tools.
"""

from __future__ import annotations

from flowengine.server.start import serve

__all__ = ["serve"]
