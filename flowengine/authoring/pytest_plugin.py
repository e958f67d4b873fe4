"""pytest's way in: collects the `.transcript` files beside the flows as tests.

It will hold hooks only; how a transcript is read and run stands in modules of its own.
"""

from __future__ import annotations
