"""What is to be heard, in order and without gaps."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.duplex.orders import KEY, MATCH, OFF, SPEECH, Piece, Play
from flowengine.speech.duplex.player import Caption, News, Player
from flowengine.speech.duplex.reports import Played, Trouble
from flowengine.speech.sound.pcm import Sound, from_pcm
from flowengine.speech.sound.wav import NotSound
from flowengine.speech.turns.signs import Playing, Quiet

RATE = 8000


def _ramp(count: int, start: int = 1) -> Sound:
    """Samples that can be told from each other."""
    return Sound(np.arange(start, start + count, dtype=np.int16), RATE)


SOUNDS = {
    "a": _ramp(250), "b": _ramp(300, 1000), "frame": _ramp(160), "loud": _ramp(800, 20_000),
    "wide": Sound(np.full(3200, 5000, np.int16), 16_000), "empty": _ramp(0),
}  # fmt: skip


def _load(path: str) -> Sound:
    if path == "torn":
        raise NotSound("torn is no WAV file. Save it as WAV.")
    if path not in SOUNDS:
        raise FileNotFoundError(path)
    return SOUNDS[path]


def _player(*plays: Play) -> Player:
    player = Player(RATE, _load)
    for play in plays:
        player.add(play, 0.0)
    return player


def _play(*paths: str, id_: int = 1, interrupt: str = SPEECH) -> Play:
    pieces = tuple(Piece(path=path, text=path) for path in paths)
    return Play(id=id_, pieces=pieces, interrupt=interrupt)


def _heard(player: Player, frames: int = 20) -> list[int]:
    """The samples up to the last that is not silence. Every frame must be a whole one."""
    made = [player.next(0.02 * number) for number in range(frames)]
    assert {len(frame) for frame in made} <= {0, 320}
    return [int(sample) for sample in np.trim_zeros(from_pcm(b"".join(made), RATE).samples, "b")]


def _news(player: Player, kind: type[News]) -> list[News]:
    return [one for one in player.news if isinstance(one, kind)]


def test_pieces_and_prompts_follow_each_other_without_a_gap() -> None:
    player = _player(_play("a", "b"), _play("a", id_=2))
    wanted = [*range(1, 251), *range(1000, 1300), *range(1, 251)]
    assert _heard(player) == wanted


def test_what_is_told_and_in_what_order() -> None:
    player = _player(_play("a"), _play("b", id_=2, interrupt=KEY))
    _heard(player)
    assert player.news == [
        Playing(0.0, SPEECH), Caption("a"),
        Played(at=0.02, id=1, whole=True), Playing(0.02, KEY), Caption("b"),
        Played(at=0.06, id=2, whole=True), Quiet(0.06),
    ]  # fmt: skip
    assert player.idle


def test_a_prompt_has_been_played_with_the_frame_that_holds_its_end() -> None:
    player = _player(_play("frame"))
    player.next(0.5)
    assert _news(player, Played) == [Played(at=0.5, id=1, whole=True)]
    assert player.next(0.52) == b""


def test_silence_is_a_piece() -> None:
    pieces = (Piece(silence=0.03), Piece(path="a"), Piece(silence=-1.0))
    player = _player(Play(id=1, pieces=pieces))
    assert _heard(player) == [0] * 240 + [*range(1, 251)]


def test_a_silence_has_an_end() -> None:
    player = _player(Play(id=1, pieces=(Piece(silence=1e9),)))
    assert sum(bool(player.next(0.0)) for _ in range(4000)) == 3000


def test_sound_of_another_rate_is_made_to_fit() -> None:
    heard = _heard(_player(_play("wide")))
    assert len(heard) == pytest.approx(1600, abs=2)
    assert abs(np.median(heard) - 5000) < 20


@pytest.mark.parametrize("path", ["nowhere", "torn"])
def test_what_cannot_be_read_is_left_out_and_told(path: str) -> None:
    player = _player(_play("a", path, "b"))
    assert _heard(player) == [*range(1, 251), *range(1000, 1300)]
    (trouble,) = _news(player, Trouble)
    assert isinstance(trouble, Trouble)
    assert trouble.where == "player"
    assert path in trouble.what


@pytest.mark.parametrize("play", [Play(id=1, pieces=()), _play("empty"), _play("nowhere")])
def test_a_prompt_of_nothing_is_over_at_once(play: Play) -> None:
    player = _player(play)
    assert _heard(player) == []
    assert _news(player, Played) == [Played(at=0.0, id=1, whole=True)]
    assert isinstance(player.news[-1], Quiet)


@pytest.mark.parametrize(
    ("interrupts", "by", "cut"),
    [
        ([SPEECH], SPEECH, [1]),
        ([KEY], SPEECH, []),
        ([MATCH], SPEECH, []),
        ([MATCH], MATCH, [1]),
        ([OFF], KEY, []),
        ([SPEECH, KEY, SPEECH], KEY, [1, 2, 3]),
        ([SPEECH, KEY, SPEECH], SPEECH, [1]),
        ([SPEECH, SPEECH, OFF, SPEECH], KEY, [1, 2]),
    ],
)
def test_what_stops_which_prompts(interrupts: list[str], by: str, cut: list[int]) -> None:
    plays = [_play("loud", id_=n, interrupt=i) for n, i in enumerate(interrupts, 1)]
    player = _player(*plays)
    player.next(0.0)
    player.news.clear()
    assert player.hush(by, 0.5) is bool(cut)
    assert _news(player, Played) == [Played(at=0.5, id=n, whole=False) for n in cut]
    left = interrupts[len(cut) :]
    after: list[News] = [Playing(0.5, left[0]) if left else Quiet(0.5)]
    assert player.news[len(cut) :] == (after if cut else [])


def test_a_flush_stops_everything() -> None:
    player = _player(_play("loud", interrupt=OFF), _play("a", id_=2, interrupt=OFF))
    player.next(0.0)
    assert player.flush(0.02)
    player.next(0.02)
    assert player.next(0.04) == b""
    assert not player.flush(0.06)


def test_a_prompt_that_is_cut_fades_within_five_milliseconds() -> None:
    player = _player(_play("loud"))
    player.next(0.0)
    player.flush(0.02)
    assert not player.idle
    tail = from_pcm(player.next(0.02), RATE).samples.astype(int)
    assert 20_000 < tail[0] < 20_200
    assert np.abs(np.diff(tail)).max() < 1000
    assert not tail[40:].any()
    assert player.idle


def test_one_that_is_cut_in_a_silence_needs_no_fading() -> None:
    player = _player(Play(id=1, pieces=(Piece(silence=1.0),)))
    player.next(0.0)
    player.flush(0.02)
    assert player.idle


def test_a_tone_is_told_to_nobody_and_stopped_by_nothing() -> None:
    player = Player(RATE, _load)
    player.add_tone(_ramp(160), 0.0)
    assert not player.hush(KEY, 0.0)
    assert _heard(player) == [*range(1, 161)]
    assert player.news == [Playing(0.0, OFF), Quiet(0.0)]
