"""WAV files: read whatever people record and upload, write what every player opens.

What is there is read, however it was coded and whatever its header claims; what cannot be read is
refused in one sentence that says how to mend it. Compressed sound (MP3, Opus …) is refused, and so
is more than 50 MB or half an hour: a prompt is seconds long and a message minutes.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from flowengine.speech.sound import g711, riff
from flowengine.speech.sound.pcm import Sound

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flowengine.speech.sound.pcm import Samples

MOST_BYTES = 50_000_000
MOST_SECONDS = 30 * 60
RATES = range(4_000, 384_001)  # samples a second: from the poorest telephone to any studio
_MOST_CHANNELS = 64
_CANCELLED = 4.0  # how much weaker than its louder side a sum is when the sides cancel each other
_SAVE = "Save it as WAV (PCM, 16 bit, mono) and try again."

_OTHERS = (
    (b"ID3", "an MP3 file"), (b"\xff\xfb", "an MP3 file"), (b"\xff\xf3", "an MP3 file"),
    (b"OggS", "an Ogg file"), (b"fLaC", "a FLAC file"), (b"FORM", "an AIFF file"),
    (b"\x1aE\xdf\xa3", "a WebM file"), (b"RIFX", "a WAV file with its bytes the other way round"),
)  # fmt: skip


class NotSound(Exception):
    """This is no sound that can be read: one sentence, and the mend."""


def read(source: Path | bytes) -> Sound:
    """One channel, at the rate of the file. Several channels are mixed.

    PCM of 8 to 32 bits, floating point of 32 or 64, µ-law and A-law. Raises NotSound, also where
    a file cannot be opened.
    """
    name = source.name if isinstance(source, Path) else "This sound"
    data = _content(source) if isinstance(source, Path) else source
    if len(data) > MOST_BYTES:
        raise NotSound(f"{name} is larger than {MOST_BYTES // 1_000_000} MB. Cut it shorter.")
    if not riff.is_wav(data):
        raise NotSound(f"{name} is {_kind(data)}. {_SAVE}")
    return _decoded(data, name)


def write(sound: Sound) -> bytes:
    """A whole file: mono, 16 bit PCM."""
    return _header(riff.PCM, len(sound.pcm), 1, sound.rate) + sound.pcm


def write_mulaw(data: bytes, rate: int, channels: int = 1) -> bytes:
    """A whole file of µ-law octets, those of several channels side by side."""
    return _header(riff.MULAW, len(data), channels, rate) + data + b"\0" * (len(data) % 2)


def _header(tag: int, size: int, channels: int, rate: int) -> bytes:
    """What is not PCM has the field for its extension, which is empty (RIFF's WAVEFORMATEX)."""
    width = 2 if tag == riff.PCM else 1
    block = width * channels
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * block, block, 8 * width)
    form += b"" if tag == riff.PCM else struct.pack("<H", 0)
    return b"".join((
        struct.pack("<4sI4s", b"RIFF", 20 + len(form) + size + size % 2, b"WAVE"),
        struct.pack("<4sI", b"fmt ", len(form)), form,
        struct.pack("<4sI", b"data", size),
    ))  # fmt: skip


def _content(path: Path) -> bytes:
    """A byte more than is allowed at most, so that too much is noticed and never held."""
    try:
        if not path.is_file():
            raise NotSound(f"There is no sound file {path.name}. Look for a slip in its name.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        why = (error.strerror or "an error").lower()
        raise NotSound(f"{path.name} cannot be read: {why}. See who may open it.") from None


def _kind(data: bytes) -> str:
    if not data:
        return "empty"
    if data[4:8] == b"ftyp":
        return "an MP4 file"
    return next((kind for start, kind in _OTHERS if data.startswith(start)), "no WAV file")


def _decoded(data: bytes, name: str) -> Sound:
    found: dict[bytes, memoryview] = {}
    for kind, content in riff.chunks(data):
        found.setdefault(kind, content)
    form = riff.format_of(found.get(b"fmt ", memoryview(b"")))
    if form is None or b"data" not in found:
        lacks = "how its sound is coded" if form is None else "any sound"
        raise NotSound(f"{name} breaks off before it says {lacks}. {_SAVE}")
    if not 0 < form.channels <= _MOST_CHANNELS or form.rate not in RATES:
        raise NotSound(f"{name} claims {form.channels} channels at {form.rate} Hz. {_SAVE}")
    decode = _DECODERS.get((form.tag, form.bits))
    if decode is None:
        raise NotSound(f"{name} is coded in a way that we do not read ({_coding(form)}). {_SAVE}")
    return _mono(found[b"data"], form, decode, name)


def _coding(form: riff.Format) -> str:
    return f"format {form.tag}, {form.bits} bit"


def _mono(
    data: memoryview, form: riff.Format, decode: Callable[[bytes], Samples], name: str
) -> Sound:
    """Whole frames only: half a frame at the end is what a torn file leaves."""
    frame = form.channels * form.bits // 8
    count = len(data) // frame
    if count > MOST_SECONDS * form.rate:
        raise NotSound(f"{name} is longer than {MOST_SECONDS // 60} minutes. Cut it shorter.")
    samples = decode(bytes(data[: count * frame]))
    if form.channels > 1:
        samples = _mixed(samples.reshape(count, form.channels))
    return Sound(samples, form.rate)


def _mixed(channels: Any) -> Samples:
    """The mean; but where one side is the other turned upside down, as a wrong cable makes it,
    the louder side, because the mean would be silence."""
    mean = channels.mean(axis=1, dtype=np.float32)
    loudest = max(range(channels.shape[1]), key=lambda side: _strength(channels[:, side]))
    if _strength(mean) * _CANCELLED * channels.shape[1] < _strength(channels[:, loudest]):
        return np.ascontiguousarray(channels[:, loudest])
    return np.asarray(np.rint(mean), np.int16)


def _strength(samples: Any) -> float:
    return float(np.abs(samples, dtype=np.float32).mean()) if len(samples) else 0.0


def _of_8(data: bytes) -> Samples:
    """Unsigned, alone of all widths."""
    return (np.frombuffer(data, np.uint8).astype(np.int16) - 128) << 8


def _of_16(data: bytes) -> Samples:
    return np.frombuffer(data, "<i2").astype(np.int16)


def _of_24(data: bytes) -> Samples:
    upper = np.frombuffer(data, np.uint8).reshape(-1, 3)[:, 1:]
    return _of_16(upper.tobytes())


def _of_32(data: bytes) -> Samples:
    return (np.frombuffer(data, "<i4") >> 16).astype(np.int16)


def _of_float(data: bytes, kind: str) -> Samples:
    """1.0 is full scale; what is no number becomes silence."""
    with np.errstate(over="ignore", invalid="ignore"):
        given = np.nan_to_num(np.frombuffer(data, kind), nan=0.0, posinf=0.0, neginf=0.0)
        full = np.rint(np.clip(given, -1.0, 1.0) * 32767)
    return np.asarray(full, np.int16)


_DECODERS: dict[tuple[int, int], Callable[[bytes], Samples]] = {
    (riff.PCM, 8): _of_8,
    (riff.PCM, 16): _of_16,
    (riff.PCM, 24): _of_24,
    (riff.PCM, 32): _of_32,
    (riff.FLOAT, 32): lambda data: _of_float(data, "<f4"),
    (riff.FLOAT, 64): lambda data: _of_float(data, "<f8"),
    (riff.MULAW, 8): g711.from_mulaw,
    (riff.ALAW, 8): g711.from_alaw,
}
