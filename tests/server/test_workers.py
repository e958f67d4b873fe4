from __future__ import annotations

import os
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from flowengine.server import workers
from flowengine.server.workers import SHARED, UNABLE, work_for

pytestmark = pytest.mark.slow  # each worker is a fresh interpreter

PARENT = os.getpid()


def serve(number: int, tell: Connection, folder: Path) -> None:
    """Until the signal; leaves a file for each life of each worker."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    (folder / f"{number}.{os.getpid()}").touch()
    tell.send_bytes(b"serving")
    while not ended.wait(0.05):  # a signal just before a wait without end would not be heard
        pass
    (folder / f"{number}.ended").touch()


def unable(number: int, tell: Connection, folder: Path) -> None:
    (folder / f"{number}.tried").touch()
    sys.exit(UNABLE)


def deaf(number: int, tell: Connection, folder: Path) -> None:
    signal.signal(signal.SIGTERM, lambda *_: (folder / "heard").touch())
    tell.send_bytes(b"serving")
    while True:  # not `pause`, which a signal just before it would not end
        time.sleep(0.05)


def counts(number: int, tell: Connection, folder: Path) -> None:
    from flowengine.host import measures

    measures.turns_total.inc(number)
    measures.pages_connected.inc(number)
    if number == 1:
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    tell.send_bytes(b"serving")
    signal.pause()


class Watch:
    """Does something to the parent when something is so, from a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened = 0

    def lives(self, number: int) -> list[int]:
        found = [one.suffix[1:] for one in self.folder.glob(f"{number}.*")]
        return sorted(int(one) for one in found if one.isdigit())

    def open(self) -> None:
        self.opened += 1

    def when(self, so: object, then: object) -> None:
        def watch() -> None:
            while not so():  # type: ignore[operator]
                time.sleep(0.02)
            then()  # type: ignore[operator]

        threading.Thread(target=watch, daemon=True).start()

    def end(self) -> None:
        os.kill(PARENT, signal.SIGTERM)


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def test_a_signal_ends_all_workers_in_good_order(watch: Watch) -> None:
    watch.when(lambda: watch.lives(1) and watch.lives(2) and watch.opened, watch.end)
    assert work_for(2, serve, (watch.folder,), watch.open) == 0
    assert watch.opened == 1
    assert (watch.folder / "1.ended").exists()
    assert (watch.folder / "2.ended").exists()
    assert SHARED not in os.environ


def test_a_worker_that_dies_begins_again(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers, "LEAST_PAUSE", 0.0)
    watch.when(lambda: watch.opened, lambda: os.kill(watch.lives(1)[0], signal.SIGKILL))
    watch.when(lambda: len(watch.lives(1)) == 2, watch.end)
    assert work_for(1, serve, (watch.folder,), watch.open) == 0
    assert "worker 1 ended (SIGKILL); it begins again" in caplog.text
    assert watch.opened == 1


def test_workers_that_cannot_begin_are_not_tried_for_ever(watch: Watch) -> None:
    assert work_for(2, unable, (watch.folder,), watch.open) == UNABLE
    assert watch.opened == 0


def test_a_worker_that_does_not_end_is_killed(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.0)
    watch.when(lambda: watch.opened, watch.end)
    assert work_for(1, deaf, (watch.folder,), watch.open) == 0
    assert "is killed" in caplog.text


def test_a_second_signal_ends_them_at_once(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    watch.when(lambda: watch.opened, watch.end)
    watch.when((watch.folder / "heard").exists, watch.end)
    assert work_for(1, deaf, (watch.folder,), watch.open) == 0
    assert "is killed" not in caplog.text  # it would be, some time later


def test_counters_outlive_a_worker_and_gauges_do_not(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A counter that falls back at each death of a worker tells of turns that never were."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

    shown: list[str] = []

    def look() -> None:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        shown.append(generate_latest(registry).decode())
        watch.end()

    begun: list[int] = []

    def mark(pid: int) -> None:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
        begun.append(pid)

    monkeypatch.setattr(workers, "mark_process_dead", mark)
    monkeypatch.setattr(workers, "LEAST_PAUSE", 600.0)
    watch.when(lambda: watch.opened and begun, look)
    work_for(2, counts, (watch.folder,), watch.open)
    assert "flowengine_turns_total 3.0" in shown[0]
    assert "flowengine_pages_connected 2.0" in shown[0]
