"""What a person sends: told by its content, freed of what its maker never meant to send.

A file is what its bytes are, whatever its name or its sender says; one whose name says otherwise is
refused. Pictures are taken apart and put together again without the camera, the place and the time
they were made with, and without whatever hung behind them. Nothing here shows, plays or opens a
file, and nothing looks for viruses.
"""

from __future__ import annotations

from flowengine.host.media.kinds import Media, checked

__all__ = ["Media", "checked"]
