"""Calls written down in a line: what happens, and what the host is told of it.

A script is steps, parted by commas; what is reported is read back the same way, each with its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from flowengine.runtime.expecting import Expected, Way
from flowengine.speech.duplex import orders, reports
from flowengine.speech.sound.pcm import Sound
from flowengine.speech.sound.tones import keys as key_tones
from flowengine.speech.sound.tones import tone
from tests.speech.talk import MENU, Talk, voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.speech.scripted import Scripted

_WAYS = (Way("person", ("a person",)),)
QUESTIONS = {
    "menu": MENU,
    "long menu": Expected(turn=1, language="en", ways=_WAYS, keys="123456789", digits=2),
    "star menu": Expected(turn=1, language="en", ways=_WAYS, keys="12*#"),
    "account": Expected(turn=1, language="en", accepts="digits", ways=_WAYS, digits=8, exact=8),
    "amount": Expected(turn=1, language="en", accepts="number", ways=_WAYS, digits=6, keys="*"),
    "code": Expected(turn=1, language="en", accepts="number", ways=_WAYS, digits=6),
    "pin": Expected(
        turn=1, language="en", accepts="digits", ways=_WAYS, digits=4, exact=4, secret=True
    ),
    "story": Expected(turn=1, language="en", accepts="text", ways=_WAYS, free=True),
    "keys": Expected(turn=1, language="en", keys="12"),
}


class Script:
    """`sounds` of prompts are made as they are asked for: a voice that nobody here speaks with."""

    def __init__(self, recogniser: Scripted | None, *, rate: int = 8000, in_band: bool = False):
        self.talk = Talk(recogniser, rate=rate, in_band=in_band)
        self._prompts = 0

    def run(self, steps: str) -> Script:
        for step in steps.split(", "):
            for verb in sorted(_STEPS, key=len, reverse=True):
                if step == verb or step.startswith(verb + " "):
                    _STEPS[verb](self, step[len(verb) + 1 :])
                    break
            else:
                raise ValueError(f"no step: {step}")
        return self

    @property
    def told(self) -> list[tuple[float, str]]:
        return [(report.at, said(report)) for report in self.talk.log]

    def listen(self, rest: str) -> None:
        name, _, options = rest.partition(": ")
        given = dict(option.split("=") for option in options.split())
        self.talk.listen(
            QUESTIONS[name or "menu"], float(given.get("patience", 7)), float(given.get("pause", 0))
        )

    def play(self, rest: str) -> None:
        """Seconds, and what interrupts it."""
        seconds, _, interrupt = rest.partition(" ")
        self._prompts += 1
        path = f"prompt {self._prompts}"
        self.talk.sounds[path] = voice(float(seconds), self.talk.rate)
        self.talk.play(path, self._prompts, interrupt=interrupt or orders.SPEECH, text=path)

    def broken(self, _rest: str) -> None:
        self._prompts += 1
        self.talk.play("nowhere", self._prompts)

    def noise(self, rest: str) -> None:
        """Seconds, and how loud: its root mean square."""
        seconds, level = rest.split()
        count = round(float(seconds) * self.talk.rate)
        samples = np.random.default_rng(2).standard_normal(count) * float(level)
        self.talk.hear(Sound(samples.clip(-32768, 32767).astype(np.int16), self.talk.rate))

    def echo(self, rest: str) -> None:
        """Seconds of a quiet person beside their own loudspeaker, 120 ms late and 20 dB down."""
        self._beside(np.zeros(round(float(rest) * self.talk.rate)))

    def both(self, rest: str) -> None:
        """The same while they speak."""
        self._beside(voice(float(rest), self.talk.rate).samples.astype(float))

    def _beside(self, person: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        for own in np.split(person, len(person) // (self.talk.rate // 50)):
            late = self.talk.out[-6] if len(self.talk.out) > 5 else bytes(2 * len(own))
            echo = np.frombuffer(late, "<i2") * 0.1
            self.talk.frame((own + echo).astype("<i2").tobytes())

    def hum(self, rest: str) -> None:
        self.talk.hear(tone((440,), float(rest), self.talk.rate, -20.0))

    def shout(self, rest: str) -> None:
        self.talk.speak(float(rest), 50_000.0)

    def babble(self, rest: str) -> None:
        """Seconds of many voices at once, none of which is near."""
        sound = voice(float(rest) + 1, self.talk.rate, 400.0)
        chance, count = np.random.default_rng(4), round(float(rest) * self.talk.rate)
        starts = chance.integers(0, self.talk.rate, 6)
        crowd = sum(sound.samples[at : at + count].astype(float) for at in starts)
        self.talk.hear(Sound(np.asarray(crowd, np.int16), self.talk.rate))

    def tones(self, rest: str) -> None:
        self.talk.hear(key_tones(rest, self.talk.rate))

    def obey(self, order: orders.AnyOrder) -> None:
        self.talk.duplex.obey(order, self.talk.at)

    def record(self, rest: str) -> None:
        limit, pause = rest.split()
        self.obey(orders.Record(turn=1, limit=float(limit), pause=float(pause)))


_STEPS: dict[str, Callable[[Script, str], None]] = {
    "listen": Script.listen,
    "play": Script.play,
    "broken": Script.broken,
    "noise": Script.noise,
    "tones": Script.tones,
    "echo": Script.echo,
    "both": Script.both,
    "hum": Script.hum,
    "shout": Script.shout,
    "babble": Script.babble,
    "record": Script.record,
    "quiet": lambda script, rest: script.talk.quiet(float(rest)),
    "speak": lambda script, rest: script.talk.speak(float(rest)),
    "murmur": lambda script, rest: script.talk.speak(float(rest), 100.0),
    "lost": lambda script, rest: script.talk.nothing(float(rest)),
    "press": lambda script, rest: script.talk.press(rest),
    "down": lambda script, rest: script.talk.duplex.key_down(rest, script.talk.at),
    "up": lambda script, rest: script.talk.duplex.key_up(rest, script.talk.at),
    "gone": lambda script, rest: script.talk.duplex.gone(rest, script.talk.at),
    "flush": lambda script, _: script.obey(orders.Flush()),
    "deaf": lambda script, _: script.obey(orders.Deaf()),
    "hold": lambda script, _: script.obey(orders.Hold(on=True)),
    "go on": lambda script, _: script.obey(orders.Hold(on=False)),
    "keep": lambda script, _: script.obey(orders.Keep(on=True)),
    "hang up": lambda script, _: script.obey(orders.HangUp(reason="done")),
    "hang up now": lambda script, _: script.obey(orders.HangUp(reason="done", at_once=True)),
}


def said(report: reports.AnyReport) -> str:
    return _SAID[type(report)](report)


_SAID: dict[type[reports.Report], Callable[[Any], str]] = {
    reports.Played: lambda one: f"{'played' if one.whole else 'cut'} {one.id}",
    reports.SpeechBegan: lambda _: "began",
    reports.Sounding: lambda one: f"sounds {one.text}",
    reports.Heard: lambda one: f"heard {'; '.join(g.text for g in one.guesses) or 'nothing'}",
    reports.Pressed: lambda one: f"pressed {one.keys}",
    reports.Silent: lambda _: "silent",
    reports.Recorded: lambda one: f"recorded {one.seconds:.1f} by {one.by}",
    reports.Kept: lambda _: "kept",
    reports.Struggling: lambda one: f"struggling: {one.why}",
    reports.Gone: lambda one: f"gone: {one.why}",
    reports.Trouble: lambda one: f"trouble: {one.where}",
}


def same(told: list[tuple[float, str]], wanted: str, within: float = 0.045) -> bool:
    """Whether the reports are those, each at its time within two frames."""
    given = [one.split(" ", 1) for one in wanted.split(", ")] if wanted else []
    return [text for _, text in told] == [text for _, text in given] and all(
        abs(at - float(time)) < within for (at, _), (time, _) in zip(told, given, strict=True)
    )
