"""Sound as data: samples and their rate, files of them, levels, tones. Nothing here knows words."""

from __future__ import annotations

from flowengine.speech.sound.pcm import FRAME_MS, Sound, frames

__all__ = ["FRAME_MS", "Sound", "frames"]
