"""A real server process and a real browser. No test sleeps: the page says when it is ready."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.browser.fake_exchange import FakeExchange
from tests.nodes import free_port

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a microphone, for those who may use it
    # A site that a test makes up counts as one of the internet, and our server as one at home.
    "--disable-features=LocalNetworkAccessChecks",
]


# Where a page thinks it calls our server, it calls somebody else.
LEADING = """{
  const Real = WebSocket;
  window.WebSocket = class extends Real {
    constructor(url) { super(url.includes("/call/") ? "ADDRESS" : url); }
  };
}"""


@pytest.fixture(scope="session", autouse=True)
def _patient() -> None:
    """On a machine with much to do a page is late, not wrong; Playwright waits 5 s by itself."""
    expect.set_options(timeout=120_000)


class Server:
    """`flowengine serve` in a process of its own, on a free port that it keeps over restarts."""

    options: tuple[str, ...] = ()

    def __init__(self, flows: Path, folder: Path) -> None:
        self.flows = flows
        self.store = folder / "store.db"
        self._folder = folder
        self._port = free_port()
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
                *("--port", str(self._port), "--store", str(self.store), *self.options),
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
def dialled(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of flows that can be called from their pages."""
    folder = tmp_path_factory.mktemp("calls")
    with Server(top / "tests" / "browser" / "calls", folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Let go after its module: while Playwright lives, no other test can run an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def exchange() -> Iterator[FakeExchange]:
    fake = FakeExchange()
    yield fake
    fake.close()


def connected(context: BrowserContext, exchange: FakeExchange) -> None:
    """Calls of these pages go to `exchange`; everything else stays the server's, the policy too."""
    context.add_init_script(LEADING.replace("ADDRESS", exchange.address))

    def allowed(route: Route) -> None:
        response = route.fetch()
        headers = dict(response.headers)
        policy = headers["content-security-policy"]
        headers["content-security-policy"] = policy.replace(
            "connect-src 'self'", f"connect-src 'self' {exchange.address}"
        )
        route.fulfill(response=response, headers=headers)

    context.route(re.compile("/(chat|embed)/[a-z]+[?#]|/(chat|embed)/[a-z]+$"), allowed)


@pytest.fixture
def caller(browser: Browser, dialled: Server, exchange: FakeExchange) -> Iterator[Page]:
    """A page that may use the microphone, whose calls go to `exchange`."""
    context = browser.new_context(
        base_url=dialled.address, locale="en-GB", permissions=["microphone"]
    )
    connected(context, exchange)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


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


def calls(page: Page, address: str = "/chat/talker?lang=en") -> None:
    """Open the page and call from it, until the call is answered."""
    page.goto(address)
    expect(page.locator(".choices:visible, .card:visible, #log .said").first).to_be_visible()
    page.locator("#call-begin").click()
    expect(page.locator("#call")).to_have_attribute("data-state", "call-on")


def type_in(page: Page, text: str) -> None:
    page.locator("#message").fill(text)
    page.locator("#message").press("Enter")
