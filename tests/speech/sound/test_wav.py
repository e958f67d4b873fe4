"""Every file that a recorder, a browser or a broken upload can hand over is read or refused."""

from __future__ import annotations

import struct
import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.speech.sound import g711, riff, wav
from flowengine.speech.sound.pcm import Sound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RAMP = np.array([0, 256, -256, 12800, -12800, 32512, -32768], np.int16)
PCM_GUID = b"\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"


def chunk(name: bytes, content: bytes, claimed: int | None = None, pad: bytes = b"\0") -> bytes:
    size = len(content) if claimed is None else claimed
    return struct.pack("<4sI", name, size) + content + pad * (len(content) % 2)


def form(tag: int, bits: int, channels: int = 1, rate: int = 8000, more: bytes = b"") -> bytes:
    block = channels * bits // 8
    return (
        struct.pack("<HHIIHH", tag, channels, rate, rate * block & 0xFFFFFFFF, block & 0xFFFF, bits)
        + more
    )


def file(*parts: bytes, head: bytes = b"RIFF", size: int | None = None) -> bytes:
    body = b"WAVE" + b"".join(parts)
    return struct.pack("<4sI", head, len(body) if size is None else size) + body


def simple(fmt: bytes, data: bytes) -> bytes:
    return file(chunk(b"fmt ", fmt), chunk(b"data", data))


def in_24(samples: np.ndarray) -> bytes:
    return b"".join(struct.pack("<i", int(s) << 8)[:3] for s in samples)


CODED: dict[str, tuple[bytes, bytes]] = {
    "8 bit": (form(1, 8), ((RAMP >> 8) + 128).astype(np.uint8).tobytes()),
    "16 bit": (form(1, 16), RAMP.astype("<i2").tobytes()),
    "24 bit": (form(1, 24), in_24(RAMP)),
    "20 bit in three bytes": (form(1, 20), in_24(RAMP)),
    "32 bit": (form(1, 32), (RAMP.astype("<i4") << 16).tobytes()),
    "float": (form(3, 32), (RAMP / 32767).astype("<f4").tobytes()),
    "double": (form(3, 64), (RAMP / 32767).astype("<f8").tobytes()),
    "extensible": (
        form(0xFFFE, 24, more=struct.pack("<HHIH", 22, 24, 4, 1) + PCM_GUID),
        in_24(RAMP),
    ),
    "extensible float": (
        form(0xFFFE, 32, more=struct.pack("<HHIH", 22, 32, 4, 3) + PCM_GUID),
        (RAMP / 32767).astype("<f4").tobytes(),
    ),
    "bits not told": (
        struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 0),
        RAMP.astype("<i2").tobytes(),
    ),
}


@pytest.mark.parametrize("coded", CODED.values(), ids=CODED)
def test_each_coding_gives_the_same_samples(coded: tuple[bytes, bytes]) -> None:
    sound = wav.read(simple(*coded))
    assert sound.rate == 8000
    assert np.abs(sound.samples.astype(int) - RAMP).max() <= 1


@pytest.mark.parametrize(
    ("tag", "code"), [(7, g711.to_mulaw), (6, g711.to_alaw)], ids=["mu-law", "A-law"]
)
def test_telephone_codings_are_near(tag: int, code: Callable[[np.ndarray], bytes]) -> None:
    sound = wav.read(simple(form(tag, 8), code(RAMP)))
    assert np.abs(sound.samples / 32768 - RAMP / 32768).max() < 0.02


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 48000, 96000])
def test_any_rate_and_several_channels_are_mixed(rate: int) -> None:
    stereo = np.column_stack([RAMP, np.zeros_like(RAMP)]).astype("<i2")
    sound = wav.read(simple(form(1, 16, 2, rate), stereo.tobytes()))
    assert sound.rate == rate
    assert np.abs(sound.samples - RAMP / 2).max() <= 0.5


def test_sides_that_cancel_each_other_are_not_silence() -> None:
    side = np.full(100, 9000, np.int16)
    turned = np.column_stack([side, -side]).astype("<i2")
    assert (wav.read(simple(form(1, 16, 2), turned.tobytes())).samples == 9000).all()


DATA = RAMP.astype("<i2").tobytes()
FMT = chunk(b"fmt ", form(1, 16))
ODD = {
    "a chunk before": file(chunk(b"JUNK", b"123"), FMT, chunk(b"data", DATA)),
    "no padding": file(chunk(b"LIST", b"abc", pad=b""), FMT, chunk(b"data", DATA)),
    "a chunk behind": file(FMT, chunk(b"data", DATA), chunk(b"LIST", b"INFOISFT")),
    "data before its format": file(chunk(b"data", DATA), FMT),
    "a format with an extension": file(
        chunk(b"fmt ", form(1, 16, more=b"\0\0")), chunk(b"data", DATA)
    ),
    "a size of nothing": file(FMT, chunk(b"data", DATA, 0), size=0),
    "a size without end": file(FMT, chunk(b"data", DATA, 0xFFFFFFFF), size=0xFFFFFFFF),
    "a size beyond the end": file(FMT, chunk(b"data", DATA, 4_000_000_000)),
    "half a sample too much": file(FMT, chunk(b"data", DATA + b"\x01")),
    "RF64": file(chunk(b"ds64", b"\0" * 28), FMT, chunk(b"data", DATA, 0xFFFFFFFF), head=b"RF64"),
    "two sounds: the first": file(FMT, chunk(b"data", DATA), chunk(b"data", b"\1\1\1\1")),
}  # fmt: skip


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_what_is_there_is_read_whatever_the_header_says(data: bytes) -> None:
    assert wav.read(data).samples.tolist() == RAMP.tolist()


def test_a_torn_file_gives_what_came_of_it() -> None:
    torn = file(FMT, chunk(b"data", DATA))[: -len(DATA) // 2]
    assert wav.read(torn).samples.tolist() == RAMP[:3].tolist()


def test_an_empty_sound_is_a_sound_and_no_noise() -> None:
    assert wav.read(file(FMT, chunk(b"data", b""))).seconds == 0
    listed = file(FMT, chunk(b"data", b""), chunk(b"LIST", b"INFOISFT"))
    assert wav.read(listed).seconds == 0


def test_what_is_no_number_is_silence_and_what_is_too_loud_is_loud() -> None:
    odd = np.array([np.nan, np.inf, -np.inf, 9.0, -9.0, 1e-42, 3e38], "<f4")
    heard = wav.read(simple(form(3, 32), odd.tobytes())).samples
    assert heard.tolist() == [0, 0, 0, 32767, -32767, 0, 32767]


REFUSED = {
    "nothing": (b"", "is empty"),
    "text": (b"Hello, this is no sound at all.", "no WAV file"),
    "MP3": (b"ID3\x04" + b"\0" * 40, "MP3"),
    "MP3 without a tag": (b"\xff\xfb\x90" + b"\0" * 40, "MP3"),
    "Ogg": (b"OggS" + b"\0" * 40, "Ogg"),
    "WebM": (b"\x1aE\xdf\xa3" + b"\0" * 40, "WebM"),
    "MP4": (b"\0\0\0\x20ftypisom", "MP4"),
    "big endian": (b"RIFX\0\0\0\0WAVE", "other way round"),
    "only a head": (file(), "how its sound is coded"),
    "no format": (file(chunk(b"data", DATA)), "how its sound is coded"),
    "half a format": (file(chunk(b"fmt ", b"\1\0\1\0")), "how its sound is coded"),
    "no sound": (file(FMT), "any sound"),
    "no channels": (simple(form(1, 16, 0), DATA), "0 channels"),
    "too many channels": (simple(form(1, 8, 30000), DATA), "30000 channels"),
    "no rate": (simple(form(1, 16, 1, 0), DATA), "at 0 Hz"),
    "a rate beyond sense": (simple(form(1, 16, 1, 4_000_000_000), DATA), "Hz"),
    "MP3 inside": (simple(form(0x55, 16), DATA), "format 85"),
    "ADPCM": (simple(form(2, 4), DATA), "format 2"),
    "half floats": (simple(form(3, 16), DATA), "16 bit"),
    "more than half an hour": (simple(form(1, 8, 1, 4000), bytes(1801 * 4000)), "30 minutes"),
    "more than 50 MB": (bytes(wav.MOST_BYTES + 1), "50 MB"),
}


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(wav.NotSound, match=why) as refused:
        wav.read(data)
    assert str(refused.value).endswith(("try again.", "shorter."))


def test_files_are_named_when_they_are_refused(tmp_path: Path) -> None:
    (tmp_path / "hello.wav").write_bytes(b"hello")
    for name in ("hello.wav", "nobody.wav", "."):
        with pytest.raises(wav.NotSound, match=name if name != "." else "no sound file"):
            wav.read(tmp_path / name)


def test_a_file_that_may_not_be_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked.wav").write_bytes(b"")

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", closed)
    with pytest.raises(wav.NotSound, match=r"locked.wav cannot be read: permission denied\."):
        wav.read(tmp_path / "locked.wav")


def test_what_is_written_is_opened_by_others_and_by_us(tmp_path: Path) -> None:
    (tmp_path / "out.wav").write_bytes(wav.write(Sound(RAMP, 16000)))
    with wave.open(str(tmp_path / "out.wav")) as theirs:
        assert theirs.getparams()[:4] == (1, 2, 16000, len(RAMP))
        assert theirs.readframes(99) == DATA
    assert wav.read(tmp_path / "out.wav").samples.tolist() == RAMP.tolist()


def test_telephone_octets_are_written_as_they_are() -> None:
    octets = g711.to_mulaw(np.repeat(RAMP, 3))
    data = wav.write_mulaw(octets, 8000)
    assert len(octets) % 2 == 1
    assert struct.unpack_from("<I", data, 4)[0] == len(data) - 8
    assert wav.read(data).samples.tolist() == g711.from_mulaw(octets).tolist()
    stereo = wav.read(wav.write_mulaw(octets[:20], 16000, 2))
    assert (stereo.rate, len(stereo.samples)) == (16000, 10)


WHOLE = [simple(*coded) for coded in CODED.values()] + list(ODD.values())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_file_however_broken_brings_the_reader_down(data: st.DataObject) -> None:
    broken = bytearray(data.draw(st.sampled_from(WHOLE)))
    for at, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(broken) - 1), st.integers(0, 255)), max_size=8)
    ):
        broken[at] = byte
    torn = bytes(broken[: data.draw(st.integers(0, len(broken)))])
    try:
        sound = wav.read(torn)
    except wav.NotSound:
        return
    assert sound.rate in wav.RATES
    assert len(sound.samples) <= len(torn)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_chunks_however_odd_bring_the_walker_down(body: bytes) -> None:
    found = list(riff.chunks(b"RIFF\0\0\0\0WAVE" + body))
    assert sum(len(content) for _, content in found) <= len(body)
