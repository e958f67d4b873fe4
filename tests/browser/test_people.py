"""Our own people in a browser: invited, signed in with a second factor, seen by everybody."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.test_accessibility import SEEN, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOOD = "correct horse battery"
PAGES = ("/desk/users", "/desk/users/ada", "/desk/new-user", "/desk/me", "/desk/reveal",
         "/desk/users/nobody")  # fmt: skip


def added(server: Server, name: str, *roles: str) -> str:
    """Made beside the running server, as whoever runs it does; the address of the link."""
    given = (part for role in roles for part in ("--role", role))
    command = ("users", "add", name, *given, "--queues", "*", "--store", str(server.store))
    done = subprocess.run(
        (sys.executable, "-m", "flowengine", *command), capture_output=True, text=True, check=True
    )
    found = re.search(r"^/desk/welcome/\S+$", done.stdout, re.MULTILINE)
    assert found, done.stdout + done.stderr
    return found[0]


def choose(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("New password").fill(GOOD)
    page.get_by_label("The same once more").fill(GOOD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.fixture(scope="module")
def office(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that can keep second factors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLOWENGINE_DESK_KEY", "a key of thirty-two characters…!")
        with Server(top / "tests/browser/flows", tmp_path_factory.mktemp("office")) as found:
            yield found


@pytest.fixture(scope="module")
def ada(browser: Browser, office: Server) -> Iterator[Page]:
    """An administrator who supervises, too, and has just chosen a password."""
    context = browser.new_context(base_url=office.address, locale="en-GB")
    page = context.new_page()
    choose(page, added(office, "ada", "administrator", "supervisor"))
    yield page
    context.close()


def test_somebody_is_invited_on_the_page_and_signs_in_with_a_code(
    ada: Page, browser: Browser, office: Server
) -> None:
    ada.goto("/desk/users")
    ada.get_by_role("link", name="Add somebody").click()
    ada.get_by_label("Name", exact=True).fill("olena")
    ada.get_by_label("all queues").check()
    ada.get_by_role("button", name="Add somebody").click()
    expect(ada.get_by_role("status")).to_contain_text("They need a link")
    ada.get_by_role("button", name="Make a link to choose a password").click()
    link = ada.get_by_label("Link").input_value()
    context = browser.new_context(base_url=office.address, locale="en-GB")
    olena = context.new_page()
    choose(olena, link)
    olena.goto("/desk/me")
    olena.get_by_label("Password", exact=True).fill(GOOD)
    olena.get_by_role("button", name="Set it up").click()
    assert faults(olena) == ""
    app = pyotp.TOTP(olena.locator("code").inner_text().replace(" ", ""))
    began = int(time.time())
    olena.get_by_label("The code that it shows then").fill(app.at(began))
    olena.keyboard.press("Enter")
    expect(olena.get_by_role("status")).to_contain_text("asked for a code")
    olena.get_by_role("button", name="Sign out").click()
    expect(olena.get_by_role("heading", name="Sign in")).to_be_visible()
    olena.go_back()
    expect(olena.get_by_role("heading", name="Sign in")).to_be_visible()
    olena.get_by_label("Name").fill("olena")
    olena.get_by_label("Password").fill(GOOD)
    olena.keyboard.press("Enter")
    expect(olena.get_by_role("alert")).to_be_visible()
    olena.get_by_label("Name").fill("olena")
    olena.get_by_label("Password").fill(GOOD)
    # One that was not used yet, wherever the half minutes end meanwhile.
    olena.get_by_label("Code").fill(app.at(max(int(time.time()), began + 30)))
    olena.keyboard.press("Enter")
    expect(olena.get_by_role("button", name="Sign out")).to_be_visible()
    context.close()


@pytest.mark.parametrize("seen", SEEN)
def test_axe_finds_nothing(browser: Browser, office: Server, ada: Page, seen: str) -> None:
    kept = ada.context.storage_state()
    context = browser.new_context(
        base_url=office.address, locale="en-GB", storage_state=kept, **SEEN[seen]
    )
    page = context.new_page()
    for address in PAGES:
        page.goto(address)
        assert faults(page) == "", address
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{address} is wider than its window"
    context.clear_cookies()
    page.goto("/desk/sign-in")
    assert faults(page) == "", "the door"
    context.close()
