"""The bounds of one turn and one conversation. A flow that runs past one gets a located fault."""

from __future__ import annotations

BLOCKS_PER_TURN = 1_000  # a loop with no wait in it
EFFECTS_PER_TURN = 200
STACK_DEPTH = 30  # calls and detours inside one another
TRAIL_LENGTH = 12  # how many answers `back` can undo
VALUE_SIZE = 100_000  # characters of JSON that one fetched result may keep
EVENT_TEXT = 4_000  # characters of one message that are read; the rest is cut
FAULTS_PER_TURN = 2  # `on fault` may itself fail: then the conversation ends with an apology
SILENCES = 9  # one after another on the phone, three questions given up: nobody is there
REBUFFS = 12  # queues that refuse one after another, with nobody asked and nothing waited for
SPOKEN = 5  # messages on the way to a question that `repeat` says again
