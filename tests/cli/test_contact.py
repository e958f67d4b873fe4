from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flowengine.cli import contact as contact_command
from flowengine.cli import main
from flowengine.store.opening import opened
from flowengine.store.records import Attribute, Audit, Consent, Tag

NUMBER = "+380671234567"
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def people(tmp_path: Path) -> list[str]:
    """Two contacts, the first well known."""

    async def made() -> list[str]:
        store = opened(tmp_path / "store.db")
        await store.start()
        first = (await store.identify("sms", NUMBER, 1.0)).id
        second = (await store.identify("email", "olha@example.org", 2.0)).id
        await store.write_contact(
            attributes=[Attribute(first, "name", '"Оля"', 1.0)],
            tags=[Tag(f"contact/{first}", "vip", 1.0)],
            consents=[Consent(first, "news", "sms", True, "v1", "paper", 1.0)],
        )
        await store.close()
        return [first, second]

    return asyncio.run(made())


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """The exit code, the output and what was said beside it."""

    def called(*arguments: str) -> tuple[int, str, str]:
        code = main(["contact", *arguments, "--store", str(tmp_path / "store.db")])
        out, err = capsys.readouterr()
        return code, out, err

    return called


def audits(path: Path) -> list[Audit]:
    async def read() -> list[Audit]:
        store = opened(path / "store.db", beside=True)
        await store.start()
        try:
            return list(await store.audits())
        finally:
            await store.close()

    return asyncio.run(read())


def test_a_person_is_found_and_shown(call: Call, people: list[str]) -> None:
    code, out, err = call("find", "оля")
    assert (code, err) == (0, "1 found.\n")
    assert out == f"{people[0]}  sms {NUMBER}\n"
    assert call("find", "iryna")[0] == 1
    _, out, _ = call("show", people[0])
    for line in (f"sms {NUMBER}", 'name = "Оля"', "vip", "news on sms: yes"):
        assert line in out


def test_everything_goes_to_a_new_file_and_is_written_down(
    call: Call, people: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "olya.json"
    assert call("export", people[0], str(file))[0] == 0
    assert json.loads(file.read_text())["contact"]["attributes"][0]["value"] == "Оля"
    assert file.stat().st_mode & 0o777 == 0o600
    assert call("export", people[0], str(file))[0] == 2  # never over another
    assert [(one.who, one.what) for one in audits(tmp_path)] == [
        ("command line", "exported the contact")
    ]


def test_merged_people_are_one_until_they_are_parted(call: Call, people: list[str]) -> None:
    first, second = people
    assert call("merge", second, first)[0] == 0
    assert "olha@example.org" in call("show", first)[1]
    assert call("merge", second, first)[0] == 2
    assert call("part", second)[0] == 0
    assert "olha@example.org" not in call("show", first)[1]
    code, _, err = call("part", second)
    assert (code, err) == (2, "This contact is not merged into another.\n")


def test_erasing_asks_first_and_gives_a_receipt(
    call: Call, people: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = call("erase", people[0])
    assert (code, err) == (1, "Nothing was deleted. Answer y in a terminal, or add --yes.\n")
    monkeypatch.setattr(contact_command, "_sure", lambda question: people[0] in question)
    code, out, _ = call("erase", people[0])
    receipt = json.loads(out)
    assert (code, receipt["identities"], receipt["consents"]) == (0, 1, 1)
    assert people[0] not in out
    assert call("show", people[0])[0] == 2
    assert [(one.what, one.subject) for one in audits(tmp_path)] == [("erased a contact", "")]
