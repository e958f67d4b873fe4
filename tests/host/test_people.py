from __future__ import annotations

import pytest

from flowengine.desk.people import ADMINISTRATOR, AGENT
from flowengine.host.demo import USERS
from flowengine.host.people import written
from tests.host.office import Office, at_work, refused


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


def test_a_user_is_written_down_as_one() -> None:
    assert written(USERS[0]) == "user/olena"
