"""The clock of silence."""

from __future__ import annotations

from flowengine.speech.turns.patience import AGAIN, NEVER, Patience


def test_it_runs_when_it_is_told_to() -> None:
    patience = Patience()
    patience.whole(7.0)
    assert patience.due == NEVER
    patience.run(10.0)
    assert patience.due == 17.0


def test_it_runs_once() -> None:
    patience = Patience()
    patience.whole(7.0)
    patience.run(10.0)
    patience.run(12.0)
    assert patience.due == 17.0


def test_it_goes_on_with_what_was_left() -> None:
    patience = Patience()
    patience.whole(7.0)
    patience.run(10.0)
    patience.stop(12.0)
    assert patience.due == NEVER
    patience.run(20.0)
    assert patience.due == 25.0


def test_stopped_in_the_last_moment_it_leaves_time_to_try_again() -> None:
    patience = Patience()
    patience.whole(7.0)
    patience.run(10.0)
    patience.stop(16.9)
    patience.run(20.0)
    assert patience.due == 20.0 + AGAIN


def test_stopping_what_does_not_run_changes_nothing() -> None:
    patience = Patience()
    patience.whole(7.0)
    patience.stop(3.0)
    patience.run(10.0)
    assert patience.due == 17.0
