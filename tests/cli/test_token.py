from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from flowengine.cli import main
from flowengine.host.access import Access
from flowengine.store.opening import opened
from flowengine.store.records import Token

Call = Callable[..., tuple[int, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs the command on a store in a folder of its own; the exit code and all it said."""

    def called(*arguments: str) -> tuple[int, str]:
        code = main(["token", *arguments, "--store", str(tmp_path / "store.db")])
        out, err = capsys.readouterr()
        return code, out + err

    return called


def who(store: Path, secret: str) -> Token | None:
    async def asked() -> Token | None:
        found = opened(store, beside=True)
        await found.start()
        try:
            return await Access(found).who(secret)
        finally:
            await found.close()

    return asyncio.run(asked())


def secret_of(said: str) -> str:
    found = re.search(r"^fe_\S+$", said, re.MULTILINE)
    assert found
    return found[0]


def test_a_token_is_shown_once_and_opens(call: Call, tmp_path: Path) -> None:
    code, said = call("new", "crm", "--days", "30")
    secret = secret_of(said)
    token = who(tmp_path / "store.db", secret)
    assert code == 0
    assert token is not None
    assert (token.name, token.role) == ("crm", "api")
    assert round((token.ends - token.at) / 86_400) == 30
    assert secret not in call("list")[1]


def test_the_list_says_who_may_do_what_until_when(call: Call, tmp_path: Path) -> None:
    asyncio.run(opened(tmp_path / "store.db").close())
    assert "There is no token" in call("list")[1]
    call("new", "olena", "--role", "operator", "--days", "0")
    code, said = call("list")
    assert code == 0
    assert re.fullmatch(r"[0-9a-f]{16}  operator  without end  olena\n", said)


def test_a_revoked_one_opens_nothing(call: Call, tmp_path: Path) -> None:
    secret = secret_of(call("new", "crm")[1])
    name = call("list")[1].split()[0]
    assert call("revoke", name) == (0, f"{name} is revoked.\n")
    assert who(tmp_path / "store.db", secret) is None
    code, said = call("revoke", name)
    assert code == 1
    assert "flowengine token list" in said


def test_a_second_token_of_a_name_is_told(call: Call) -> None:
    """For both reach the same conversations, and the old one should go."""
    call("new", "crm")
    first = call("list")[1].split()[0]
    assert f"other tokens ({first})" in call("new", "crm")[1]
    assert "other tokens" not in call("new", "till")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("new", " "), "needs a name"), (("new", "crm", "--days", "-1"), "from 1 to 3650 days")],
)
def test_what_makes_no_sense_is_refused(call: Call, arguments: tuple[str, ...], told: str) -> None:
    code, said = call(*arguments)
    assert code == 2
    assert told in said


def test_only_the_first_token_makes_a_store(call: Call, tmp_path: Path) -> None:
    """A file that is misspelt must not look like an empty one."""
    code, said = call("list")
    assert (code, (tmp_path / "store.db").exists()) == (2, False)
    assert "no such file" in said
    assert call("new", "crm")[0] == 0


def test_a_store_that_is_none_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("not a database " * 400, encoding="utf-8")
    assert main(["token", "list", "--store", str(tmp_path / "notes.txt")]) == 2
    assert main(["token", "list", "--store", "mysql://there"]) == 2
    assert "Traceback" not in capsys.readouterr().err
