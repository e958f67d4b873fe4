"""The web: it turns requests into the host's calls and back.

`app` says which address leads where: the web chat and the manual here, `api` for programs,
`operators` for those who run the hotlines, `gateways` for providers, `health` for whoever watches.
`start` serves it all, in one process or in several (`workers`); `checkup` looks before that.

No dialog is decided here, and no word of a person goes into a log or an address. May import
`config` and every room below it, never the author's tools.
"""

from __future__ import annotations

from flowengine.server.start import serve

__all__ = ["serve"]
