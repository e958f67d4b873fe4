// What is heard and said: the browser's sound machine with our two worklets, the loudness, and the
// microphone, which may be refused, missing, or pulled out at any time; the call goes on without.

const WORKLETS = ["call-microphone.js", "call-player.js"].map((name) => new URL(name, import.meta.url));
const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const LENGTH = 0.14; // seconds of a key's tone
const TONES = { rows: [697, 770, 852, 941], columns: [1209, 1336, 1477] }; // hertz (ITU-T Q.23)
const KEYS = ["123", "456", "789", "*0#"];

export class Sound {
  #hooks;
  #context;
  #loudness;
  #player = null;
  #microphone = null;
  #stream = null;
  #drained = () => undefined;
  #closed = false;
  figures = { gaps: 0, dropped: 0, held: 0, wanted: 0 };

  /** To be made in a click: some browsers let nothing be heard otherwise. `hooks`: said(frame),
   * stands(), for the browser has stopped or started the sound, and lost(), for the microphone. */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#context = new AudioContext({ latencyHint: "interactive" });
    this.#context.addEventListener("statechange", () => hooks.stands());
    this.#loudness = this.#context.createGain();
    this.#loudness.connect(this.#context.destination);
    this.resume();
  }

  /** True while the browser wants a click before anything is heard. */
  get silenced() {
    return this.#context.state === "suspended" || this.#context.state === "interrupted";
  }

  resume() {
    this.#context.resume().catch(() => undefined);
  }

  /** Throws where the browser has no worklets. */
  async open() {
    await Promise.all(WORKLETS.map((address) => this.#context.audioWorklet.addModule(address)));
    this.#player = new AudioWorkletNode(this.#context, "call-player", { numberOfInputs: 0 });
    this.#player.connect(this.#loudness);
    this.#player.port.onmessage = ({ data }) => {
      if (data === "drained") this.#drained();
      else this.figures = data;
    };
  }

  /** Ask for the microphone, that one where `device` names it; gives what is wrong: refused, missing,
   * or "". */
  async listen(device = "") {
    let stream;
    try {
      const audio = device ? { ...WANTED, deviceId: { exact: device } } : WANTED;
      stream = await navigator.mediaDevices.getUserMedia({ audio });
    } catch (error) {
      return error.name === "NotAllowedError" || error.name === "SecurityError" ? "refused" : "missing";
    }
    if (this.#closed) {
      stop(stream); // hung up meanwhile
      return "";
    }
    this.deaf();
    this.#stream = stream;
    stream.getAudioTracks()[0].addEventListener("ended", () => {
      if (stream !== this.#stream) return;
      this.deaf();
      this.#hooks.lost();
    });
    this.#microphone = new AudioWorkletNode(this.#context, "call-microphone", { numberOfOutputs: 0 });
    this.#microphone.port.onmessage = ({ data }) => this.#hooks.said(data);
    this.#context.createMediaStreamSource(stream).connect(this.#microphone);
    return "";
  }

  get listens() {
    return this.#stream !== null;
  }

  /** Let go of the microphone. */
  deaf() {
    if (this.#stream) stop(this.#stream);
    if (this.#microphone) this.#microphone.port.onmessage = null;
    this.#stream = this.#microphone = null;
  }

  play(frame) {
    this.#player?.port.postMessage(frame, [frame]);
  }

  clear() {
    this.#player?.port.postMessage("clear");
  }

  /** Be heard there, where the browser lets one choose. */
  async speak(device) {
    await this.#context.setSinkId?.(device);
  }

  /** 0 to 1, as loud as it is felt. */
  set volume(part) {
    this.#loudness.gain.setTargetAtTime(part ** 2, this.#context.currentTime, 0.02);
  }

  /** Two tones at once, as a telephone has for this key. */
  tone(key) {
    const row = KEYS.findIndex((keys) => keys.includes(key));
    const at = this.#context.currentTime;
    const loudness = this.#context.createGain();
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.06, at + 0.01);
    loudness.gain.setValueAtTime(0.06, at + LENGTH - 0.02);
    loudness.gain.linearRampToValueAtTime(0, at + LENGTH);
    loudness.connect(this.#loudness);
    for (const hertz of [TONES.rows[row], TONES.columns[KEYS[row].indexOf(key)]]) {
      const tone = new OscillatorNode(this.#context, { frequency: hertz });
      tone.connect(loudness);
      tone.start(at);
      tone.stop(at + LENGTH);
    }
  }

  /** Let what was sent be heard to its end, then close. */
  async finish() {
    this.deaf();
    if (this.#player && !this.#closed && this.#context.state === "running") {
      await new Promise((resolve) => {
        this.#drained = resolve;
        this.#player.port.postMessage("end");
      });
    }
    this.close();
  }

  close() {
    this.deaf();
    if (!this.#closed) this.#context.close();
    this.#closed = true;
  }
}

function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}
