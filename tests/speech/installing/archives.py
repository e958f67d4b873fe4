"""Models small enough to be made in a test: every file is there, and none is of any use."""

from __future__ import annotations

import io
import zipfile

from flowengine.speech.recognition.models import VOSK_FILES

VOSK = dict.fromkeys((*VOSK_FILES, "graph/HCLr.fst", "graph/Gr.fst"), b"x" * 1_000)
WHISPER = {
    "config.json": b"{}",
    "model.bin": b"m" * 5_000,
    "tokenizer.json": b"{}",
    "vocabulary.txt": b"w\n" * 50_258 + b"<|startoftranscript|>\n",
}


def packed(files: dict[str, bytes], folder: str = "model") -> bytes:
    """A ZIP archive with one folder in it, as the projects pack theirs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"{folder}/{name}" if folder else name, data)
    return out.getvalue()
