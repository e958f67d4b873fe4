"""A text as it is read aloud: `steps` says in which order, `tongues` what each language says.

Nothing that a text says becomes mark-up (`neutral`), and nothing here makes a sound.
"""

from __future__ import annotations

from flowengine.speech.voices.aloud.steps import aloud, read_aloud

__all__ = ["aloud", "read_aloud"]
