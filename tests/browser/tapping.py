"""What a page lets be heard, taken down where it leaves for the loudspeaker, and how like two
sounds are."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import numpy as np

from flowengine.speech.sound.pcm import Sound

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

# Routes of a test do not reach worklets; so it is taken down as a stream of frames.
_WIRING = """{
  const connect = AudioNode.prototype.connect;
  window.heard = [];
  window.samples = () => heard.reduce((sum, block) => sum + block.length, 0);
  async function note(stream) {
    const [track] = stream.getAudioTracks();
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const block = new Float32Array(value.numberOfFrames);
      value.copyTo(block, { planeIndex: 0, format: "f32-planar" });
      window.heardRate = value.sampleRate;
      heard.push(block);
      value.close();
    }
  }
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode) {
      const aside = this.context.createMediaStreamDestination();
      connect.call(this, aside);
      note(aside.stream);
    }
    return connect.call(this, to, ...more);
  };
}"""
_TAKEN = """() => {
  const length = samples();
  const all = new Int16Array(length);
  let at = 0;
  for (const block of heard) for (const sample of block) {
    all[at] = Math.max(-1, Math.min(1, sample)) * 32767;
    at += 1;
  }
  let text = "";
  for (const byte of new Uint8Array(all.buffer)) text += String.fromCharCode(byte);
  return [btoa(text), window.heardRate];
}"""


def tap(context: BrowserContext) -> None:
    """Before a page is opened."""
    context.add_init_script(_WIRING)


def taken(page: Page) -> Sound:
    """All that was heard since the call began, at 16 kHz."""
    data, rate = page.evaluate(_TAKEN)
    samples = np.frombuffer(base64.b64decode(data), "<i2").astype(np.int16)
    return Sound(samples, int(rate)).at(16_000)


def likeness(part: Sound, whole: Sound) -> float:
    """The correlation of `part` with the place of `whole` that is most like it, 0 to 1."""
    one = part.samples.astype(np.float64)
    two = whole.samples.astype(np.float64)
    if len(two) < len(one):
        return 0.0
    size = 1 << (len(one) + len(two)).bit_length()
    spectrum = np.fft.rfft(two, size) * np.conj(np.fft.rfft(one, size))
    together = np.fft.irfft(spectrum, size)[: len(two) - len(one) + 1]
    power = np.cumsum(np.concatenate([[0.0], two**2]))
    local = power[len(one) :] - power[: len(power) - len(one)]
    loudest = np.sqrt(np.maximum(local, 1e3) * np.sum(one**2))
    return float(np.max(np.abs(together) / loudest))
