from __future__ import annotations

import asyncio
import io
import re
import resource
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from flowengine.host.house import House
from flowengine.host.library import Library, read_folder
from flowengine.server import serve, start
from flowengine.server.drain import Server
from flowengine.server.wire import FRAME
from flowengine.store.opening import opened
from flowengine.store.verbs import Unreachable


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[uvicorn.Config]:
    """What uvicorn was asked to do, instead of doing it."""
    asked: list[uvicorn.Config] = []

    def run(server: Server, sockets: list[socket.socket]) -> None:
        asked.append(server.config)
        server.ready()
        app: Any = server.config.app
        asyncio.run(app.state.house.store.close())
        for one in sockets:
            one.close()

    monkeypatch.setattr(Server, "run", run)
    return asked


def begin(folder: Path, tmp_path: Path, **options: Any) -> tuple[int, str]:
    out = io.StringIO()
    store = options.pop("store", tmp_path / "s.db")
    options.setdefault("port", 0)  # any free one
    environment = options.pop("environment", {})
    code = serve(folder, store=store, out=out, environment=environment, **options)
    return code, out.getvalue()


def test_it_tells_what_it_serves_and_where(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config]
) -> None:
    code, told = begin(folder, tmp_path)
    assert code == 0
    assert "Serving shop: The <shop> & more" in told
    assert re.search(r"Open http://127\.0\.0\.1:\d+/ ", told)


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")])  # noqa: S104 - a port of the test's own
def test_the_address_that_is_told_can_be_opened(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config], host: str, shown: str
) -> None:
    assert f"Open http://{shown}:" in begin(folder, tmp_path, host=host)[1]


def test_a_port_that_is_taken_is_told_in_words(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, told = begin(folder, tmp_path, port=port)
    assert code == 2
    assert f"port {port} cannot be used" in told


def test_it_keeps_no_addresses_and_takes_no_large_frames(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config]
) -> None:
    begin(folder, tmp_path)
    (config,) = run
    assert config.access_log is False
    assert config.ws_max_size == FRAME


def test_a_broken_flow_is_told_in_words_and_the_others_are_served(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config]
) -> None:
    (folder / "bad.flow").write_text('flow bad "Bad"\n\nstart:\n  -> nowhere\n')
    code, told = begin(folder, tmp_path)
    assert code == 0
    assert "Serving shop" in told
    assert "Not taken: bad has mistakes (1)." in told
    assert "bad.flow:4:" in told
    assert "Serving bad" not in told


def test_an_older_version_that_goes_on_is_named_as_such(folder: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    store = opened(tmp_path / "s.db")
    house = House(folder, store, announce=lambda library: start.tell(library, out))
    house.read()
    (folder / "shop.flow").write_text("nonsense, and longer or shorter than it was")
    house.read()
    asyncio.run(store.close())
    assert "Serving shop: The <shop> & more (the version before its mistakes)" in out.getvalue()


def test_a_language_that_nothing_understands_is_told(
    tmp_path: Path, run: list[uvicorn.Config]
) -> None:
    flows = tmp_path / "flows"
    flows.mkdir()
    flow = 'flow line "L"\nlanguages hr\nchannels voice\n\nstart:\n  end\n'
    (flows / "line.flow").write_text(flow)
    environment = {"FLOWENGINE_MODELS": str(tmp_path)}
    _, told = begin(flows, tmp_path, environment=environment)
    assert told.count("Callers answer with keys in “hr”") == 1
    _, told = begin(flows, tmp_path, environment={**environment, "FLOWENGINE_SPEECH": "off"})
    assert "Callers answer" not in told


def test_an_empty_folder_is_told(tmp_path: Path, run: list[uvicorn.Config]) -> None:
    (tmp_path / "flows").mkdir()
    code, told = begin(tmp_path / "flows", tmp_path)
    assert code == 0
    assert "There is no .flow file" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"folder": Path("/nowhere/at/all")}, "There is no folder"),
        ({"port": 70_000}, "is no port"),
        ({"store": Path("/proc/no/store.db")}, "proc"),
    ],
)
def test_what_cannot_begin_says_why_and_gives_2(
    folder: Path, tmp_path: Path, options: dict[str, Any], told: str, run: list[uvicorn.Config]
) -> None:
    code, text = begin(options.pop("folder", folder), tmp_path, **options)
    assert code == 2
    assert told in text
    assert run == []


def test_a_store_that_was_opened_for_nothing_is_let_go(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config]
) -> None:
    begin(tmp_path / "nothing", tmp_path)
    assert begin(folder, tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("limits", "asked", "files"),
    [
        ((1_024, 4_096), (4_096, 4_096), 4_096),
        ((1_024, resource.RLIM_INFINITY), (start.FILES, resource.RLIM_INFINITY), start.FILES),
        ((100_000, 200_000), None, start.FILES),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), None, start.FILES),
        ((200, 200), None, start.RESERVED + start.FEWEST),
    ],
)
def test_as_many_pages_may_be_open_as_the_system_allows(
    folder: Path,
    tmp_path: Path,
    run: list[uvicorn.Config],
    monkeypatch: pytest.MonkeyPatch,
    limits: tuple[int, int],
    asked: tuple[int, int] | None,
    files: int,
) -> None:
    """Every open page is a file; with the usual 1,024 the next visitor met a closed door."""
    set_: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _what: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _what, wanted: set_.append(wanted))
    assert begin(folder, tmp_path)[0] == 0
    assert set_ == ([asked] if asked else [])
    assert run[0].limit_concurrency == files - start.RESERVED


def test_a_system_that_allows_less_than_it_says_is_believed(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(what: int, wanted: tuple[int, int]) -> None:
        raise OSError

    monkeypatch.setattr(resource, "getrlimit", lambda _what: (1_024, 4_096))
    monkeypatch.setattr(resource, "setrlimit", refused)
    begin(folder, tmp_path)
    assert run[0].limit_concurrency == 1_024 - start.RESERVED


def test_what_is_served_and_why_it_is_not_as_the_folder_has_it(folder: Path) -> None:
    library = Library(folder)
    library.refresh()
    out = io.StringIO()
    name = list(library.programs)[-1]
    library.adopt(name, read_folder(folder))
    start.tell(library, out)
    assert out.getvalue().endswith(" (as it was published last)\n")


def test_a_store_with_nothing_published_is_told() -> None:
    out = io.StringIO()
    start.tell(Library(None), out)
    assert out.getvalue() == "Nothing is published in this store yet: flowengine publish FOLDER\n"


class Away:
    """A database that answers from the third time on; nobody's time is spent on waiting."""

    def __init__(self, tmp_path: Path, answers: int) -> None:
        self.asked = 0
        self.now = 0.0
        self._answers = answers
        self._store = tmp_path / "s.db"

    def opened(self, _address: object) -> Any:
        self.asked += 1
        if self.asked < self._answers:
            raise Unreachable("The database cannot be reached.")
        return opened(self._store)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Away]:
    def made(answers: int) -> Away:
        found = Away(tmp_path, answers)
        monkeypatch.setattr(start, "opened", found.opened)
        monkeypatch.setattr(start, "time", found)
        return found

    return made


def test_a_database_that_is_only_starting_is_waited_for(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config], away: Callable[[int], Away]
) -> None:
    """Both began with the machine, and the server gave up before the database was there."""
    database = away(3)
    code, told = begin(folder, tmp_path, store="postgresql://me:s3cret@db/calls")
    assert (code, database.asked) == (0, 3)
    assert told.count("The database cannot be reached. It is asked again for 60 seconds.") == 1
    assert "s3cret" not in told


@pytest.mark.parametrize("workers", [1, 4])
def test_a_database_that_is_not_there_is_not_waited_for_without_end(
    folder: Path,
    tmp_path: Path,
    run: list[uvicorn.Config],
    away: Callable[[int], Away],
    workers: int,
) -> None:
    database = away(1_000)
    code, told = begin(folder, tmp_path, store="postgresql://db/calls", workers=workers)
    assert (code, database.now) == (2, start.PATIENCE)
    assert told.endswith("The database cannot be reached.\n")
    assert run == []


def test_workers_begin_when_their_store_was_seen(
    folder: Path, tmp_path: Path, away: Callable[[int], Away], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def work(number: int, *_: object, **__: object) -> int:
        begun.append(number)
        return 0

    away(1)
    monkeypatch.setattr(start, "work_for", work)
    assert begin(folder, tmp_path, store="postgresql://db/calls", workers=3)[0] == 0
    assert begun == [3]


def test_people_who_count_on_staying_unknown_are_not_kept_by_a_slip(
    folder: Path, tmp_path: Path, run: list[uvicorn.Config]
) -> None:
    slip = {"FLOWENGINE_ANONYMOUS": "smss", "FLOWENGINE_PSEUDONYM_KEY": "x" * 32}
    code, told = begin(folder, tmp_path, environment=slip)
    assert code == 2
    assert "FLOWENGINE_ANONYMOUS names smss, and there is no such gateway." in told
    assert run == []
