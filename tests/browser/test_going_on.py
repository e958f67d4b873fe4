"""Somebody leaves the page for SMS, by a real gateway, and is talked with from their old place."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from flowengine.host.gateways import signing
from tests.browser.adviser import Adviser
from tests.browser.conftest import says, type_in
from tests.browser.demonstration import Demonstration

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECRET = "a-secret-of-more-than-24-letters"
NUMBER = "+380501112233"
WITHIN = 60.0  # seconds; the machine may be busy


@contextmanager
def provider() -> Iterator[tuple[str, queue.Queue[dict[str, Any]]]]:
    """The address of one that takes every message, and what it took."""
    taken: queue.Queue[dict[str, Any]] = queue.Queue()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            signing.proved(dict(self.headers), body, (SECRET,), time.time())
            taken.put(json.loads(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/send", taken
        finally:
            server.shutdown()
            thread.join()


def texts(address: str, text: str) -> None:
    """An SMS of that number comes, as its provider brings it."""
    body = json.dumps({"id": "SM1", "from": NUMBER, "text": text}).encode()
    headers = signing.signed("SM1", time.time(), body, (SECRET,))
    headers["content-type"] = "application/json"
    url = f"{address}/gateways/texts"
    answer = httpx2.post(url, content=body, headers=headers, timeout=WITHIN)
    assert answer.status_code == 202, answer.text


def test_whoever_goes_on_by_sms_is_answered_there_and_the_page_is_left(
    browser: Browser, top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect.set_options(timeout=WITHIN * 1000)
    with provider() as (url, taken):
        gateway = f"channel=sms flow=shelter url={url} secret=texts country=380"
        monkeypatch.setenv("FLOWENGINE_GATEWAY_TEXTS", gateway)
        monkeypatch.setenv("FLOWENGINE_SECRET_TEXTS", SECRET)
        monkeypatch.setenv("FLOWENGINE_PRIVATE_SERVICES", "127.0.0.1")
        with Demonstration(top / "tests" / "browser" / "by_sms", tmp_path) as desk:
            olena = Adviser(browser, desk.address)
            olena.ready()
            context = browser.new_context(base_url=desk.address, locale="en-GB")
            page = context.new_page()
            for one in (page, olena.page):
                one.set_default_timeout(WITHIN * 1000)
            complaints: list[str] = []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto("/chat/shelter?lang=en")
            says(page, "I am looking for somebody.")
            type_in(page, "by SMS")
            says(page, "Which number shall we write to?")
            type_in(page, "050 111 22 33")
            page.get_by_role("button", name="Yes").last.click()
            page.get_by_role("button", name="Yes").last.click()
            expect(page.locator("#log")).to_contain_text("We write to 050 111 22 33 now.")
            expect(page.locator("#over")).to_be_visible()
            first = taken.get(timeout=WITHIN)
            assert first["to"] == NUMBER
            assert first["text"].startswith("You are still in the queue here.")

            olena.takes()
            olena.says("I am Olena. Are you safe?")
            assert taken.get(timeout=WITHIN)["text"] == "I am Olena. Are you safe?"
            assert olena.ask("open", item=olena.item)["type"] == "took"
            texts(desk.address, "Yes, I am in the library.")
            olena.page.wait_for_function(
                "() => JSON.stringify(desk.told).includes('in the library')"
            )
            # Whoever has the page need not be who has the telephone.
            expect(page.locator("#log")).not_to_contain_text("still in the queue here")
            expect(page.locator("#log")).not_to_contain_text("Olena")
            page.reload()
            says(page, "I am looking for somebody.")
            expect(page.locator("#log")).not_to_contain_text("library")
            assert complaints == []
            olena.close()
            context.close()
