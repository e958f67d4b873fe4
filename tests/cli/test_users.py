from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from argon2 import PasswordHasher

from flowengine.cli import main, users
from flowengine.cli.refusal import Refusal
from flowengine.desk.declared import Declared, entry
from flowengine.desk.people import User
from flowengine.host import demo
from flowengine.host.credentials import Credentials
from flowengine.host.passwords import Passwords
from flowengine.host.people import People
from flowengine.store.database import Database
from flowengine.store.opening import opened

Call = Callable[..., tuple[int, str]]
GOOD = "correct horse battery"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Runs the command on a store in a folder of its own; the exit code and all it said."""
    monkeypatch.setattr(Passwords, "_hasher", lambda _self: CHEAP)

    def called(*arguments: str) -> tuple[int, str]:
        code = main(["users", *arguments, "--store", str(tmp_path / "store.db")])
        out, err = capsys.readouterr()
        return code, out + err

    return called


def beside(folder: Path, work: Callable[[Database], object]) -> None:
    async def whole() -> None:
        store = opened(folder / "store.db", beside=True)
        await store.start()
        await work(store)  # type: ignore[misc]
        await store.close()

    asyncio.run(whole())


def user(folder: Path, name: str) -> User:
    found: list[User] = []

    async def look(store: Database) -> None:
        found.append(await People(store).named(name))

    beside(folder, look)
    return found[0]


def test_the_first_user_is_added_and_gets_a_link(call: Call, tmp_path: Path) -> None:
    code, said = call("add", "ada", "--role", "administrator")
    assert code == 0
    assert "ada is added (administrator)." in said
    link = re.search(r"^/desk/welcome/(\S{43})$", said, re.MULTILINE)
    assert link

    async def choose(store: Database) -> None:
        credentials = Credentials(People(store), store)
        await credentials.accept(link[1], GOOD)
        assert await credentials.sign_in("ada", GOOD) is not None

    beside(tmp_path, choose)
    again = call("invite", "ada")[1]
    assert "/desk/welcome/" in again
    assert link[1] not in again


def test_all_that_a_user_may_is_named_and_changed(call: Call, tmp_path: Path) -> None:
    options = "--role agent --role supervisor --queues a,b --languages uk:5,en:3 --skills legal"
    call("add", "olena", *options.split(), "--caps", "chat:2", "--shown", "Olena K.")
    found = user(tmp_path, "olena")
    assert (found.shown, found.roles) == ("Olena K.", ("agent", "supervisor"))
    assert (found.queues, found.languages) == (("a", "b"), {"uk": 5, "en": 3})
    assert (found.skills, found.caps["chat"]) == ({"legal": 5}, 2)
    assert call("change", "olena", "--queues", "*")[1] == "olena is changed.\n"
    after = user(tmp_path, "olena")
    assert after == msgspec.structs.replace(found, queues=("*",), version=after.version)
    assert call("change", "olena")[1] == "Nothing was named to be changed.\n"


def test_who_is_disabled_is_listed_so_and_can_be_enabled(call: Call, tmp_path: Path) -> None:
    assert call("add", "olena", "--languages", "uk")[0] == 0
    assert call("disable", "olena")[0] == 0
    assert re.search(r"^olena +agent +0 queues; uk:5; disabled$", call("list")[1], re.MULTILINE)
    assert call("change", "olena", "--enable")[0] == 0
    assert "0 queues; uk:5; no password yet" in call("list")[1]

    async def more(store: Database) -> None:
        await store.write_user(demo.USERS[1])
        one = await People(store).named("olena")
        kept = msgspec.structs.replace(one, password="x", second=b"y", version=one.version + 1)
        assert await store.write_user(kept)

    beside(tmp_path, more)
    listed = call("list")[1]
    assert "all queues; en:5; demonstration" in listed
    assert re.search("uk:5; second factor$", listed, re.MULTILINE)
    assert call("second-factor", "olena", "--off")[0] == 0
    assert not user(tmp_path, "olena").second


def test_a_password_can_be_given_where_nobody_looks(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    said = call("add", "ada", "--role", "administrator", "--password")[1]
    assert "/desk/welcome/" not in said
    assert user(tmp_path, "ada").password
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    code, said = call("add", "bo", "--password")
    assert code == 2
    assert "12 to 200 characters" in said
    assert "bo" not in call("list")[1]


def test_a_password_that_is_typed_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    typed = iter(["one", "one", "one", "two"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert users._asked("ada") == "one"
    with pytest.raises(Refusal):
        users._asked("ada")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "Ada"), "small letters"),
        (("add", "ada", "--languages", "uk:x"), "no name with a number"),
        (("invite", "nobody"), "There is no user nobody"),
        (("disable", "boss"), "last administrator"),
        (("add", "boss"), "already"),
    ],
)
def test_what_cannot_be_done_is_refused(call: Call, arguments: tuple[str, ...], told: str) -> None:
    call("add", "boss", "--role", "administrator")
    code, said = call(*arguments)
    assert code == 2
    assert told in said


def test_an_empty_list_says_how_to_begin(call: Call, tmp_path: Path) -> None:
    assert call("list")[0] == 2  # there is no store
    asyncio.run(opened(tmp_path / "store.db").close())
    assert "flowengine users add NAME --role administrator" in call("list")[1]


def test_a_queue_that_no_flow_has_is_told_where_that_can_be_known(
    call: Call, tmp_path: Path
) -> None:
    told = call("add", "olena", "--queues", "advise")[1]
    assert "No flow" not in told  # nothing was served yet: nobody can know

    async def serve(store: Database) -> None:
        await store.declare([entry(name, Declared(), 1.0) for name in ("advice", "duty")])

    beside(tmp_path, serve)
    code, told = call("add", "ivan", "--queues", "advice,advise")
    assert code == 0
    assert "No flow that was served has a queue advise. There are: advice, duty." in told
    assert "a queue advice." not in told
    assert user(tmp_path, "ivan").queues == ("advice", "advise")  # the flow may come later
    assert "No flow" not in call("change", "ivan", "--queues", "*")[1]
    assert "a queue nobody" in call("change", "ivan", "--queues", "nobody")[1]
    assert "1 queue;" in call("list")[1]
