"""What is taken for granted of agents where nobody said otherwise."""

from __future__ import annotations

from flowengine.desk import people
from flowengine.desk.items import MEDIA
from flowengine.desk.people import Agent, Standing, User
from flowengine.desk.routing.pool import DUTY


def test_caps_are_known_for_every_media_and_are_nobodys_to_share() -> None:
    assert set(people.CAPS) == set(MEDIA)
    one = User(id="a", name="a", shown="A")
    one.caps["voice"] = 9
    assert User(id="b", name="b", shown="B").caps == people.CAPS == Agent(
        id="c", queues=frozenset()
    ).caps  # fmt: skip


def test_f7_who_has_said_nothing_is_offline_and_a_user_is_an_agent_at_most() -> None:
    assert Standing(agent="a").status == people.OFFLINE
    assert people.OFFLINE not in DUTY
    assert set(people.STATUSES) > DUTY
    assert User(id="a", name="a", shown="A").roles == (people.AGENT,)
