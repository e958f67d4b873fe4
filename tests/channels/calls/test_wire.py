"""Envelopes between the server and the process of calls: what is packed is told, cut anywhere."""

from __future__ import annotations

import msgspec
import pytest

from flowengine.channels.calls import wire
from flowengine.runtime.expecting import Expected, Way
from flowengine.speech.duplex import orders, reports
from flowengine.speech.framing import framed
from flowengine.speech.recognition.recogniser import Guess

EXPECTED = Expected(turn=3, language="en", ways=(Way("1", ("food", "bread")),), keys="12")
TOLD: list[wire.Told] = [
    wire.Begin("/models", recognises=False, most=7),
    wire.Prepare("uk"),
    wire.Answer("a", "uk"),
    wire.Reject("a", "busy", "All lines are busy."),
    wire.Caption("a", "person", "хліб", final=False),
    wire.Sign("a", "hold", on=False),
    wire.Sign("a", "unable", text="A page knows no hold."),
    *(
        wire.Ordered("a", order)
        for order in (
            orders.Play(id=1, pieces=(orders.Piece(path="x.wav", text="Hi."),), interrupt="keys"),
            orders.Flush(),
            orders.Listen(expected=EXPECTED, patience=8.0, pause=0.5),
            orders.Deaf(),
            orders.Record(turn=2, limit=60.0),
            orders.Keep(on=True),
            orders.SendKeys(keys="12#"),
            orders.Hold(on=False),
            orders.HangUp(reason="bye", at_once=True),
        )
    ),
]
TELLING: list[wire.Telling] = [
    wire.Ready(),
    wire.Arriving("a", "c1", "secret"),
    wire.Arriving("a", "c1-3", "ticket", desk=True),
    wire.Note("WARNING", "it is late", "a"),
    wire.Pulse(3, 0.002, 0),
    *(
        wire.Reported("a", report)
        for report in (
            reports.Played(at=1.0, id=1, whole=False),
            reports.SpeechBegan(at=1.0),
            reports.Sounding(at=1.0, text="fo"),
            reports.Heard(at=2.0, turn=3, guesses=(Guess("food", 0.9),), began=1.0, ended=1.8),
            reports.Pressed(at=2.0, turn=3, keys="12#"),
            reports.Silent(at=9.0, turn=3),
            reports.Recorded(at=9.0, turn=3, wav=b"RIFF", seconds=1.5, by="key"),
            reports.Kept(at=9.0, wav=b"RIFF" * 50_000),
            reports.Struggling(at=9.0, why="noise"),
            reports.Trouble(at=9.0, where="player", what="a file is missing"),
            reports.Gone(at=9.0, why="hung up"),
        )
    ),
]


@pytest.mark.parametrize("piece", [1, 7, 4096, 10_000_000])
@pytest.mark.parametrize("way", ["told", "telling"])
def test_what_is_packed_is_told_however_it_is_cut(way: str, piece: int) -> None:
    envelopes = TOLD if way == "told" else TELLING[:11] if piece < 100 else TELLING
    data = b"".join(framed(envelope) for envelope in envelopes)
    unpacker = wire.told() if way == "told" else wire.telling()
    pieces = [data[at : at + piece] for at in range(0, len(data), piece)]
    found = [one for data in pieces for one in unpacker.feed(data)]
    assert found == envelopes


def test_what_is_no_envelope_is_a_fault() -> None:
    with pytest.raises(msgspec.DecodeError):
        list(wire.told().feed(b"\0\0\0\1\xc1"))
