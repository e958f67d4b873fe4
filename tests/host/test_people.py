from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyotp
import pytest
from argon2 import PasswordHasher

from flowengine.desk.people import ADMINISTRATOR, AGENT, AUDITOR, SUPERVISOR, User
from flowengine.host.demo import USERS
from flowengine.host.passwords import Passwords
from flowengine.host.people import DAYS, People, checked, levels, stamp, written
from flowengine.host.refusal import Refusal
from flowengine.host.second import SECONDS, Second
from flowengine.store.database import Database
from flowengine.store.opening import opened

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "correct horse battery"
OTHER = "staple and other words"
KEY = "a key of thirty-two characters…!"


class Clock:
    def __init__(self) -> None:
        self.now = 1_790_000_010.0

    def __call__(self) -> float:
        return self.now


class Office:
    """People on a store, and what was written down."""

    def __init__(self, runner: asyncio.Runner, store: Database) -> None:
        self.runner = runner
        self.store = store
        self.clock = Clock()
        self.people = People(store, Second(KEY), hashes=Passwords(CHEAP), clock=self.clock)

    async def olena(self, **about: Any) -> User:
        user = await self.people.add("olena", by="test", **about)
        return await self.people.accept(await self.people.invite(user, by="test"), GOOD)

    async def audits(self) -> list[tuple[str, str]]:
        return [(one.who, one.what) for one in reversed(await self.store.audits())]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with asyncio.Runner() as runner:
        store = opened(tmp_path / "store.db")
        runner.run(store.start())
        yield Office(runner, store)
        runner.run(store.close())


def at_work(story: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test that is a coroutine, in the loop of its office."""

    @functools.wraps(story)
    def test(office: Office, **given: Any) -> None:
        async def whole() -> None:
            await story(office=office, **given)

        office.runner.run(whole())

    return test


async def refused(work: Awaitable[Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        await work
    return refusal.value.code


@at_work
async def test_somebody_is_added_invited_and_signs_in(office: Office) -> None:
    people = office.people
    user = await people.add("o.koval", by="user/ada", roles=[AUDITOR, AGENT], queues=("help",))
    assert (user.shown, user.roles, user.password) == ("O Koval", (AGENT, AUDITOR), "")
    assert await people.sign_in("o.koval", "") is None
    secret = await people.invite(user, by="user/ada")
    assert (await people.invited(secret)).id == user.id
    chosen = await people.accept(secret, GOOD)
    assert await refused(people.accept(secret, OTHER)) == "no-invitation"  # good once
    assert await people.sign_in("O.Koval", GOOD) == chosen
    assert await people.sign_in("o.koval", OTHER) is None
    assert await office.audits() == [
        ("user/ada", "user added: roles agent auditor, queues help"),
        ("user/ada", "user invited"),
        ("user/o.koval", "password set"),
    ]
    assert secret not in repr(await office.store.tokens())


@pytest.mark.parametrize("name", ["", "Olena", "олена", "a b", "-a", "a/b", "x" * 41, "a\n"])
@at_work
async def test_a_name_is_one_that_can_be_typed_anywhere(office: Office, name: str) -> None:
    assert await refused(office.people.add(name, by="test")) == "no-name"


@at_work
async def test_no_two_have_one_name(office: Office) -> None:
    await office.people.add("olena", by="test")
    assert await refused(office.people.add("olena", by="test")) == "name-taken"
    assert await refused(office.people.named("nobody")) == "unknown-user"
    assert await refused(office.people.known("nobody")) == "unknown-user"
    one = await office.people.named("olena")
    assert await office.people.known(one.id) == one
    assert await office.people.all() == (one,)


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"shown": " "}, "no-shown"),
    ({"shown": "x" * 61}, "no-shown"),
    ({"shown": "a\u202eb"}, "no-shown"),
    ({"roles": ()}, "no-role"),
    ({"roles": ("king",)}, "no-role"),
    ({"queues": ("help me",)}, "no-queue"),
    ({"languages": {"uk": 6}}, "no-level"),
    ({"languages": {"u k": 5}}, "no-level"),
    ({"skills": {"legal": 0}}, "no-level"),
    ({"caps": {"fax": 1}}, "no-cap"),
    ({"caps": {"chat": -1}}, "no-cap"),
    ({"caps": {"chat": 21}}, "no-cap"),
]


@pytest.mark.parametrize(("about", "code"), MISTAKES)
def test_what_makes_no_sense_of_a_user_is_told(about: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        checked(USERS[0], about)
    assert refusal.value.code == code


def test_what_is_checked_is_put_in_order() -> None:
    user = checked(
        USERS[0], {"roles": (SUPERVISOR, AGENT), "queues": ("b", "a", "b"), "caps": {"chat": 2}}
    )
    assert user.roles == (AGENT, SUPERVISOR)
    assert user.queues == ("b", "a")
    assert user.caps == {"voice": 1, "chat": 2, "async": 10}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("uk:5, en:3", {"uk": 5, "en": 3}),
        (" legal  trauma:2,", {"legal": 5, "trauma": 2}),
        ("uk:9", {"uk": 9}),  # `checked` knows which levels there are
    ],
)
def test_levels_are_read_as_people_write_them(text: str, found: dict[str, int]) -> None:
    assert levels(text) == found


@pytest.mark.parametrize("text", ["uk:", "uk:x", "uk:-1", "uk:٣", "uk:1:2"])
def test_a_level_that_is_no_number_is_told(text: str) -> None:
    with pytest.raises(Refusal):
        levels(text)


@at_work
async def test_a_change_is_written_down_and_not_made_over_anothers(office: Office) -> None:
    user = await office.people.add("olena", by="test")
    after = await office.people.change(user, by="user/ada", queues=("a", "*"), languages={"uk": 5})
    assert after.version == user.version + 1
    assert await office.people.change(after, by="user/ada", queues=("a", "*")) == after  # nothing
    assert (
        await refused(office.people.change(user, by="user/ada", shown="X")) == "changed-meanwhile"
    )
    changes = [what for _, what in await office.audits() if what.startswith("user changed")]
    assert changes[0] == "user changed: queues a *, languages uk:5"
    with pytest.raises(TypeError):
        await office.people.change(after, by="user/ada", height=3)


@at_work
async def test_the_last_administrator_stays_one(office: Office) -> None:
    people = office.people
    ada = await people.add("ada", by="test", roles=(ADMINISTRATOR,))
    assert await refused(people.disable(ada, by="test")) == "last-administrator"
    assert await refused(people.change(ada, by="test", roles=(AGENT,))) == "last-administrator"
    await people.add("bo", by="test", roles=(ADMINISTRATOR,))
    gone = await people.disable(ada, by="test")
    assert (await people.disable(gone, by="test", disabled=False)).disabled is False


@at_work
async def test_who_is_disabled_cannot_come_in_by_any_way(office: Office) -> None:
    user = await office.olena()
    secret = await office.people.invite(user, by="test")
    await office.people.disable(user, by="test")
    assert await office.people.sign_in("olena", GOOD) is None
    assert await refused(office.people.accept(secret, OTHER)) == "no-invitation"


@at_work
async def test_an_invitation_ends_by_time_by_a_newer_one_and_by_a_password(office: Office) -> None:
    people = office.people
    user = await people.add("olena", by="test")
    await people.invite(await people.add("marko", by="test"), by="test")
    old = await people.invite(user, by="test")
    new = await people.invite(user, by="test")
    for wrong in (old, "", "x", old.upper()):
        assert await refused(people.invited(wrong)) == "no-invitation"
    office.clock.now += DAYS * 86_400
    assert await refused(people.invited(new)) == "no-invitation"
    newest = await people.invite(user, by="test")
    await people.set_password(user, GOOD, by="test")
    assert await refused(people.accept(newest, OTHER)) == "no-invitation"
    assert await people.sign_in("olena", GOOD) is not None


@at_work
async def test_a_link_that_two_use_at_once_is_good_for_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await office.people.add("olena", by="test")
    secret = await office.people.invite(user, by="test")

    async def gone(_token: str) -> bool:
        return False

    monkeypatch.setattr(office.store, "revoke", gone)
    assert await refused(office.people.accept(secret, GOOD)) == "no-invitation"


@at_work
async def test_a_weak_password_leaves_the_link_good(office: Office) -> None:
    secret = await office.people.invite(await office.people.add("olena", by="test"), by="test")
    assert await refused(office.people.accept(secret, "olena")) == "weak"
    assert (await office.people.accept(secret, GOOD)).password


@at_work
async def test_users_of_the_demonstration_never_get_a_password(office: Office) -> None:
    assert await refused(office.people.invite(USERS[0], by="test")) == "demo"
    kept = await Passwords(CHEAP).hashed(GOOD)
    await office.store.write_user(msgspec.structs.replace(USERS[0], password=kept))
    assert await office.people.sign_in("olena", GOOD) is None


@at_work
async def test_ones_own_password_is_changed_by_who_knows_it(office: Office) -> None:
    user = await office.olena()
    assert await refused(office.people.change_password(user, OTHER, GOOD)) == "wrong-password"
    assert await refused(office.people.change_password(user, GOOD, "short")) == "weak"
    after = await office.people.change_password(user, GOOD, OTHER)
    assert stamp(after) != stamp(user)  # what was bound to the old one is over
    assert await office.people.sign_in("olena", OTHER) is not None


@at_work
async def test_a_hash_of_old_costs_is_made_anew_at_the_next_sign_in(office: Office) -> None:
    user = await office.olena()
    dearer = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    people = People(office.store, hashes=Passwords(dearer), clock=office.clock)
    after = await people.sign_in("olena", GOOD)
    assert after is not None
    assert "t=2" in after.password
    assert user.password != after.password
    assert await people.sign_in("olena", GOOD) == after  # once


@at_work
async def test_a_second_factor_is_asked_for_and_each_code_is_good_once(office: Office) -> None:
    people, clock = office.people, office.clock
    user = await office.olena()
    address, pending = people.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    assert await refused(people.confirm_second(user, pending, "000")) == "wrong-code"
    user = await people.confirm_second(user, pending, app.at(int(clock.now)))
    assert await people.sign_in("olena", GOOD, app.at(int(clock.now))) is None  # used above
    clock.now += SECONDS
    code = app.at(int(clock.now))
    assert await people.sign_in("olena", GOOD) is None
    assert await people.sign_in("olena", OTHER, code) is None
    assert await people.sign_in("olena", GOOD, code) is not None
    assert await people.sign_in("olena", GOOD, code) is None
    user = await people.end_second(await people.named("olena"), by="user/ada")
    assert await people.sign_in("olena", GOOD) == user
    assert (await office.audits())[-2:] == [
        ("user/olena", "second factor set up"),
        ("user/ada", "second factor taken off"),
    ]


@at_work
async def test_a_code_that_two_use_at_once_is_good_for_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, clock = office.people, office.clock
    user = await office.olena()
    address, pending = people.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    await people.confirm_second(user, pending, app.at(int(clock.now)))
    clock.now += SECONDS

    async def late(_user: User) -> bool:
        return False

    monkeypatch.setattr(office.store, "write_user", late)
    assert await people.sign_in("olena", GOOD, app.at(int(clock.now))) is None


@at_work
async def test_without_the_key_who_has_a_second_factor_is_not_let_in_without(
    office: Office,
) -> None:
    user = await office.olena()
    address, pending = office.people.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    await office.people.confirm_second(user, pending, app.at(int(office.clock.now)))
    keyless = People(office.store, hashes=Passwords(CHEAP), clock=office.clock)
    assert await keyless.sign_in("olena", GOOD, app.at(int(office.clock.now) + SECONDS)) is None


def test_a_user_is_written_down_as_one() -> None:
    assert written(USERS[0]) == "user/olena"
