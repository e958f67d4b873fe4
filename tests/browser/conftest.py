"""A real server process and a real browser. No test sleeps: the page says when it is ready."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A site that a test makes up counts as one of the internet, and our server as one at home.
    "--disable-features=LocalNetworkAccessChecks",
]


class Server:
    """`flowengine serve` in a process of its own, on a free port that it keeps over restarts."""

    def __init__(self, flows: Path, folder: Path) -> None:
        self.flows = flows
        self.store = folder / "store.db"
        self._folder = folder
        self._port = _free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.stop()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "flowengine", "serve", str(self.flows)),
                *("--port", str(self._port), "--store", str(self.store)),
            ],
            stderr=subprocess.PIPE,
            text=True,
            cwd=self._folder,
        )
        self.tells("Open http://")

    def tells(self, beginning: str) -> None:
        """Wait until the server tells something that begins so."""
        assert self._process is not None
        assert self._process.stderr is not None
        told = []
        for line in self._process.stderr:
            told.append(line)
            if line.startswith(beginning):
                return
        raise AssertionError("the server ended after telling: " + "".join(told))

    def kill(self) -> None:
        """As a power cut does it."""
        self._stop(signal.SIGKILL)

    def stop(self) -> None:
        self._stop(signal.SIGTERM)

    def _stop(self, how: signal.Signals) -> None:
        if self._process is not None:
            os.kill(self._process.pid, how)
            self._process.communicate()
            self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(top: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of a copy of the example hotlines."""
    with Server(Path(shutil.copytree(top / "flows", tmp_path / "flows")), tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def kinds(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of flows that ask each kind of question; every test has its own conversation."""
    folder = tmp_path_factory.mktemp("kinds")
    with Server(top / "tests" / "browser" / "flows", folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Let go after its module: while Playwright lives, no other test can run an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A desk-sized page; what the browser complains about is a failure."""
    yield from _page(browser, server)


@pytest.fixture
def asking(browser: Browser, kinds: Server) -> Iterator[Page]:
    """The same on the server of `kinds`."""
    yield from _page(browser, kinds)


def _page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(base_url=server.address, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


# ------------------------------------------------------------ what a person does there


def said(page: Page) -> list[str]:
    """All bubbles, in order."""
    return page.locator("#log .said").all_inner_texts()


def says(page: Page, text: str) -> None:
    """Wait until the flow has said this last."""
    expect(page.locator("#log .said:not(.mine)").last).to_contain_text(text)


def pick(page: Page, label: str) -> None:
    page.locator(".choices:visible").get_by_role("button", name=label).click()


def type_in(page: Page, text: str) -> None:
    page.locator("#message").fill(text)
    page.locator("#message").press("Enter")
