"""Downloads against a real HTTP server that breaks off, changes its mind, or lies."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flowengine.speech.installing.downloading import NotFetched, digest, download

BODY = bytes(range(256)) * 1024  # 256 KiB
SHA = hashlib.sha256(BODY).hexdigest()


@dataclass
class Behaviour:
    """What the server does, request by request; the last way goes on for ever."""

    body: bytes = BODY
    etag: str = '"one"'
    ranges: bool = True
    length: bool = True
    cut: list[int] = field(default_factory=list)  # bytes after which each request breaks off
    status: list[int] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Server:
    address: str
    does: Behaviour


@pytest.fixture
def server() -> Iterator[Server]:
    does = Behaviour()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            does.seen.append({name.lower(): text for name, text in self.headers.items()})
            if does.status:
                self.send_error(does.status.pop(0))
                return
            start = self._start()
            rest = does.body[start:]
            self.send_response(206 if start else 200)
            if start:
                self.send_header(
                    "Content-Range", f"bytes {start}-{len(does.body) - 1}/{len(does.body)}"
                )
            if does.length:
                self.send_header("Content-Length", str(len(rest)))
            if does.etag:
                self.send_header("ETag", does.etag)
            self.end_headers()
            self.wfile.write(rest[: does.cut.pop(0)] if does.cut else rest)
            self.close_connection = True

        def _start(self) -> int:
            asked = self.headers.get("Range", "")
            if not does.ranges or self.headers.get("If-Range") != does.etag:
                return 0
            return int(asked.removeprefix("bytes=").rstrip("-") or 0)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
        thread.start()
        yield Server(f"http://127.0.0.1:{serving.server_address[1]}/model.zip", does)
        serving.shutdown()
        thread.join()


def fetch(server: Server, folder: Path, **how: object) -> str:
    return download(server.address, folder / "model.zip", pause=0.0, **how)  # type: ignore[arg-type]


def left(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_comes_whole_and_tells_how_far_it_is(server: Server, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = fetch(server, tmp_path, told=lambda came, of: told.append((came, of)))
    assert found == SHA == digest(tmp_path / "model.zip")
    assert told[0] == (0, len(BODY))
    assert told[-1] == (len(BODY), len(BODY))
    assert left(tmp_path) == ["model.zip"]


def test_what_breaks_off_goes_on_from_there(server: Server, tmp_path: Path) -> None:
    server.does.cut = [100_000, 50_000]
    assert fetch(server, tmp_path) == SHA
    asked = [seen.get("range") for seen in server.does.seen]
    assert asked == [None, "bytes=100000-", "bytes=150000-"]
    assert {seen["accept-encoding"] for seen in server.does.seen} == {"identity"}


def test_it_goes_on_in_another_run(server: Server, tmp_path: Path) -> None:
    server.does.cut = [100_000]
    server.does.status = []
    with pytest.raises(NotFetched) as failed:
        fetch_until_dead(server, tmp_path)
    assert failed.value.resumes
    assert left(tmp_path) == ["model.zip.part", "model.zip.part.mark"]
    server.does.cut, server.does.status = [], []
    server.does.seen.clear()
    assert fetch(server, tmp_path) == SHA
    assert server.does.seen[0]["range"] == "bytes=100000-"


def fetch_until_dead(server: Server, folder: Path) -> None:
    """One part comes, then the server answers no more."""
    server.does.cut = [100_000, *[0] * 20]
    fetch(server, folder)


def test_a_file_that_changed_meanwhile_is_begun_anew(server: Server, tmp_path: Path) -> None:
    with pytest.raises(NotFetched):
        fetch_until_dead(server, tmp_path)
    server.does.cut = []
    server.does.body, server.does.etag = BODY[::-1], '"two"'
    assert fetch(server, tmp_path) == hashlib.sha256(BODY[::-1]).hexdigest()


@pytest.mark.parametrize(
    ("etag", "ranges"), [('"one"', False), ("", True), ('W/"weak"', True)],
    ids=["no ranges", "no mark", "a weak mark"],
)  # fmt: skip
def test_what_cannot_be_resumed_is_begun_anew(
    server: Server, tmp_path: Path, etag: str, ranges: bool
) -> None:
    server.does.etag, server.does.ranges, server.does.cut = etag, ranges, [100_000]
    assert fetch(server, tmp_path) == SHA
    assert "range" not in server.does.seen[1] or not ranges


def test_another_file_than_expected_is_not_kept(server: Server, tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="not what was expected") as failed:
        fetch(server, tmp_path, sha256="0" * 64)
    assert SHA in str(failed.value)
    assert left(tmp_path) == []


def test_the_expected_file_is_taken(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path, sha256=SHA.upper()) == SHA


@pytest.mark.parametrize("status", [403, 404, 410])
def test_what_is_not_there_is_told_at_once(server: Server, tmp_path: Path, status: int) -> None:
    server.does.status = [status]
    with pytest.raises(NotFetched, match=rf"HTTP {status}.*--from"):
        fetch(server, tmp_path)
    assert len(server.does.seen) == 1


def test_a_server_that_is_busy_is_asked_again(server: Server, tmp_path: Path) -> None:
    server.does.status = [503, 429, 500]
    assert fetch(server, tmp_path) == SHA
    assert len(server.does.seen) == 4


@pytest.mark.parametrize("length", [True, False], ids=["announced", "unannounced"])
def test_a_file_without_end_is_not_taken(server: Server, tmp_path: Path, length: bool) -> None:
    server.does.length = length
    with pytest.raises(NotFetched, match=r"larger|does not end"):
        fetch(server, tmp_path, most=1000)
    assert not (tmp_path / "model.zip").exists()


def test_nobody_there_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="cannot be reached") as failed:
        download("http://127.0.0.1:9/model.zip", tmp_path / "model.zip", pause=0.0)
    assert failed.value.resumes


def test_a_folder_that_cannot_be_written_is_told(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NotFetched, match="cannot be written"):
        download(server.address, tmp_path / "file" / "model.zip", pause=0.0)
