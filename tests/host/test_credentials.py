from __future__ import annotations

import msgspec
import pyotp
import pytest
from argon2 import PasswordHasher

from flowengine.desk.people import AGENT, AUDITOR, User
from flowengine.host.credentials import DAYS, Credentials, stamp
from flowengine.host.demo import USERS
from flowengine.host.passwords import Passwords
from flowengine.host.second import SECONDS
from tests.host.office import CHEAP, GOOD, Office, at_work, refused

OTHER = "staple and other words"


@at_work
async def test_somebody_is_added_invited_and_signs_in(office: Office) -> None:
    people, credentials = office.people, office.credentials
    user = await people.add("o.koval", by="user/ada", roles=[AUDITOR, AGENT], queues=("help",))
    assert (user.shown, user.roles, user.password) == ("O Koval", (AGENT, AUDITOR), "")
    assert await credentials.sign_in("o.koval", "") is None
    secret = await credentials.invite(user, by="user/ada")
    assert (await credentials.invited(secret)).id == user.id
    chosen = await credentials.accept(secret, GOOD)
    assert await refused(credentials.accept(secret, OTHER)) == "no-invitation"  # good once
    assert await credentials.sign_in("O.Koval", GOOD) == chosen
    assert await credentials.sign_in("o.koval", OTHER) is None
    assert await office.audits() == [
        ("user/ada", "user added: roles agent auditor, queues help"),
        ("user/ada", "user invited"),
        ("user/o.koval", "password set"),
    ]
    assert secret not in repr(await office.store.tokens())


@at_work
async def test_who_is_disabled_cannot_come_in_by_any_way(office: Office) -> None:
    user = await office.olena()
    secret = await office.credentials.invite(user, by="test")
    await office.people.disable(user, by="test")
    assert await office.credentials.sign_in("olena", GOOD) is None
    assert await refused(office.credentials.accept(secret, OTHER)) == "no-invitation"


@at_work
async def test_an_invitation_ends_by_time_by_a_newer_one_and_by_a_password(office: Office) -> None:
    people, credentials = office.people, office.credentials
    user = await people.add("olena", by="test")
    await credentials.invite(await people.add("marko", by="test"), by="test")
    old = await credentials.invite(user, by="test")
    new = await credentials.invite(user, by="test")
    for wrong in (old, "", "x", old.upper()):
        assert await refused(credentials.invited(wrong)) == "no-invitation"
    office.clock.now += DAYS * 86_400
    assert await refused(credentials.invited(new)) == "no-invitation"
    newest = await credentials.invite(user, by="test")
    await credentials.set_password(user, GOOD, by="test")
    assert await refused(credentials.accept(newest, OTHER)) == "no-invitation"
    assert await credentials.sign_in("olena", GOOD) is not None


@at_work
async def test_a_link_that_two_use_at_once_is_good_for_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = await office.people.add("olena", by="test")
    secret = await office.credentials.invite(user, by="test")

    async def gone(_token: str) -> bool:
        return False

    monkeypatch.setattr(office.store, "revoke", gone)
    assert await refused(office.credentials.accept(secret, GOOD)) == "no-invitation"


@at_work
async def test_a_weak_password_leaves_the_link_good(office: Office) -> None:
    secret = await office.credentials.invite(await office.people.add("olena", by="test"), by="test")
    assert await refused(office.credentials.accept(secret, "olena")) == "weak"
    assert (await office.credentials.accept(secret, GOOD)).password


@at_work
async def test_users_of_the_demonstration_never_get_a_password(office: Office) -> None:
    assert await refused(office.credentials.invite(USERS[0], by="test")) == "demo"
    kept = await Passwords(CHEAP).hashed(GOOD)
    await office.store.write_user(msgspec.structs.replace(USERS[0], password=kept))
    assert await office.credentials.sign_in("olena", GOOD) is None


@at_work
async def test_ones_own_password_is_changed_by_who_knows_it(office: Office) -> None:
    user = await office.olena()
    assert await refused(office.credentials.change_password(user, OTHER, GOOD)) == "wrong-password"
    assert await refused(office.credentials.change_password(user, GOOD, "short")) == "weak"
    after = await office.credentials.change_password(user, GOOD, OTHER)
    assert stamp(after) != stamp(user)  # what was bound to the old one is over
    assert await office.credentials.sign_in("olena", OTHER) is not None


@at_work
async def test_a_hash_of_old_costs_is_made_anew_at_the_next_sign_in(office: Office) -> None:
    user = await office.olena()
    dearer = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    credentials = Credentials(
        office.people, office.store, hashes=Passwords(dearer), clock=office.clock
    )
    after = await credentials.sign_in("olena", GOOD)
    assert after is not None
    assert "t=2" in after.password
    assert user.password != after.password
    assert await credentials.sign_in("olena", GOOD) == after  # once


@at_work
async def test_a_second_factor_is_asked_for_and_each_code_is_good_once(office: Office) -> None:
    credentials, clock = office.credentials, office.clock
    user = await office.olena()
    address, pending = credentials.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    assert await refused(credentials.confirm_second(user, pending, "000")) == "wrong-code"
    user = await credentials.confirm_second(user, pending, app.at(int(clock.now)))
    assert await credentials.sign_in("olena", GOOD, app.at(int(clock.now))) is None  # used above
    clock.now += SECONDS
    code = app.at(int(clock.now))
    assert await credentials.sign_in("olena", GOOD) is None
    assert await credentials.sign_in("olena", OTHER, code) is None
    assert await credentials.sign_in("olena", GOOD, code) is not None
    assert await credentials.sign_in("olena", GOOD, code) is None
    user = await credentials.end_second(await office.people.named("olena"), by="user/ada")
    assert await credentials.sign_in("olena", GOOD) == user
    assert (await office.audits())[-2:] == [
        ("user/olena", "second factor set up"),
        ("user/ada", "second factor taken off"),
    ]


@at_work
async def test_a_code_that_two_use_at_once_is_good_for_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials, clock = office.credentials, office.clock
    user = await office.olena()
    address, pending = credentials.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    await credentials.confirm_second(user, pending, app.at(int(clock.now)))
    clock.now += SECONDS

    async def late(_user: User) -> bool:
        return False

    monkeypatch.setattr(office.store, "write_user", late)
    assert await credentials.sign_in("olena", GOOD, app.at(int(clock.now))) is None


@at_work
async def test_without_the_key_who_has_a_second_factor_is_not_let_in_without(
    office: Office,
) -> None:
    user = await office.olena()
    address, pending = office.credentials.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    await office.credentials.confirm_second(user, pending, app.at(int(office.clock.now)))
    keyless = Credentials(office.people, office.store, hashes=Passwords(CHEAP), clock=office.clock)
    assert await keyless.sign_in("olena", GOOD, app.at(int(office.clock.now) + SECONDS)) is None
