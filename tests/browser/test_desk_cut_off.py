"""A power cut under a call at the desk: the server, or the process that carries calls, is killed
while the person's page and the agent's are open. Both are told at once and talk on afterwards."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.console import SLOWLY
from tests.browser.voices import calls, hears, humming, sat, signed_in, state, takes
from tests.nodes import Node, free_port
from tests.server.desk.calling import LINE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AGENT, PERSON = 700.0, 1100.0
# All that a call's controls said, also for a moment.
_NOTING = """() => {
  const call = document.getElementById("call");
  window.stood = [];
  const note = () => stood.push([call.dataset.state, call.textContent]);
  new MutationObserver(note).observe(call, { subtree: true, childList: true, attributes: true });
}"""


@pytest.fixture(scope="module")
def browsers(
    chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Browser, Browser]]:
    """The agent's and the person's."""
    folder = tmp_path_factory.mktemp("microphones")
    with (
        sync_playwright() as playwright,
        closing(humming(playwright, chromium, folder / "agent.wav", AGENT)) as agent,
        closing(humming(playwright, chromium, folder / "person.wav", PERSON)) as person,
    ):
        yield agent, person


@pytest.mark.parametrize("what", ["server", "exchange"])
def test_a_call_goes_on_after_a_power_cut_and_as_a_chat_after_that(
    browsers: tuple[Browser, Browser], tmp_path: Path, what: str
) -> None:
    (tmp_path / "flows").mkdir()
    text = LINE.replace("{record}", "")
    (tmp_path / "flows" / "line.flow").write_text(text, encoding="utf-8")
    node = _begun(tmp_path, free_port()).open()
    try:
        with (
            closing(sat(browsers[0], node)) as desk,
            closing(sat(browsers[1], node)) as home,
        ):
            agent, person = signed_in(desk, "olena"), calls(home.new_page())
            takes(agent)
            _talk(agent, person)
            for page in (agent, person):
                page.evaluate(_NOTING)
            if what == "server":
                node.kill()
                node = _begun(tmp_path, node.port).open()
            else:
                os.kill(_exchange(node), signal.SIGKILL)
            _told(agent, "lost", "The connection broke.")
            _told(person, "call-lost", "The connection is lost.")
            _talk(agent, person)
            assert _item(tmp_path) == ("active", "demo-olena", "voice")
            person.get_by_role("button", name="Hang up").click()
            expect(agent.locator("#told")).to_contain_text("goes on in writing", timeout=SLOWLY)
            expect(agent.locator("#call")).to_be_hidden(timeout=SLOWLY)
            assert _item(tmp_path) == ("active", "demo-olena", "chat")
    finally:
        node.kill()


def _begun(folder: Path, port: int) -> Node:
    return Node(folder / "flows", folder / "store.db", "--demo", port=port, calls={})


def _exchange(node: Node) -> int:
    """The process that carries calls."""
    own = node.process.pid
    children = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()
    lines = {int(one): Path(f"/proc/{one}/cmdline").read_bytes() for one in children}
    return next(one for one, line in lines.items() if b"calls.carrying" in line)


def _talk(agent: Page, person: Page) -> None:
    state(agent, "on")
    state(person, "call-on")
    hears(agent, PERSON, nor=(AGENT,))
    hears(person, AGENT, nor=(PERSON,))


def _told(page: Page, state: str, words: str) -> None:
    page.wait_for_function("([name]) => stood.some(([at]) => at === name)", arg=[state])
    assert page.evaluate("(words) => stood.some(([, text]) => text.includes(words))", words)


def _item(folder: Path) -> tuple[str, str, str]:
    with closing(sqlite3.connect(folder / "store.db")) as store:
        ((body,),) = store.execute("SELECT body FROM item")
    one = json.loads(body)
    return one["state"], one["agent"], one.get("media", "chat")
