"""The table of turn-taking: calls in virtual time, with scripted recognisers and made-up sound.

Each case is one rule. What happens is on the left, what the host is told of it, and when, on the
right; `tests.speech.script` says what the steps mean. A time may be two frames off, because when
exactly a voice is noticed belongs to the detector, and not to the rule.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.speech.script import Script, same
from tests.speech.scripted import Scripted, Words

HEARS = {
    "": Words(),
    "nothing": Words(),
    "closed": Words("hours"),
    "open": Words("hours", extendable=True),
    "part": Words("hours", complete=False),
    "late": Words("hours", partial=90),
    "very late": Words("hours", partial=1.2),
    "quick": Words("hours", partial=0.3),
    "slow": Words("hours", partial=1.5),
    "mute": Words("hours", complete=False, answers=False),
    "fails": Words("hours", complete=False, fails="it broke"),
    "two": Words("hours", others=("a person",)),
}


class Case(NamedTuple):
    """`hears` is one of HEARS, or "none" where there is no recogniser."""

    name: str
    hears: str
    steps: str
    told: str
    rate: int = 8000
    in_band: bool = False


CASES = (
    # When an answer is over
    Case(
        "an answer that is whole and closed ends after 200 ms",
        "closed",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 1.80 heard hours",
    ),
    Case(
        "one that may go on ends after 500 ms",
        "open",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 2.10 heard hours",
    ),
    Case(
        "one that is not whole ends after 700 ms",
        "part",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 2.30 heard hours",
    ),
    Case(
        "one of which nothing is known yet ends after 700 ms",
        "late",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 2.30 heard hours",
    ),
    Case(
        "free words end after 900 ms",
        "closed",
        "listen story, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 2.50 heard hours",
    ),
    Case(
        "the author's pause overrides the grammar",
        "closed",
        "listen menu: pause=1.5, quiet 1, speak 0.6, quiet 2.5",
        "1.08 began, 1.18 sounds hours, 3.10 heard hours",
    ),
    Case(
        "the author's pause may be short for free words",
        "closed",
        "listen story: pause=0.3, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 1.90 heard hours",
    ),
    Case(
        "a gap within an answer does not end it",
        "open",
        "listen, quiet 1, speak 0.4, quiet 0.3, speak 0.4, quiet 2",
        "1.08 began, 1.18 sounds hours, 2.60 heard hours",
    ),
    Case(
        "a gap that is long enough does",
        "part",
        "listen, quiet 1, speak 0.4, quiet 0.8, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 2.10 heard hours",
    ),
    Case(
        "a partial that comes in the silence ends the answer at once",
        "very late",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.98 sounds hours, 1.98 heard hours",
    ),
    Case(
        "at 16,000 samples the same",
        "closed",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 1.80 heard hours",
        rate=16000,
    ),
    Case(
        "frames that stop coming end an answer as silence does",
        "part",
        "listen, quiet 1, speak 0.6, lost 2",
        "1.08 began, 1.18 sounds hours, 2.30 heard hours",
    ),
    Case(
        "what nobody expected is heard as nothing",
        "nothing",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 2.30 heard nothing",
    ),
    Case(
        "speech in the very first half second waits for the detector to warm up",
        "closed",
        "listen, speak 0.3, quiet 2",
        "",
    ),
    # What is no answer
    Case("a click is nothing", "closed", "listen, quiet 1, speak 0.04, quiet 2", ""),
    Case(
        "a cough is dropped",
        "part",
        "listen, quiet 1, speak 0.06, quiet 2",
        "1.06 began, 1.16 sounds hours",
    ),
    Case(
        "after a cough the clock of silence goes on",
        "part",
        "listen menu: patience=3, quiet 1, speak 0.06, quiet 4",
        "1.06 began, 1.16 sounds hours, 3.70 silent",
    ),
    Case(
        "a short word that is whole counts",
        "quick",
        "listen, quiet 1, speak 0.08, quiet 2",
        "1.06 began, 1.06 sounds hours, 1.28 heard hours",
    ),
    Case(
        "a murmur far below speech is not taken for any",
        "closed",
        "listen menu: patience=3, quiet 1, murmur 0.6, quiet 3",
        "3.00 silent",
    ),
    # The clock of silence
    Case(
        "silence is told when patience is over",
        "",
        "listen menu: patience=3, quiet 4",
        "3.00 silent",
    ),
    Case(
        "patience runs from the end of the prompt",
        "",
        "play 2, listen menu: patience=3, quiet 6",
        "2.00 played 1, 5.00 silent",
    ),
    Case(
        "and from the end of the last of several",
        "",
        "play 1, play 1, listen menu: patience=3, quiet 6",
        "1.00 played 1, 2.00 played 2, 5.00 silent",
    ),
    Case(
        "a prompt that comes late starts patience anew",
        "",
        "listen menu: patience=3, quiet 2, play 1, quiet 5",
        "3.00 played 1, 6.00 silent",
    ),
    Case("silence is told once", "", "listen menu: patience=1, quiet 5", "1.00 silent"),
    Case(
        "silence is told where no frames come", "", "listen menu: patience=3, lost 4", "3.00 silent"
    ),
    Case("no silence is told where nothing is asked", "", "play 1, quiet 9", "1.00 played 1"),
    Case(
        "whoever speaks in the last moment is heard",
        "closed",
        "listen menu: patience=2, quiet 1.9, speak 0.6, quiet 2",
        "1.98 began, 2.08 sounds hours, 2.70 heard hours",
    ),
    Case(
        "no silence while keys are being pressed",
        "",
        "listen account: patience=2, quiet 1.5, press 12, quiet 6",
        "4.70 pressed 12",
    ),
    # What stops a prompt
    Case(
        "speech stops a prompt",
        "closed",
        "play 4, listen, quiet 1.5, speak 0.6, quiet 2",
        "1.58 began, 1.58 cut 1, 1.68 sounds hours, 2.30 heard hours",
    ),
    Case(
        "speech stops all prompts that it may",
        "closed",
        "play 2, play 2, listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.08 cut 1, 1.08 cut 2, 1.18 sounds hours, 1.80 heard hours",
    ),
    Case(
        "speech does not stop a prompt that only keys stop",
        "closed",
        "play 3 key, listen, quiet 1, speak 0.6, quiet 3",
        "3.00 played 1",
    ),
    Case(
        "a key does",
        "",
        "play 3 key, listen, quiet 1, press 1, quiet 1",
        "1.00 cut 1, 1.00 pressed 1",
    ),
    Case(
        "nothing stops a prompt that is not to be interrupted",
        "closed",
        "play 3 off, listen, quiet 1, speak 0.6, quiet 3",
        "3.00 played 1",
    ),
    Case(
        "a key pressed meanwhile counts when that prompt is over",
        "",
        "play 3 off, listen, quiet 1, press 2, quiet 3",
        "3.00 played 1, 3.00 pressed 2",
    ),
    Case(
        "a prompt that waits for a match goes on while somebody speaks",
        "slow",
        "play 3 match, listen, quiet 1, speak 0.6, quiet 3",
        "1.08 began, 2.28 sounds hours, 2.28 cut 1, 2.28 heard hours",
    ),
    Case(
        "and stops when it knows what they say",
        "closed",
        "play 3 match, listen, quiet 1, speak 0.6, quiet 3",
        "1.08 began, 1.18 sounds hours, 1.18 cut 1, 1.80 heard hours",
    ),
    Case(
        "noise over a prompt that waits for a match is no answer",
        "nothing",
        "play 3 match, listen menu: patience=2, quiet 1, speak 0.6, quiet 5",
        "1.08 began, 3.00 played 1, 5.00 silent",
    ),
    Case(
        "a key stops a prompt that waits for a match",
        "",
        "play 3 match, listen, quiet 1, press 1, quiet 1",
        "1.00 cut 1, 1.00 pressed 1",
    ),
    Case(
        "a prompt that must be heard stays when the one before it is cut",
        "nothing",
        "play 2, play 2 off, listen menu: patience=2, quiet 1, speak 0.6, quiet 5",
        "1.08 began, 1.08 cut 1, 3.08 played 2, 5.08 silent",
    ),
    Case(
        "speech that goes on behind a prompt that it may not stop is heard",
        "closed",
        "play 1 key, listen, quiet 0.8, speak 1, quiet 2",
        "1.00 played 1, 1.02 began, 1.12 sounds hours, 1.98 heard hours",
    ),
    Case(
        "a prompt does not interrupt itself",
        "closed",
        "play 4, listen menu: patience=1, echo 4, quiet 2",
        "4.00 played 1, 5.00 silent",
    ),
    Case(
        "speech over the echo of a prompt stops it",
        "closed",
        "play 4, listen, echo 2, both 0.6, quiet 2",
        "2.08 began, 2.08 cut 1, 2.18 sounds hours, 2.80 heard hours",
    ),
    Case(
        "a prompt that begins while somebody speaks is not played",
        "closed",
        "listen, quiet 1, speak 0.2, play 2, speak 0.4, quiet 2",
        "1.08 began, 1.18 sounds hours, 1.20 cut 1, 1.80 heard hours",
    ),
    Case(
        "unless nothing may stop it, and then it is not heard",
        "closed",
        "listen menu: patience=2, quiet 1, speak 0.2, play 2 off, speak 0.4, quiet 5",
        "1.08 began, 1.18 sounds hours, 3.20 played 1, 5.20 silent",
    ),
    Case(
        "without a recogniser speech stops nothing",
        "none",
        "play 3, listen menu: patience=2, quiet 1, speak 0.6, quiet 5",
        "3.00 played 1, 5.00 silent",
    ),
    Case(
        "nor does it where only keys are an answer",
        "closed",
        "play 3, listen keys: patience=2, quiet 1, speak 0.6, quiet 5",
        "3.00 played 1, 5.00 silent",
    ),
    # Keys
    Case(
        "a key of a menu is an answer at once",
        "",
        "listen, quiet 1, press 2, quiet 1",
        "1.00 pressed 2",
    ),
    Case(
        "so is a key that means nothing", "", "listen, quiet 1, press 7, quiet 1", "1.00 pressed 7"
    ),
    Case(
        "a key drops what was being said",
        "closed",
        "listen, quiet 1, speak 0.2, press 1, quiet 2",
        "1.08 began, 1.18 sounds hours, 1.20 pressed 1",
    ),
    Case(
        "and what is being recognised",
        "mute",
        "listen, quiet 1, speak 0.6, quiet 0.8, press 1, quiet 3",
        "1.08 began, 1.18 sounds hours, 2.40 pressed 1",
    ),
    Case(
        "a key of a long menu waits for a second one",
        "",
        "listen long menu, quiet 1, press 1, quiet 3",
        "2.50 pressed 1",
    ),
    Case("and takes it", "", "listen long menu, quiet 1, press 12, quiet 3", "1.20 pressed 12"),
    Case(
        "digits end by their number",
        "",
        "listen account, quiet 1, press 12345678, quiet 1",
        "2.40 pressed 12345678",
    ),
    Case("digits end by #", "", "listen amount, quiet 1, press 250#, quiet 1", "1.60 pressed 250#"),
    Case(
        "digits end by three seconds",
        "",
        "listen amount, quiet 1, press 250, quiet 4",
        "4.40 pressed 250",
    ),
    Case(
        "a # behind a whole number is its own",
        "",
        "listen account, quiet 1, press 12345678#, listen star menu: patience=2, quiet 3",
        "2.40 pressed 12345678, 4.80 silent",
    ),
    Case(
        "a * takes back what was typed",
        "",
        "listen code, quiet 1, press 25*31#, quiet 1",
        "2.00 pressed 31#",
    ),
    Case(
        "after that silence is told again",
        "",
        "listen code: patience=2, quiet 1, press 25*, quiet 3",
        "2.40 silent",
    ),
    Case(
        "a * that means something is an answer",
        "",
        "listen amount, quiet 1, press 25*, quiet 1",
        "1.40 pressed *",
    ),
    Case(
        "* and # of a menu are keys like others",
        "",
        "listen star menu, quiet 1, press #, quiet 1",
        "1.00 pressed #",
    ),
    Case(
        "a # with nothing before it is told",
        "",
        "listen code, quiet 1, press #, quiet 1",
        "1.00 pressed #",
    ),
    Case(
        "too few digits are told as they are",
        "",
        "listen account, quiet 1, press 1234#, quiet 1",
        "1.80 pressed 1234#",
    ),
    Case(
        "speech while digits are typed is not heard",
        "closed",
        "listen account, quiet 1, press 12, speak 0.6, press 345678, quiet 1",
        "3.00 pressed 12345678",
    ),
    Case(
        "keys pressed before the question are kept for it",
        "",
        "quiet 1, press 2, play 3, listen, quiet 2",
        "1.20 cut 1, 1.20 pressed 2",
    ),
    Case(
        "keys for several questions go one to each",
        "",
        "listen, press 12, listen, quiet 1",
        "0.00 pressed 1, 0.40 pressed 2",
    ),
    Case(
        "keys for a question and a number after it",
        "",
        "listen, press 11234, listen pin, quiet 1",
        "0.00 pressed 1, 1.00 pressed 1234",
    ),
    Case(
        "keys that cannot be meant are forgotten",
        "",
        "quiet 1, press 9, listen menu: patience=2, quiet 3",
        "3.20 silent",
    ),
    Case(
        "keys pressed long ago are forgotten",
        "",
        "quiet 1, press 2, quiet 11, listen menu: patience=2, quiet 3",
        "14.20 silent",
    ),
    Case(
        "a key held long is one key, and no speech",
        "closed",
        "listen menu: patience=3, quiet 1, down 7, speak 1, up 7, listen menu: patience=3, quiet 4",
        "1.00 pressed 7, 5.00 silent",
    ),
    Case(
        "a tone that a key leaves behind is no speech",
        "closed",
        "listen account: patience=3, quiet 1, down 1, speak 0.3, up 1, quiet 5",
        "4.00 pressed 1",
    ),
    Case(
        "keys are heard in the sound where the carrier brings none",
        "",
        "listen, quiet 1, tones 2, quiet 1",
        "1.04 pressed 2",
        in_band=True,
    ),
    Case(
        "a key in the sound stops a prompt",
        "",
        "play 3, listen account, quiet 1, tones 12345678, quiet 1",
        "1.04 cut 1, 2.44 pressed 12345678",
        in_band=True,
    ),
    Case(
        "and drops the speech that its tone seemed to be",
        "closed",
        "listen account, quiet 1, tones 12, quiet 5",
        "4.24 pressed 12",
        rate=16000,
        in_band=True,
    ),
    # What a recogniser tells
    Case(
        "a recogniser that fails is an answer of nothing, and told",
        "fails",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 2.30 heard nothing, 2.30 struggling: failed",
    ),
    Case(
        "so is one that never answers, after two seconds",
        "mute",
        "listen, quiet 1, speak 0.6, quiet 4",
        "1.08 began, 1.18 sounds hours, 4.30 heard nothing, 4.30 struggling: failed",
    ),
    Case(
        "over a prompt that waits for a match that is only told",
        "mute",
        "play 6 match, listen, quiet 1, speak 0.6, quiet 6",
        "1.08 began, 1.18 sounds hours, 4.30 struggling: failed, 6.00 played 1",
    ),
    Case(
        "several guesses are told in their order",
        "two",
        "listen, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 1.80 heard hours; a person",
    ),
    Case(
        "words of a secret are not shown while they are said",
        "closed",
        "listen pin, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.80 heard hours",
    ),
    Case(
        "a new question hears anew what is being said",
        "closed",
        "listen, quiet 1, speak 0.2, listen menu: patience=2, quiet 4",
        "1.08 began, 1.18 sounds hours, 1.22 began, 1.32 sounds hours, 1.42 heard hours",
    ),
    Case(
        "when nothing is asked any more, what was being said is dropped",
        "closed",
        "listen, quiet 1, speak 0.3, deaf, quiet 4",
        "1.08 began, 1.18 sounds hours",
    ),
    Case("nobody is heard where nothing is asked", "closed", "quiet 1, speak 1, quiet 1", ""),
    Case(
        "one answer is all that is heard",
        "closed",
        "listen, quiet 1, speak 0.6, quiet 1, speak 0.6, quiet 2",
        "1.08 began, 1.18 sounds hours, 1.80 heard hours",
    ),
    # Hard to hear
    Case(
        "somebody who never stops is taken at their words",
        "part",
        "listen, quiet 1, speak 18, quiet 1",
        "1.08 began, 1.18 sounds hours, 16.02 heard hours, 16.02 struggling: endless",
    ),
    Case(
        "and does not stop the next prompt before they draw breath",
        "late",
        "listen, quiet 1, speak 15.5, play 2, listen menu: patience=2, speak 3, quiet 4",
        "1.08 began, 16.02 heard hours, 16.02 struggling: endless, 18.50 played 1, 20.50 silent",
    ),
    Case(
        "free words may go on for longer",
        "part",
        "listen story, quiet 1, speak 20, quiet 2",
        "1.08 began, 1.18 sounds hours, 21.88 heard hours",
    ),
    Case(
        "noise is told once",
        "nothing",
        "listen, quiet 1, noise 2 800, listen menu: patience=30, noise 12 800",
        "1.06 began, 5.00 struggling: noise",
    ),
    Case(
        "faint noise is not",
        "closed",
        "listen menu: patience=9, quiet 1, noise 10 60",
        "9.00 silent",
    ),
    Case(
        "a voice is heard over faint noise",
        "closed",
        "listen, noise 2 60, speak 0.6, noise 1 60",
        "2.08 began, 2.18 sounds hours, 2.80 heard hours",
    ),
    Case(
        "a steady tone is told",
        "nothing",
        "listen, quiet 1, hum 2, listen menu: patience=30, hum 6",
        "1.06 began, 3.00 struggling: tone",
    ),
    Case(
        "clipping is told",
        "part",
        "listen menu: patience=30, quiet 1, shout 3, quiet 2",
        "1.06 began, 1.16 sounds hours, 2.00 struggling: clipping, 4.68 heard hours",
    ),
    Case(
        "many voices are told",
        "nothing",
        "listen, quiet 1, babble 2, listen menu: patience=30, babble 9",
        "1.06 began, 5.00 struggling: noise, 6.00 struggling: babble",
    ),
    # Hold, flush and the end
    Case(
        "on hold no clock runs, and nobody is heard",
        "closed",
        "listen menu: patience=2, quiet 1, hold, quiet 5, speak 1, go on, quiet 3",
        "9.00 silent",
    ),
    Case(
        "a prompt goes on after a hold",
        "",
        "play 2, listen menu: patience=2, quiet 1, hold, quiet 3, go on, quiet 4",
        "5.00 played 1, 7.00 silent",
    ),
    Case(
        "patience runs when a prompt is flushed",
        "",
        "play 5, listen menu: patience=2, quiet 1, flush, quiet 3",
        "1.00 cut 1, 3.00 silent",
    ),
    Case(
        "a prompt that cannot be read is left out",
        "",
        "broken, play 1, listen menu: patience=2, quiet 4",
        "0.02 trouble: player, 0.02 played 1, 1.00 played 2, 3.00 silent",
    ),
    Case(
        "the line is hung up when all has been said",
        "",
        "play 2, hang up, quiet 3",
        "2.00 played 1, 2.22 gone: ended",
    ),
    Case("or at once", "", "play 2, quiet 1, hang up now, quiet 1", "1.00 cut 1, 1.00 gone: ended"),
    Case(
        "nothing is told behind the end",
        "closed",
        "listen, quiet 1, speak 0.6, gone hung up, quiet 5",
        "1.08 began, 1.18 sounds hours, 1.60 gone: hung up",
    ),
    # Messages behind a tone
    Case(
        "a message ends by a silence",
        "",
        "play 1, record 60 2, quiet 2, speak 3, quiet 4",
        "1.00 played 1, 6.98 recorded 3.6 by silence",
    ),
    Case(
        "by a key",
        "",
        "record 60 4, quiet 1, speak 3, quiet 1, press #, quiet 1",
        "5.00 recorded 3.6 by key",
    ),
    Case("by its limit", "", "record 5 4, quiet 1, speak 9, quiet 1", "5.38 recorded 4.7 by limit"),
    Case(
        "by the end of the call",
        "",
        "record 60 4, quiet 1, speak 3, gone hung up",
        "4.00 recorded 3.3 by hang up, 4.00 gone: hung up",
    ),
    Case(
        "it is empty where nobody speaks",
        "",
        "record 60 2, quiet 12",
        "7.38 recorded 0.0 by silence",
    ),
    Case(
        "a key before the tone skips the prompt",
        "",
        "play 5, record 60 2, quiet 1, press 1, quiet 1, speak 2, quiet 3",
        "1.00 cut 1, 6.18 recorded 2.6 by silence",
    ),
    Case(
        "speech does not",
        "",
        "play 3, record 60 2, quiet 1, speak 0.6, quiet 2, speak 2, quiet 3",
        "3.00 played 1, 7.58 recorded 2.4 by silence",
    ),
    Case(
        "a question ends a recording without a word",
        "",
        "record 60 2, quiet 1, speak 1, listen menu: patience=1, quiet 3",
        "3.00 silent",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_turns(case: Case) -> None:
    recogniser = None if case.hears == "none" else Scripted([HEARS[case.hears]] * 3)
    script = Script(recogniser, rate=case.rate, in_band=case.in_band).run(case.steps)
    assert same(script.told, case.told), script.told


def test_each_case_is_one_of_a_kind() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
